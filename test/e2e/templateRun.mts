/** One real n8n in which templates are imported as committed, filled in, published, and at work. */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	type ConnectedSandboxes,
	EVERY_TEN_SECONDS,
	type Everything,
	importTemplate,
	picksOf,
	type Plan,
} from '../../scripts/everything.mts';
import type { Workflow, WorkflowNode } from '../../scripts/n8n/client.mts';
import type { Demo } from '../sandbox/demo.mts';
import { waitFor } from '../../scripts/wait.mts';
import { MailServer, type Message } from './email.mts';
import { finish, quiet, start } from './setup.mts';

export const DAY_MS = 86_400_000;
/** From a move in Ashby to what follows from it, on a busy machine. */
export const POLL_MS = 90_000;
export const RECRUITER = 'recruiter@example.com';
const EVERY_10_SECONDS = { interval: [{ field: 'seconds', secondsInterval: 10 }] };

export interface Applicant {
	id: string;
	email: string;
	applicationId: string;
	/** Moves the application to the video interview; returns the ID of the entry. */
	enter: () => string;
	/** The ID of the stage that the application is in. */
	stage: () => string;
}

type Job = keyof Demo['jobs'];
type Credentials = Parameters<Everything['client']['importWorkflow']>[1];

/**
 * Somebody new who applied for one of the demonstration's jobs, in its first stage.
 *
 * @param email null: the candidate has neither an email address nor a phone number
 */
export function apply(
	{ ashby, demo }: ConnectedSandboxes,
	name: string,
	job: Job = 'support',
	email: string | null = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
): Applicant {
	const contact = email === null ? {} : { email, phone: '+442079460099' };
	const { id } = ashby.addCandidate({ name, ...contact });
	const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs[job] });
	return {
		id,
		email: email ?? '',
		applicationId: application.id,
		enter: () => ashby.move(application.id, demo.videoStages[job]).id,
		stage: () => ashby.applications.get(application.id)!.stageId,
	};
}

/** Imports a plan's template for one of the demonstration's jobs. */
export async function importPlan(
	everything: Everything,
	plan: Plan,
	options: Parameters<typeof importTemplate>[3] = {},
	job: Job = 'support',
): Promise<Workflow> {
	const { jobs, videoStages, interviews } = everything.demo;
	const picks = { job: jobs[job], stage: videoStages[job], interview: interviews.general };
	return await importTemplate(everything, plan, picks, options);
}

/** The same, and publishes it. */
export async function publishPlan(...given: Parameters<typeof importPlan>): Promise<Workflow> {
	const [everything] = given;
	const workflow = await importPlan(...given);
	expect(await everything.client.publish(workflow.id)).toBeNull();
	await quiet(everything);
	return workflow;
}

/** Imports a workflow that is no template. */
export async function importOwn(
	{ client, credentials }: Pick<Everything, 'client'> & { credentials: Credentials },
	nodes: Array<Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & Partial<WorkflowNode>>,
	connections: object = {},
): Promise<Workflow> {
	const common = { typeVersion: 1, position: [0, 0] };
	const workflow = {
		id: randomUUID(),
		name: nodes[0].name,
		nodes: nodes.map((node) => ({ ...common, id: randomUUID(), ...node })),
		connections,
		// As the editor saves it. In the older order, an agent goes on before its tools have answered.
		settings: { executionOrder: 'v1' },
	};
	const file = join(tmpdir(), `${workflow.id}.json`);
	await writeFile(file, JSON.stringify(workflow));
	const imported = await client.importWorkflow(file, credentials);
	await rm(file);
	return imported;
}

export class TemplateRun {
	private constructor(
		readonly everything: Everything,
		readonly mail: MailServer,
		readonly credentials: Credentials,
	) {}

	static async start(): Promise<TemplateRun> {
		const everything = await start();
		const mail = new MailServer();
		await mail.start();
		const smtp = await everything.client.createCredential('smtp', 'Mail', mail.credential);
		return new TemplateRun(everything, mail, { ...everything.credentials, smtp });
	}

	async stop(): Promise<void> {
		await this.mail.stop();
		await finish(this.everything);
	}

	/** Imports a template as it is committed and fills in what its sticky note asks for. */
	async import(file: string, fillIn: (workflow: Workflow) => void = () => {}): Promise<Workflow> {
		const path = `workflows/ashby-willo-${file}.json`;
		return await this.everything.client.importWorkflow(path, this.credentials, (imported) => {
			for (const { parameters, type } of imported.nodes) {
				if ('pollTimes' in parameters) parameters.pollTimes = EVERY_TEN_SECONDS;
				if (type.endsWith('.scheduleTrigger')) parameters.rule = EVERY_10_SECONDS;
				if (type.endsWith('.emailSend')) {
					Object.assign(parameters, { fromEmail: 'n8n@example.com', toEmail: RECRUITER });
				}
			}
			fillIn(imported);
		});
	}

	/** The same, and publishes it. */
	async publish(file: string, fillIn?: (workflow: Workflow) => void): Promise<Workflow> {
		const workflow = await this.import(file, fillIn);
		expect(await this.everything.client.publish(workflow.id)).toBeNull();
		await quiet(this.everything);
		return workflow;
	}

	/** Fails if one of the executions failed. */
	async unpublish({ id }: Workflow): Promise<void> {
		await this.everything.client.unpublish(id);
		const runs = await this.everything.client.executions(id);
		expect(runs.map(({ status }) => status)).not.toContain('error');
	}

	/** Selects a job and its video interview in a trigger. */
	watch(workflow: Workflow, trigger: string, job: 'support' | 'sales'): void {
		const { demo } = this.everything;
		const picks = picksOf(this.everything);
		parametersOf(workflow, trigger).links = {
			link: [{ job: picks.job(demo.jobs[job]), stage: picks.stage(demo.videoStages[job]) }],
		};
	}

	/** The same, and the job's interview in an invitation. */
	invite(
		workflow: Workflow,
		job: 'support' | 'sales' = 'support',
		trigger = 'Ashby Stage Trigger',
		invitation = 'Invite to Willo Interview',
	): void {
		this.watch(workflow, trigger, job);
		const { interview } = picksOf(this.everything);
		const key = this.everything.demo.interviews[job];
		parametersOf(workflow, invitation).interview = interview(key);
	}

	apply(name: string, job: Job = 'support'): Applicant {
		return apply(this.everything, name, job);
	}

	/** The ID of a stage of the job that most candidates here apply for. */
	stageId(title: string): string {
		const { ashby, demo } = this.everything;
		return ashby.stagesOf(demo.jobs.support).find((stage) => stage.title === title)!.id;
	}

	/** Waits for an email with the words in its subject or its text. */
	async mailWith(words: string, timeoutMs = 30_000): Promise<Message> {
		return await waitFor(`an email with "${words}"`, () => this.mailsWith(words)[0], { timeoutMs });
	}

	mailsWith(words: string): Message[] {
		return this.mail.messages.filter(({ subject, text }) => `${subject}\n${text}`.includes(words));
	}
}

export function parametersOf({ nodes }: Workflow, name: string): Record<string, unknown> {
	return nodes.find((node) => node.name === name)!.parameters;
}
