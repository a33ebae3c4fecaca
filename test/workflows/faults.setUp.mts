/** A template, filled in, between a local Ashby and Willo with three people, one of whom meets a fault. */
import type { IDataObject, INode } from 'n8n-workflow';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { WilloApi } from '../../credentials/WilloApi.credentials.ts';
import { itemOf } from '../../nodes/Ashby/stageEntry/item.ts';
import { readParticipant } from '../../nodes/Willo/client/participant.ts';
import { itemAbout } from '../../nodes/Willo/response/item.ts';
import { plans } from '../../workflows/parts/plans.ts';
import type { Template } from '../../workflows/parts/templates.ts';
import { moreTemplates, templateFor } from '../../workflows/template.ts';
import { AshbySandbox } from '../sandbox/ashby.mts';
import { applicationJson, historyJson } from '../sandbox/ashby/render.mts';
import { demoData, type Demo } from '../sandbox/demo.mts';
import { WilloSandbox } from '../sandbox/willo.mts';
import { participantDetailJson } from '../sandbox/willo/records.mts';
import type { ContextOptions } from '../support/nodeWorkflow.mts';
import { ONLY_DATE } from '../support/onlyDate.mts';
import { type Ran, TemplateEngine } from './templateEngine.mts';

const all: Template[] = [...plans.map(templateFor), ...moreTemplates];

/** Those that differ in more than their sticky notes and how often they poll. */
export const templates = [...new Map(all.reverse().map((each) => [workOf(each), each])).values()];

function workOf({ connections, nodes }: Template): string {
	const working = nodes
		.filter(({ type }) => !type.endsWith('.stickyNote'))
		.map(({ name, type, onError, parameters }) => ({
			...{ name, type, onError },
			...{ ...parameters, pollTimes: undefined },
		}));
	return JSON.stringify([connections, working]);
}

/** The one whose file's name ends like this. */
export const templateOf = (name: string) => templates.find(({ file }) => file.endsWith(name))!;
export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

export interface Person {
	name: string;
	email: string;
	candidateId: string;
	applicationId: string;
	entryId: string;
	/** Willo's key of the participant, once invited. */
	key: string;
}

export class World {
	readonly ashby = new AshbySandbox();
	readonly willo = new WilloSandbox();
	readonly people: Person[] = [];
	demo!: Demo;
	engine!: TemplateEngine;
	credentials: ContextOptions['credentials'];

	/** @param fillIn changes the parameters as a person does after importing */
	async start(template: Template, fillIn = (nodes: INode[]) => this.fillIn(nodes)): Promise<void> {
		jest.useFakeTimers({ ...ONLY_DATE, now: Date.now() });
		await this.ashby.start();
		await this.willo.start();
		this.demo = demoData(this);
		const [ashbyKey, willoKey] = [this.ashby.addKey(), this.willo.addKey()];
		this.credentials = [
			{ type: new AshbyApi(), data: { apiKey: ashbyKey, baseUrl: this.ashby.url } },
			{ type: new WilloApi(), data: { apiKey: willoKey, baseUrl: this.willo.baseUrl } },
		];
		this.engine = new TemplateEngine(template, this.credentials, fillIn);
		for (const name of ['Ann Able', 'Bea Broken', 'Cem Clear']) this.people.push(this.apply(name));
	}

	async stop(): Promise<void> {
		jest.useRealTimers();
		await this.ashby.stop();
		await this.willo.stop();
	}

	pass(ms: number): void {
		jest.setSystemTime(Date.now() + ms);
	}

	/** Somebody with an application, who enters the video interview. */
	apply(name: string, job: keyof Demo['jobs'] = 'support'): Person {
		const { ashby, demo } = this;
		const email = `${name.replace(' ', '.').toLowerCase()}@example.com`;
		const { id } = ashby.addCandidate({ name, email, phone: '+442079460099' });
		const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs[job] });
		const entryId = ashby.move(application.id, demo.videoStages[job]).id;
		return { name, email, candidateId: id, applicationId: application.id, entryId, key: '' };
	}

	/** As the Ashby Stage Trigger returns them. */
	entries(people: Person[], isRepeat: boolean): IDataObject[] {
		return people.map(({ applicationId, entryId }) => {
			const found = this.ashby.applications.get(applicationId)!;
			const applicationHistory = historyJson(this.ashby, found);
			const application = { ...applicationJson(this.ashby, found), applicationHistory };
			const row = applicationHistory.find(({ id }) => id === entryId)!;
			const since = row.enteredStageAt;
			const attempt = { entryId, number: isRepeat ? 2 : 1, isRepeat, since, until: null };
			return itemOf({ application, row, attempt }, true);
		});
	}

	/** As the Willo Response Trigger returns them. */
	responses(people: Person[], isRepeat: boolean): IDataObject[] {
		const { interviews, participants, switches } = this.willo;
		return people.map(({ key }) => {
			const participant = participants.get(key)!;
			const interview = interviews.get(participant.interviewKey)!;
			const raw = participantDetailJson(participant, interview, switches) as IDataObject;
			return { ...itemAbout('new_response', readParticipant(raw), raw, '2026-01-01'), isRepeat };
		});
	}

	/** Everybody is invited and has a note, and responds. */
	async invited(trigger: string): Promise<void> {
		const { error } = await this.engine.run(trigger, this.entries(this.people, false));
		expect(error).toBeUndefined();
		const participants = [...this.willo.participants.values()];
		for (const person of this.people) {
			person.key = participants.find(({ email }) => email === person.email)!.key;
			await this.willo.respond(person.key, ['I listened']);
		}
	}

	/**
	 * Both vendors refuse the requests of a step, and of the one that tries again: all of them, or those that contain one of
	 * these texts. Returns whether they refuse something now.
	 */
	refuseAt(step: string | undefined, texts = [''], status = 400): (value: unknown) => boolean {
		const { ashby, engine, willo } = this;
		const isRefused = (value: unknown) =>
			step !== undefined &&
			(engine.current === step || engine.current.startsWith('Try the ')) &&
			texts.some((text) => JSON.stringify(value ?? '').includes(text));
		const body = '{"detail":"not_today"}';
		ashby.fault = (request) =>
			isRefused(request.body) ? { kind: 'code', code: 'not_today' } : undefined;
		willo.fault = (request) =>
			isRefused(request.body ?? decodeURIComponent(request.path))
				? { kind: 'status', status, body }
				: undefined;
		return isRefused;
	}

	/** As if a step failed for Bea alone; her email isn't sent. */
	breakAt(step: string | undefined): void {
		const [, { name, email, candidateId, applicationId }] = this.people;
		const isBroken = this.refuseAt(step, [name, email, candidateId, applicationId], 500);
		this.engine.beforeEmail = (message) => {
			if (isBroken(message)) throw new Error(`No mail about ${name}`);
		};
	}

	/** What is seen of somebody, without what differs from person to person. */
	seen({ name, email, candidateId, applicationId }: Person) {
		const { ashby, demo, engine, willo } = this;
		const values = [...(ashby.customFieldValues.get(candidateId) ?? [])];
		const fields = values.map(([id, value]) => [ashby.customFields.get(id)!.title, value]);
		return {
			invitations: willo.invitations.filter(
				({ participantKey }) => willo.participants.get(participantKey)!.email === email,
			).length,
			notes: ashby.notesOf(candidateId).length,
			tags: ashby.candidates.get(candidateId)!.tagIds.map((id) => ashby.tags.get(id)!.title),
			fields: Object.fromEntries(fields),
			emails: engine.emails.filter(({ subject, text }) => `${subject}${text}`.includes(name))
				.length,
			hasMoved: ashby.applications.get(applicationId)!.stageId !== demo.videoStages.support,
		};
	}

	/** Runs the workflow from this trigger a day later. */
	async nextDay(trigger: string, mode?: 'manual'): Promise<Ran> {
		this.pass(DAY_MS);
		return await this.engine.run(trigger, [{}], mode);
	}

	stageId(title: string): string {
		return this.ashby.stagesOf(this.demo.jobs.support).find((stage) => stage.title === title)!.id;
	}

	/** The job and stage that everybody enters. */
	get links() {
		const { jobs, videoStages } = this.demo;
		return { link: [{ job: picked(jobs.support), stage: picked(videoStages.support) }] };
	}

	private fillIn(nodes: INode[]): void {
		const { demo } = this;
		for (const { parameters } of nodes) {
			if ('links' in parameters) parameters.links = this.links;
			if ('interview' in parameters) parameters.interview = picked(demo.interviews.support);
			if (parameters.operation === 'changeStage') parameters.stage = picked(this.stageId('Offer'));
		}
	}
}

export const isInvited = ({ key }: Person) => world.willo.participants.has(key);

/** The world of the current test, in files that call `useWorld`. */
export let world: World;

/** Begins each test with the template of this name, if one is given, filled in as a person does it. */
export function useWorld(template?: Template, fillIn?: (nodes: INode[]) => void): void {
	beforeEach(async () => {
		world = new World();
		if (template) await world.start(template, fillIn);
	});

	afterEach(async () => await world.stop());
}

function picked(value: string) {
	return { __rl: true, mode: 'list', value };
}
