/**
 * The Ashby of the model: three jobs, two of which share an interview plan, and the record of
 * what really happened in it, kept apart from the sandbox so that later edits of a history don't affect it.
 */
import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { AshbySandbox } from '../sandbox/ashby.mts';
import type { Application, AshbySwitches } from '../sandbox/ashby.mts';
import type { Answer } from '../sandbox/faults.mts';
import type { SandboxRequest } from '../sandbox/server.mts';
import type { GivenCredential } from '../support/nodeWorkflow.mts';

/** One entry as it really was. `leftAt` counts acts: whether one came before a poll or after is sure. */
export interface StageEntry {
	id: string;
	applicationId: string;
	jobId: string;
	stageId: string;
	stageTitle: string;
	began: number;
	/** The act with which it began. */
	beganAct: number;
	/** Its number for messages, such as `app2.stay1`. */
	name: string;
	leftAt?: number;
	leftTime?: number;
	/** Its row cannot be read any more: it was removed, or its application deleted. */
	gone?: boolean;
	/** The plan of its stage. */
	planId: string;
	/** The job the application belongs to by now, which is all that Ashby shows. */
	presentJobId: string;
}

/** A link as a person would say it. */
export interface PlainLink {
	job: number | '*';
	stage: string;
	/** By name instead of by id. */
	byName?: boolean;
}

/** The titles among which applications move. */
export const TITLES = ['Phone Screen', 'Video Interview', 'Onsite', 'Archived'] as const;

/** The links that scripts choose from. */
export const LINKS: PlainLink[] = [
	{ job: 0, stage: 'Video Interview' },
	{ job: 0, stage: 'Onsite' },
	{ job: 1, stage: 'Video Interview' },
	{ job: 2, stage: 'Video Interview' },
	{ job: '*', stage: 'Video Interview', byName: true },
	{ job: 0, stage: 'Onsite', byName: true },
];

export const linkName = ({ job, stage, byName }: PlainLink) =>
	`${job === '*' ? 'any job' : `job${job}`}/${stage}${byName ? ' (by name)' : ''}`;

/** A sandbox that can be made to wait before it answers. */
class WaitingAshby extends AshbySandbox {
	beforeAnswer?: () => Promise<void>;

	protected override async answer(request: SandboxRequest): Promise<Answer> {
		await this.beforeAnswer?.();
		return await super.answer(request);
	}
}

export class RecordedAshby {
	time = Date.parse('2026-03-02T09:00:00.000Z');
	readonly ashby: WaitingAshby;
	readonly jobs;
	readonly key;
	readonly applications: Application[] = [];
	readonly entries = new Map<string, StageEntry>();
	/** Counts what people did. */
	acts = 0;
	/** The act at which the candidate of each application was merged into another one. */
	readonly mergedAt = new Map<string, number>();
	/** The act at which each application changed last. */
	private readonly changedAt = new Map<string, number>();

	constructor(switches: Partial<AshbySwitches> = {}) {
		this.ashby = new WaitingAshby({ now: () => new Date(this.time), switches });
		const plan = this.ashby.addInterviewPlan({ title: 'Support' });
		const shared = this.ashby.addInterviewPlan({ title: 'Sales' });
		this.jobs = [plan, shared, shared].map(({ id }, index) =>
			this.ashby.addJob({ title: `Job ${index}`, interviewPlanIds: [id] }),
		);
		this.key = this.ashby.addKey();
	}

	credentials(): GivenCredential[] {
		return [{ type: new AshbyApi(), data: { apiKey: this.key, baseUrl: this.ashby.url } }];
	}

	stageId(job: number, title: string): string | undefined {
		const { id } = this.jobs[job];
		if (!this.ashby.jobs.has(id)) return undefined;
		return this.ashby.stagesOf(id).find((stage) => stage.title === title)?.id;
	}

	/** The parameter for a link. A link to any job names its stage. */
	linkParameter({ job, stage, byName }: PlainLink) {
		const jobId = job === '*' ? '*' : this.jobs[job].id;
		const value = byName ? stage : this.stageIds.get(`${job}/${stage}`);
		return {
			job: { __rl: true, mode: 'list', value: jobId },
			stage: { __rl: true, mode: byName ? 'name' : 'list', value: value ?? '' },
		};
	}

	/** As they were at the beginning: a stage that a link names may be deleted later. */
	private readonly stageIds = new Map<string, string>();

	/** Starts the server. */
	async start(): Promise<void> {
		for (const job of this.jobs.keys()) {
			for (const title of TITLES) {
				this.stageIds.set(`${job}/${title}`, this.stageId(job, title) ?? '');
			}
		}
		await this.ashby.start();
	}

	/** The application of a number, any number; undefined when there is none any more. */
	application(number: number): Application | undefined {
		const alive = this.applications.filter(({ id }) => this.ashby.applications.has(id));
		return alive.length > 0 ? alive[number % alive.length] : undefined;
	}

	nameOf(application: Application): string {
		return `app${this.applications.findIndex(({ id }) => id === application.id)}`;
	}

	/** Does something as a person in Ashby, and records what it did to the histories. */
	act(what: () => void): void {
		this.acts++;
		what();
		for (const application of this.applications) this.record(application);
	}

	private record(application: Application): void {
		const isAlive = this.ashby.applications.has(application.id);
		const rows = isAlive ? application.history : [];
		const ids = new Set(rows.map(({ id }) => id));
		for (const [index, row] of rows.entries()) {
			const known = this.entries.get(row.id);
			const entry: StageEntry = known ?? {
				id: row.id,
				applicationId: application.id,
				jobId: application.jobId,
				stageId: row.stageId,
				stageTitle: row.title,
				began: Date.parse(row.enteredStageAt),
				beganAct: this.acts,
				name: `${this.nameOf(application)}.entry${index}(${row.title})`,
				planId: this.ashby.stages.get(row.stageId)?.interviewPlanId ?? '',
				presentJobId: application.jobId,
			};
			entry.presentJobId = application.jobId;
			if (!known) this.entries.set(row.id, entry);
			if (row.leftStageAt && entry.leftAt === undefined) this.leave(entry);
		}
		for (const entry of this.entries.values()) {
			if (entry.applicationId !== application.id || ids.has(entry.id)) continue;
			if (entry.leftAt === undefined) this.leave(entry);
			entry.gone = true;
		}
	}

	private leave(entry: StageEntry): void {
		entry.leftAt = this.acts;
		entry.leftTime = this.time;
	}

	add(job: number, title: string): void {
		const stageId = this.stageId(job, title);
		if (!stageId) return;
		this.act(() => {
			const number = this.applications.length;
			const { id } = this.ashby.addCandidate({
				name: `Candidate ${number}`,
				email: `candidate${number}@example.com`,
			});
			const jobId = this.jobs[job].id;
			const application = this.ashby.addApplication({ candidateId: id, jobId, stageId });
			this.applications.push(application);
			this.changed(application);
		});
	}

	/** An execution writes into a note which entry it has dealt with. */
	writeNote(entryId: string): void {
		const { applicationId } = this.entries.get(entryId) ?? {};
		const application = this.applications.find(({ id }) => id === applicationId);
		if (!application || !this.isAlive(application.id)) return;
		this.act(() => {
			this.ashby.addNote(application.candidateId, `Entry: ${entryId}`);
			this.changed(application);
		});
	}

	/** Notes that an application and those of the same candidate may have changed. */
	changed({ candidateId }: Application): void {
		for (const { id, candidateId: other } of this.applications) {
			if (other === candidateId) this.changedAt.set(id, this.acts);
		}
	}

	/** How many entries have ended since a time. */
	leftSince(time: number): number {
		return [...this.entries.values()].filter(({ leftTime = -1 }) => leftTime >= time).length;
	}

	isAlive(applicationId: string): boolean {
		return this.ashby.applications.has(applicationId);
	}

	/** The applications that may have changed since an act. */
	changedSince(act: number): string[] {
		return [...this.changedAt].filter(([id, at]) => at > act && this.isAlive(id)).map(([id]) => id);
	}
}
