import type { Everything } from '../../../scripts/everything.mts';
import type { AshbySandbox } from '../../sandbox/ashby.mts';

/**
 * If the trigger had to read every change, it would be minutes behind after each kill, because it limits
 * itself to 400 requests a minute.
 */
const ACT_EVERY_MS = { fewRead: 300, allRead: 900 };
const CANDIDATES = 1_000;

/** One entry into the watched stage, from Ashby's history. Times in milliseconds. */
export interface StageEntry {
	/** Of the row of the application's history. */
	id: string;
	applicationId: string;
	/** The candidate's email during this entry and no other, so that Willo's invitations show which entry they are for. */
	email: string;
	entered: number;
	/** Infinity while the candidate is in the stage. */
	left: number;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * Recruiters at work in the sandbox: several acts a second on the candidates of one job. Candidates
 * enter the watched stage; most stay, some leave within seconds, some later; some are edited without
 * being moved; others are moved between stages that aren't watched.
 */
export class Recruiters {
	private readonly ashby: AshbySandbox;
	private readonly applicationIds: string[] = [];
	private readonly emails = new Map<string, string>();
	private readonly leaving = new Map<string, number>();
	private readonly otherStages: string[];
	private timer?: NodeJS.Timeout;

	constructor(
		{ ashby }: Everything,
		jobId: string,
		private readonly linkedStage: string,
		private readonly random: () => number,
		/** Every entry counts: the trigger reads every change. Candidates who have left don't come back. */
		private readonly everyEntryCounts: boolean,
	) {
		this.ashby = ashby;
		const open = ashby.stagesOf(jobId).filter(({ type }) => type === 'Active');
		this.otherStages = open.map(({ id }) => id).filter((id) => id !== linkedStage);
		for (let number = 1; number <= CANDIDATES; number++) {
			const { id } = ashby.addCandidate({ name: `Candidate ${number}` });
			this.applicationIds.push(ashby.addApplication({ candidateId: id, jobId }).id);
		}
	}

	start(): void {
		const { fewRead, allRead } = ACT_EVERY_MS;
		this.timer = setInterval(() => this.act(), this.everyEntryCounts ? allRead : fewRead);
	}

	stop(): void {
		clearInterval(this.timer);
	}

	/** Every entry in the watched stage so far. */
	entries(): StageEntry[] {
		return this.applicationIds.flatMap((applicationId) =>
			this.ashby
				.historyOf(applicationId)
				.filter(({ stageId }) => stageId === this.linkedStage)
				.map(({ id, enteredStageAt, leftStageAt }) => ({
					id,
					applicationId,
					email: this.emails.get(id)!,
					entered: Date.parse(enteredStageAt),
					left: leftStageAt ? Date.parse(leftStageAt) : Infinity,
				})),
		);
	}

	private act(): void {
		for (const [applicationId, due] of this.leaving) {
			if (due <= Date.now()) this.leave(applicationId);
		}
		const choice = this.random();
		const [enters, edits] = this.everyEntryCounts ? [0.5, 0.6] : [0.25, 0.4];
		if (choice < enters) this.enter(this.newcomer());
		else if (choice < edits) this.edit(this.anyone(true));
		else this.moveElsewhere(this.anyone(false));
	}

	private enter(applicationId: string | undefined): void {
		if (applicationId === undefined) return;
		const { candidateId } = this.ashby.applications.get(applicationId)!;
		const email = `entry.${this.emails.size + 1}@example.com`;
		this.ashby.editCandidate(candidateId, { emails: [email] });
		this.emails.set(this.ashby.move(applicationId, this.linkedStage).id, email);
		const kind = this.random();
		if (kind < 0.2) this.leaving.set(applicationId, Date.now() + this.random() * 15_000);
		else if (kind < 0.4) {
			this.leaving.set(applicationId, Date.now() + 30_000 + this.random() * 60_000);
		}
	}

	private leave(applicationId: string): void {
		this.leaving.delete(applicationId);
		this.moveElsewhere(applicationId);
	}

	private edit(applicationId: string | undefined): void {
		if (applicationId !== undefined) this.ashby.edit(applicationId);
	}

	private moveElsewhere(applicationId: string | undefined): void {
		if (applicationId !== undefined) this.ashby.move(applicationId, this.oneOf(this.otherStages)!);
	}

	private newcomer(): string | undefined {
		if (!this.everyEntryCounts) return this.anyone(false);
		const hasEntered = new Set(this.entries().map(({ applicationId }) => applicationId));
		return this.oneOf(this.applicationIds.filter((id) => !hasEntered.has(id)));
	}

	/** An application that is, or isn't, in the watched stage. */
	private anyone(inLinkedStage: boolean): string | undefined {
		return this.oneOf(
			this.applicationIds.filter(
				(id) => (this.ashby.applications.get(id)!.stageId === this.linkedStage) === inLinkedStage,
			),
		);
	}

	private oneOf<T>(choices: T[]): T | undefined {
		return choices[Math.floor(this.random() * choices.length)];
	}
}
