import { DateTime, Duration } from 'luxon';
import { AshbySandbox } from '../sandbox/ashby.mts';
import type { Application, Job } from '../sandbox/ashby.mts';
import type { JobAndStage } from './links.mts';

/** What a round of changes was, as far as a poller of the first job's stage is concerned. */
export interface Changes {
	/** Applications that entered the watched stage. */
	entries: number;
	/** Changed applications that are now in the watched stage: only their history shows more. */
	candidates: number;
}

export const JOBS = 50;
export const STAGE = 'Video Interview';
/** Where the others are: most applications of a grown organization are over. */
const OTHER_STAGES = [
	'Archived',
	'Application Review',
	'Archived',
	'Archived',
	'Phone Screen',
	'Archived',
	'Archived',
	'Onsite',
	'Archived',
	'Archived',
];
const TWO_YEARS_MS = Duration.fromObject({ days: 2 * 365 }).toMillis();
/** Prime to every power of ten, so that as many steps as there are applications meet each once. */
const STRIDE = 7919;

/** How many applications are in the watched stage of an organization of this size. */
export const standingOf = (size: number) => (size < 10_000 ? size / 10 : 1000);

/**
 * An organization of any power of ten from 1,000 applications on: half of them in its first job,
 * whose stage is linked, the others in 49 more jobs. The same size gives the same organization, ids
 * and times apart. Its clock is the machine's, plus what `pass` added.
 */
export class LargeAshby {
	private ahead = 0;
	private next = 0;
	private newcomers = 0;
	readonly ashby = new AshbySandbox({ now: () => DateTime.now().plus(this.ahead).toJSDate() });
	readonly key = this.ashby.addKey();
	private readonly jobs: Job[];
	private readonly applications: Application[] = [];

	constructor(size: number) {
		this.ashby.keepRequests = false;
		this.jobs = Array.from({ length: JOBS }, (_, index) =>
			this.ashby.addJob({ title: `Job ${index + 1}` }),
		);
		const stages = this.jobs.map(
			({ id }) => new Map(this.ashby.stagesOf(id).map((stage) => [stage.title, stage.id])),
		);
		const begin = DateTime.now().minus(TWO_YEARS_MS);
		const gap = size / 2 / standingOf(size);
		for (let index = 0; index < size; index++) {
			const half = Math.floor(index / 2);
			const at = index % 2 === 0 ? 0 : 1 + (half % (JOBS - 1));
			const isStanding = at === 0 && half % gap === 0;
			const title = isStanding ? 'Application Review' : OTHER_STAGES[half % OTHER_STAGES.length];
			const candidate = this.ashby.addCandidate({
				name: `Candidate ${index}`,
				email: `candidate${index}@example.com`,
			});
			const application = this.ashby.addApplication({
				candidateId: candidate.id,
				jobId: this.jobs[at].id,
				stageId: stages[at].get(title),
				createdAt: begin.plus(Math.floor((index * TWO_YEARS_MS) / size)).toJSDate(),
			});
			if (isStanding) this.ashby.move(application.id, stages[at].get(STAGE)!);
			this.applications.push(application);
		}
	}

	/** The watched stage of each job; that of the first job is the one people enter. */
	get links(): JobAndStage[] {
		return this.jobs.map(({ id }) => ({ jobId: id, stageId: this.stage(id, STAGE) }));
	}

	pass(ms: number): void {
		this.ahead += ms;
	}

	/**
	 * Changes so many applications, each once: a tenth enter the watched stage, two tenths move
	 * elsewhere (out of the watched stage, too), the rest are edited.
	 */
	change(count: number): Changes {
		const [{ jobId, stageId }] = this.links;
		const entries = Math.ceil(count / 10);
		let toEnter = entries;
		let toMove = Math.floor(count / 5);
		let candidates = 0;
		for (let done = 0; done < count; done++) {
			const application = this.applications[(this.next++ * STRIDE) % this.applications.length];
			if (toEnter > 0 && application.jobId === jobId && application.stageId !== stageId) {
				this.ashby.move(application.id, stageId);
				toEnter--;
			} else if (toMove > 0) {
				this.ashby.move(application.id, this.elsewhere(application));
				toMove--;
			} else {
				this.ashby.edit(application.id);
			}
			if (application.stageId === stageId) candidates++;
		}
		if (toEnter > 0) throw new Error(`Among ${count} there were not enough who can enter`);
		return { entries, candidates };
	}

	/** Somebody new enters the watched stage of a job. */
	enter({ jobId, stageId } = this.links[0]): void {
		const { id: candidateId } = this.ashby.addCandidate({
			name: 'Newcomer',
			email: `newcomer${this.newcomers++}@example.com`,
		});
		this.ashby.move(this.ashby.addApplication({ candidateId, jobId }).id, stageId);
	}

	private elsewhere({ jobId, stageId }: Application): string {
		const onsite = this.stage(jobId, 'Onsite');
		return stageId === onsite ? this.stage(jobId, 'Offer') : onsite;
	}

	private stage(jobId: string, title: string): string {
		return this.ashby.stagesOf(jobId).find((stage) => stage.title === title)!.id;
	}
}
