/**
 * The process in which candidates are invited: the committed template's nodes, one after the other, as
 * they are set up there, between the local Ashby and the local Willo.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { WilloApi } from '../../credentials/WilloApi.credentials.ts';
import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { projectRoot } from '../../scripts/command.mjs';
import { WilloSandbox } from '../sandbox/willo.mts';
import { executeContext } from '../support/contexts.mts';
import { ClassicEngine } from '../support/engines.mts';
import { clock } from './clock.mts';
import { LargeAshby } from './largeAshby.mts';
import { serve } from './processes.mts';

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

const CANDIDATES = 20;
const TEMPLATE = join(projectRoot, 'workflows', 'ashby-willo-scale-enterprise.json');
const INTERVAL_MS = 5 * 60_000;
const picked = (value: string) => ({ __rl: true, mode: 'id', value });

serve({
	async invite({ noteBumpsApplication, isLost }: Inviting): Promise<Invited> {
		clock.take();
		const large = new LargeAshby(1000);
		const { ashby, key, links } = large;
		// The candidates in the stage have been there for a while.
		clock.pass(60 * 60_000);
		ashby.switches.noteBumpsApplication = noteBumpsApplication;
		const willo = new WilloSandbox();
		const interview = willo.addInterview({ title: 'Video interview' });
		const credentials = [
			{ type: new AshbyApi(), data: { apiKey: key, baseUrl: await ashby.start() } },
			{
				type: new WilloApi(),
				data: { apiKey: willo.addKey(), baseUrl: (await willo.start(), willo.baseUrl) },
			},
		];
		const { nodes } = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as {
			nodes: { name: string; parameters: INodeParameters }[];
		};
		const parametersOf = (name: string, more: object) => ({
			...nodes.find((node) => node.name === name)!.parameters,
			...more,
		});
		const run = async (node: INodeType, parameters: object, items: INodeExecutionData[]) => {
			const options = { parameters: parameters as INodeParameters, credentials };
			const context = executeContext(node, { ...options, mode: 'trigger' }, items);
			const [output] = (await node.execute!.call(context)) as INodeExecutionData[][];
			return output;
		};
		const [{ jobId, stageId }] = links;
		const n8n = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: parametersOf('Ashby Stage Trigger', {
				links: { link: [{ job: picked(jobId), stage: picked(stageId) }] },
			}) as INodeParameters,
			credentials,
			wait: clock.pass,
		});
		/** @returns what this poll returned */
		const poll = async () => {
			clock.pass(INTERVAL_MS);
			const before = n8n.executions.length;
			await n8n.tick();
			return n8n.executions.slice(before).map((json) => ({ json }));
		};
		try {
			await n8n.publish();
			await poll();
			for (let entry = 0; entry < CANDIDATES; entry++) large.enter();
			ashby.resetLog();
			willo.resetLog();
			ashby.keepRequests = true;
			const invite = async (items: INodeExecutionData[]) =>
				await run(
					new Willo(),
					parametersOf('Invite to Willo Interview', { interview: picked(interview.key) }),
					items,
				);
			let answers = await invite(await poll());
			if (isLost) answers = await invite(await poll());
			const notes = await run(new Ashby(), parametersOf('Add Invitation Note', {}), answers);
			await poll();
			await poll();
			const asked = ashby.requests.filter(({ path }) => path !== '/application.list').length;
			const { requests } = willo.counts;
			ashby.resetLog();
			await poll();
			return {
				candidates: CANDIDATES,
				invitations: willo.invitations.length,
				notes: notes.length,
				ashby: asked,
				willo: requests,
				quiet: ashby.counts.requests,
			};
		} finally {
			await Promise.all([ashby.stop(), willo.stop()]);
		}
	},
});
