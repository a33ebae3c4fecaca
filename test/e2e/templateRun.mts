/** One real n8n in which templates are imported as committed, filled in, published, and at work. */
import { EVERY_TEN_SECONDS, type Everything, picksOf } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
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

export class TemplateRun {
	private constructor(
		readonly everything: Everything,
		readonly mail: MailServer,
		readonly credentials: Parameters<Everything['client']['importWorkflow']>[1],
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

	apply(name: string, job: keyof Demo['jobs']): Applicant {
		const { ashby, demo } = this.everything;
		const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
		const { id } = ashby.addCandidate({ name, email, phone: '+442079460099' });
		const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs[job] });
		return {
			id,
			email,
			applicationId: application.id,
			enter: () => ashby.move(application.id, demo.videoStages[job]).id,
			stage: () => ashby.applications.get(application.id)!.stageId,
		};
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
