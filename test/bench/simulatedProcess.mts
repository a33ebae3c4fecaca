/**
 * The process of a simulation: the trigger in a model of n8n's engines, the local Ashby, and a clock that moves when a
 * page is read or nothing happens. A day of it takes seconds.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mock } from 'node:test';

import type { INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { WilloApi } from '../../credentials/WilloApi.credentials.ts';
import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { projectRoot } from '../../scripts/command.mjs';
import type { AshbySandbox } from '../sandbox/ashby.mts';
import { WilloSandbox } from '../sandbox/willo.mts';
import { executeContext } from '../support/contexts.mts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import { LargeAshby, STAGE } from './largeAshby.mts';
import { linksParameter } from './links.mts';

export interface Waiting {
	applications: number;
	engine: 'classic' | 'durable';
	intervalMinutes: number;
	/** Whether the token of a filtered listing returns every change, or only those that match its filter. */
	isTokenBlind: boolean;
}

export interface Inviting {
	/** Whether a note changes the application, so that the trigger reads it once more. */
	noteBumpsApplication: boolean;
	/** The execution is lost after the invitations: the entries are returned again. */
	isLost: boolean;
}

/** Requests for all candidates together, pages of `application.list` apart. */
export interface Invited {
	candidates: number;
	invitations: number;
	notes: number;
	ashby: number;
	willo: number;
	/** Of a poll after all that. */
	quiet: number;
}

export interface ManyJobs {
	jobs: number;
	entries: number;
	hasField: boolean;
}

const ENGINES = { classic: ClassicEngine, durable: DurableEngine };
/** What public reports say a page of application.list takes: 2.3 to 2.7 s. */
const PAGE_MS = 2500;
const REQUEST_MS = 300;
const MINUTE_MS = 60_000;
const MOST_POLLS = 500;
const CANDIDATES = 20;
const FIELD = 'Willo Interview';
const TEMPLATE = join(projectRoot, 'workflows', 'ashby-willo-scale-enterprise.json');

// Its local Ashby would keep it alive when nobody is left to ask.
process.on('disconnect', () => process.exit());

/** @returns minutes from the entry of a candidate, one minute after publishing, to their item */
export async function wait({ applications, engine, intervalMinutes, isTokenBlind }: Waiting) {
	const { large, ashby, links } = standing(applications);
	ashby.switches.tokenFilters = isTokenBlind ? 'kept' : 'ignored';
	let entersAt = Infinity;
	let entered = 0;
	const enter = () => {
		entersAt = Infinity;
		entered = Date.now();
		large.enter();
	};
	ashby.fault = ({ path }) => {
		pass(path === '/application.list' ? PAGE_MS : REQUEST_MS);
		if (Date.now() >= entersAt) enter();
		return undefined;
	};
	const n8n = await engineOf(ashby, large.key, linksParameter(links.slice(0, 1)), engine);
	const published = Date.now();
	entersAt = published + MINUTE_MS;
	await n8n.publish();
	// A poll that is due while another one runs is skipped.
	const interval = intervalMinutes * MINUTE_MS;
	for (let poll = 1; n8n.executions.length === 0 && poll <= MOST_POLLS; poll++) {
		const next = published + Math.ceil((Date.now() - published + 1) / interval) * interval;
		if (entersAt <= next) {
			passUntil(entersAt);
			enter();
		}
		passUntil(next);
		await n8n.tick();
	}
	return n8n.executions.length > 0 ? (Date.now() - entered) / MINUTE_MS : null;
}

/** The committed template's nodes, one after the other, as they are set up there. */
export async function invite({ noteBumpsApplication, isLost }: Inviting): Promise<Invited> {
	const { large, ashby, links } = standing(1000);
	ashby.switches.noteBumpsApplication = noteBumpsApplication;
	const willo = new WilloSandbox();
	const interview = willo.addInterview({ title: 'Video interview' });
	const { nodes } = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as {
		nodes: { name: string; parameters: INodeParameters }[];
	};
	const parametersOf = (name: string, more: object = {}): INodeParameters => ({
		...nodes.find((node) => node.name === name)!.parameters,
		...more,
	});
	const parameters = parametersOf('Ashby Stage Trigger', linksParameter(links.slice(0, 1)));
	const n8n = await engineOf(ashby, large.key, parameters, 'classic');
	await willo.start();
	const credentials = [
		{ type: new AshbyApi(), data: { apiKey: large.key, baseUrl: ashby.url } },
		{ type: new WilloApi(), data: { apiKey: willo.addKey(), baseUrl: willo.baseUrl } },
	];
	const run = async (node: INodeType, own: INodeParameters, items: INodeExecutionData[]) => {
		const context = executeContext(node, { parameters: own, credentials, mode: 'trigger' }, items);
		const [output] = (await node.execute!.call(context)) as INodeExecutionData[][];
		return output;
	};
	const picked = { __rl: true, mode: 'id', value: interview.key };
	const inviting = parametersOf('Invite to Willo Interview', { interview: picked });
	/** @returns what this poll returned */
	const poll = async () => {
		pass(5 * MINUTE_MS);
		const before = n8n.executions.length;
		await n8n.tick();
		return n8n.executions.slice(before).map((json) => ({ json }));
	};
	await n8n.publish();
	await poll();
	for (let entry = 0; entry < CANDIDATES; entry++) large.enter();
	ashby.resetLog();
	ashby.keepRequests = true;
	let answers = await run(new Willo(), inviting, await poll());
	if (isLost) answers = await run(new Willo(), inviting, await poll());
	const notes = await run(new Ashby(), parametersOf('Add Invitation Note'), answers);
	await poll();
	await poll();
	const asked = ashby.requests.filter(({ path }) => path !== '/application.list').length;
	ashby.resetLog();
	await poll();
	return {
		candidates: CANDIDATES,
		invitations: willo.invitations.length,
		notes: notes.length,
		ashby: asked,
		willo: willo.counts.requests,
		quiet: ashby.counts.requests,
	};
}

/**
 * Candidates of many jobs enter at once, with and without a field that names the interview.
 *
 * @returns the requests of the poll that returns all entries
 */
export async function enter({ jobs, entries, hasField }: ManyJobs): Promise<number> {
	const { large, ashby, links } = standing(1000);
	const field = ashby.addCustomField({ title: FIELD, objectType: 'Job', fieldType: 'Url' });
	for (const { jobId } of links) {
		ashby.setCustomField(jobId, field.id, 'https://app.willotalent.com/invite/Job/');
	}
	const row = {
		job: { __rl: true, mode: 'list', value: '*' },
		stage: { __rl: true, mode: 'name', value: STAGE },
		...(hasField && { interviewField: FIELD }),
	};
	const parameters = { links: { link: [row] }, options: { repeatUntilNoted: true } };
	const n8n = await engineOf(ashby, large.key, parameters, 'classic');
	await n8n.publish();
	pass(MINUTE_MS);
	await n8n.tick();
	for (let entry = 0; entry < entries; entry++) large.enter(links[entry % jobs]);
	pass(MINUTE_MS);
	ashby.resetLog();
	await n8n.tick();
	if (n8n.executions.length !== entries) {
		throw new Error(`${n8n.executions.length} of ${entries} entries were returned`);
	}
	return ashby.counts.requests;
}

/** An organization whose candidates have been in the stage for a while, on a clock of its own. */
function standing(applications: number) {
	takeClock();
	const large = new LargeAshby(applications);
	pass(60 * MINUTE_MS);
	return { large, ashby: large.ashby, links: large.links };
}

/** An engine of n8n with the trigger. Its process ends after the simulation, and with it the local Ashby. */
async function engineOf(
	ashby: AshbySandbox,
	apiKey: string,
	parameters: INodeParameters,
	engine: keyof typeof ENGINES,
) {
	const data = { apiKey, baseUrl: await ashby.start() };
	return new ENGINES[engine](new AshbyStageTrigger(), {
		parameters,
		credentials: [{ type: new AshbyApi(), data }],
		wait: pass,
	});
}

/** From now on, `Date` is the process's own clock. Timers and the network work as usual. */
function takeClock(): void {
	mock.timers.enable({ apis: ['Date'], now: Date.now() });
	// Whoever waits lets this time pass.
	Object.defineProperty(createRequire(import.meta.url)('n8n-workflow'), 'sleep', {
		value: async (ms: number) => {
			await Promise.resolve();
			pass(ms);
		},
	});
}

function pass(ms: number): void {
	mock.timers.tick(ms);
}

function passUntil(then: number): void {
	pass(Math.max(0, then - Date.now()));
}
