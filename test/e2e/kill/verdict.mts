import type { Everything } from '../../../scripts/everything.mts';
import type { StageEntry } from './recruiters.mts';

/** The time that may pass between the last response that a poll reads and n8n storing the result. */
const SAVE_MS = 2_000;

/** An execution of the workflow. */
export interface Run {
	id: string;
	status: string;
	createdAt: number;
	/** The entries that the trigger returned. */
	entryIds: Set<string>;
}

/** All times are in milliseconds. */
export interface Evidence {
	entries: StageEntry[];
	/** With it, an entry counts however soon it ended. */
	includeWhoLeft: boolean;
	runs: Run[];
	/** When n8n was killed. */
	kills: number[];
	/** When the trigger began to poll. */
	polls: number[];
	/** When an application's history was read, by application. */
	readings: Map<string, number[]>;
	/** How many invitations Willo sent to each address. */
	invitations: Map<string, number>;
}

/** An entry, and the kill that explains what happened to it. */
export interface Blamed {
	entry: StageEntry;
	kill: number;
}

export interface Verdict {
	/** The candidate was in the stage during a whole poll that wasn't killed, or `includeWhoLeft`. */
	due: StageEntry[];
	/** Due and still there at the end, or `includeWhoLeft`, but not invited. */
	missing: StageEntry[];
	/** Due and not invited, but gone before the end, and no kill explains it. */
	unexplained: StageEntry[];
	/** Due, but lost by a kill, and the candidate left before the trigger returned the entry again. */
	leftBeforeRepeat: Blamed[];
	/** In several executions, and no kill explains it. */
	repeated: StageEntry[];
	/** Returned again, because n8n was killed during an earlier execution with the entry. */
	repeatedAfterCrash: Blamed[];
	/** In several executions: n8n was killed before it had stored that the first one started. */
	repeatedAfterUnsavedPoll: Blamed[];
	/** Invited more than once. */
	doubled: StageEntry[];
}

/** Compares what n8n and Willo did with Ashby's history. */
export function judge(evidence: Evidence): Verdict {
	const { entries, includeWhoLeft, runs, invitations } = evidence;
	const polls = undisturbedPolls(evidence);
	const isDue = ({ entered, left }: StageEntry) =>
		includeWhoLeft || polls.some(([start, end]) => entered < start && end < left);
	const stillCounts = ({ left }: StageEntry) => includeWhoLeft || left === Infinity;
	const runsOf = (entry: StageEntry) => runs.filter(({ entryIds }) => entryIds.has(entry.id));
	const invited = ({ email }: StageEntry) => invitations.get(email) ?? 0;

	const due = entries.filter(isDue);
	const notInvited = due.filter((entry) => invited(entry) === 0);
	const gone = byBlame(
		notInvited.filter((entry) => !stillCounts(entry)),
		(entry) => killWhileReturning(entry, evidence) ?? killInExecution(runsOf(entry), evidence),
	);
	const inSeveralRuns = entries.filter((entry) => runsOf(entry).length > 1);
	const afterCrash = byBlame(inSeveralRuns, (entry) => killOfAllButLast(runsOf(entry), evidence));
	const afterUnsavedPoll = byBlame(afterCrash.unexplained, (entry) =>
		killBetween(runsOf(entry), evidence),
	);
	return {
		due,
		missing: notInvited.filter(stillCounts),
		unexplained: gone.unexplained,
		leftBeforeRepeat: gone.blamed,
		repeated: afterUnsavedPoll.unexplained,
		repeatedAfterCrash: afterCrash.blamed,
		repeatedAfterUnsavedPoll: afterUnsavedPoll.blamed,
		doubled: entries.filter((entry) => invited(entry) > 1),
	};
}

function byBlame(
	entries: StageEntry[],
	killOf: (entry: StageEntry) => number | undefined,
): { blamed: Blamed[]; unexplained: StageEntry[] } {
	const blamed: Blamed[] = [];
	const unexplained: StageEntry[] = [];
	for (const entry of entries) {
		const kill = killOf(entry);
		if (kill === undefined) unexplained.push(entry);
		else blamed.push({ entry, kill });
	}
	return { blamed, unexplained };
}

/** The kill at the end of a poll that had read this application. */
function killWhileReturning(
	entry: StageEntry,
	{ kills, polls, readings }: Evidence,
): number | undefined {
	const readHere = (readings.get(entry.applicationId) ?? []).filter(
		(at) => entry.entered <= at && at <= entry.left,
	);
	const allReadings = [...readings.values()].flat();
	return kills.find((kill) => {
		const poll = Math.max(...polls.filter((start) => start <= kill));
		const isInPoll = (at: number) => poll <= at && at <= kill;
		const last = Math.max(...allReadings.filter(isInPoll));
		return readHere.some(isInPoll) && kill - last <= SAVE_MS;
	});
}

/** The kill right after the first of two executions with the same entry. */
function killBetween(runs: Run[], { kills }: Evidence): number | undefined {
	const [first, second] = runs.map(({ createdAt }) => createdAt).sort((a, b) => a - b);
	return kills.find((kill) => first <= kill && kill <= second && kill - first <= SAVE_MS);
}

/** The first of the kills that ended all of these executions but the last. */
function killOfAllButLast(runs: Run[], evidence: Evidence): number | undefined {
	const [, ...earlier] = [...runs].sort((a, b) => b.createdAt - a.createdAt);
	const kills = earlier.map((run) => killInExecution([run], evidence));
	return kills.includes(undefined) ? undefined : kills.at(-1);
}

/** The kill that ended one of the executions: an execution under way ends with the first kill. */
function killInExecution(runs: Run[], { kills }: Evidence): number | undefined {
	const interrupted = runs.filter(({ status }) => status === 'crashed');
	return kills.find((kill) => interrupted.some(({ createdAt }) => createdAt <= kill));
}

/** From the start of a poll to the start of the next, if n8n wasn't killed in between. */
function undisturbedPolls({ polls, kills }: Evidence): [start: number, end: number][] {
	return polls
		.slice(0, -1)
		.map((start, index): [number, number] => [start, polls[index + 1]])
		.filter(([start, end]) => !kills.some((kill) => start <= kill && kill <= end));
}

/** What the sandboxes saw, for `judge`. */
export function observed({
	ashby,
	willo,
}: Everything): Pick<Evidence, 'invitations' | 'readings' | 'polls'> {
	const invitations = new Map<string, number>();
	for (const { participantKey } of willo.invitations) {
		const email = willo.participants.get(participantKey)?.email ?? '';
		invitations.set(email, (invitations.get(email) ?? 0) + 1);
	}
	const readings = new Map<string, number[]>();
	for (const { path, body, at } of ashby.requests) {
		if (path !== '/application.info') continue;
		const times = readings.get(body.applicationId) ?? [];
		readings.set(body.applicationId, [...times, at.getTime()]);
	}
	const polls = ashby.requests
		.filter(({ path, body }) => path === '/application.list' && !body.cursor)
		.map(({ at }) => at.getTime());
	return { invitations, readings, polls };
}
