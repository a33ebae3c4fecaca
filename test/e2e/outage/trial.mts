/** One copy of a template with its own Ashby and Willo, which goes through one outage. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
	EVERY_MINUTE,
	importTemplate,
	type ConnectedSandboxes,
	type Plan,
	connectSandboxes,
} from '../../../scripts/everything.mts';
import type { N8nClient } from '../../../scripts/n8n/client.mts';
import { waitFor } from '../../../scripts/wait.mts';
import { checkExchanges, invitationsOf, notesOf } from '../setup.mts';
import type { Outage } from './faults.mts';

const MINUTE_MS = 60_000;
/** An attempt that was under way when all was done has ended after this time. */
const ATTEMPT_MS = 4 * MINUTE_MS;

export interface Case {
	name: string;
	outage: Outage;
	/** 7 and growth by default. */
	people?: number;
	plan?: Plan;
	minutes?: number;
	/** The outage begins after this many invitations; immediately by default. */
	after?: number;
	/** What happens during the outage: they enter the stage, or, invited before, respond. */
	lane?: 'responses';
	/** Whether Willo can reach n8n. */
	reachable?: false;
	/** For how many minutes n8n keeps polling afterwards, if not as long as in the others. */
	recovery?: number;
}

export interface Result {
	people: number;
	'invited once': number;
	noted: number;
	'invited twice': number;
	'noted twice': number;
	responses: number;
	'responses noted once': number;
	/** From the end of the outage until all was done. */
	'done after': string;
	executions: string;
}

interface Person {
	candidateId: string;
	applicationId: string;
	email: string;
	entryId: string;
	answer: string;
}

export class Trial {
	private people: Person[] = [];
	private responses = 0;
	private workflowId = '';
	private endedAt = 0;
	private doneAt = 0;

	private constructor(
		readonly given: Case,
		readonly sandboxes: ConnectedSandboxes,
	) {}

	/** Imports one more copy into n8n and publishes it, and waits for the trigger's first poll. */
	static async begin(given: Case, client: N8nClient, copy: number): Promise<Trial> {
		const sandboxes = await connectSandboxes(client);
		const trial = new Trial(given, sandboxes);
		await trial.publish(copy);
		return trial;
	}

	async stop(): Promise<void> {
		await this.sandboxes.stop();
	}

	private async publish(copy: number): Promise<void> {
		const { given, sandboxes } = this;
		const { ashby, client, demo, willo } = sandboxes;
		checkExchanges(sandboxes);
		if (given.reachable === false) willo.switches.deliveryRepeats = 0;
		for (let number = 0; number < (given.people ?? 7); number++) {
			const email = `person${number}@example.com`;
			const { id } = ashby.addCandidate({ name: `Person ${number}`, email });
			const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support });
			const answer = `I am number ${number}.`;
			this.people.push({
				candidateId: id,
				applicationId: application.id,
				email,
				entryId: '',
				answer,
			});
		}
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		};
		const how = { pollTimes: EVERY_MINUTE, copy };
		const workflow = await importTemplate(sandboxes, given.plan ?? 'growth', picks, how);
		this.workflowId = workflow.id;
		const refusal = await client.publish(workflow.id);
		if (refusal !== null) throw new Error(`${given.name}: ${refusal}`);
	}

	/** Goes through the outage. Ends with it. */
	async endure(): Promise<void> {
		const { given } = this;
		const isResponses = given.lane === 'responses';
		if (isResponses) {
			this.enter();
			const areNoted = () => this.people.every((person) => this.notesOn(person) === 1);
			await waitFor(`${given.name}: the invitations`, areNoted, { timeoutMs: 5 * MINUTE_MS });
		}
		const end = isResponses ? this.beginOutage() : await this.enterIntoOutage();
		if (isResponses) await this.respond();
		await sleep((given.minutes ?? 3) * MINUTE_MS);
		end();
		this.endedAt = Date.now();
	}

	/** Polls for at most this many minutes, and not long after all is done; afterwards nothing must have been done twice. */
	async recover(minutes: number): Promise<void> {
		for (let end = Date.now() + minutes * MINUTE_MS; Date.now() < end; await sleep(2_000)) {
			if (this.doneAt > 0 || !this.isDone()) continue;
			this.doneAt = Date.now();
			end = Math.min(end, this.doneAt + ATTEMPT_MS);
		}
	}

	async result(): Promise<Result> {
		const { sandboxes, people, responses, doneAt, endedAt } = this;
		const invitations = people.map(({ email }) => invitationsOf(sandboxes, email).length);
		const notes = people.map((person) => this.notesOn(person));
		const runs = await sandboxes.client.executions(this.workflowId);
		const failed = runs.filter(({ status }) => status !== 'success').length;
		return {
			people: people.length,
			'invited once': invitations.filter((count) => count === 1).length,
			noted: notes.filter((count) => count > 0).length,
			'invited twice': invitations.filter((count) => count > 1).length,
			'noted twice': notes.filter((count) => count > 1).length,
			responses,
			'responses noted once': people.filter((person) => this.answersOn(person) === 1).length,
			'done after':
				doneAt === 0 ? 'never' : `${Math.max(0, (doneAt - endedAt) / MINUTE_MS).toFixed(1)} min`,
			executions: `${runs.length - failed} ok, ${failed} failed`,
		};
	}

	/** What the requests and answers had wrong. */
	get violations(): string[] {
		const { ashby, willo } = this.sandboxes;
		return [...ashby.violations, ...willo.violations];
	}

	private enter(): void {
		const { ashby, demo } = this.sandboxes;
		for (const person of this.people) {
			person.entryId = ashby.move(person.applicationId, demo.videoStages.support).id;
		}
	}

	private beginOutage(): () => void {
		return this.given.outage(this.sandboxes);
	}

	private async enterIntoOutage(): Promise<() => void> {
		const { given, sandboxes } = this;
		const { willo } = sandboxes;
		let end = given.after === undefined ? this.beginOutage() : undefined;
		const check = willo.onExchange;
		willo.onExchange = (exchange) => {
			check?.(exchange);
			if (willo.invitations.length >= (given.after ?? 0)) end ??= this.beginOutage();
		};
		this.enter();
		return await waitFor(`${given.name}: the outage`, () => end, { timeoutMs: 3 * MINUTE_MS });
	}

	private async respond(): Promise<void> {
		const { sandboxes, people } = this;
		this.responses = people.length;
		for (const { email, answer } of people) {
			const [key] = invitationsOf(sandboxes, email);
			await sandboxes.willo.respond(key, [answer]);
		}
	}

	private isDone(): boolean {
		const isResponses = this.given.lane === 'responses';
		return this.people.every((person) =>
			isResponses ? this.answersOn(person) > 0 : this.notesOn(person) > 0,
		);
	}

	private notesOn({ candidateId, entryId }: Person): number {
		return notesOf(this.sandboxes, candidateId).filter((note) => note.includes(entryId)).length;
	}

	private answersOn({ candidateId, answer }: Person): number {
		return notesOf(this.sandboxes, candidateId).filter((note) => note.includes(answer)).length;
	}
}
