import type { Everything } from '../../../scripts/everything.mts';
import type { Stay } from './recruiters.mts';

/** What may pass between the last answer that a look reads and n8n's having stored what it found. */
const HAND_OVER_MS = 2_000;
/** No execution of these tests lasts longer. */
const EXECUTION_MS = 60_000;

/** An execution of the workflow. */
export interface Run {
	id: string;
	status: string;
	createdAt: number;
	/** The stays that the trigger put out. */
	stayIds: Set<string>;
}

/** All times are in milliseconds. */
export interface Evidence {
	stays: Stay[];
	/** With it, a stay counts however soon it ended. */
	includeWhoLeft: boolean;
	runs: Run[];
	/** When n8n was killed. */
	kills: number[];
	/** When the trigger began to look. */
	looks: number[];
	/** When an application's history was read, by application. */
	readings: Map<string, number[]>;
	/** How many invitations Willo sent to each address. */
	invitations: Map<string, number>;
}

/** A stay, and the kill that explains what became of it. */
export interface Blamed {
	stay: Stay;
	kill: number;
}

export interface Verdict {
	/** The candidate stood there during a whole look that no kill disturbed, or `includeWhoLeft`. */
	due: Stay[];
	/** Due and still there at the end, or `includeWhoLeft`, but not invited. */
	missing: Stay[];
	/** Due and not invited, but gone before the end, and no kill explains it. */
	unexplained: Stay[];
	/** Due, but lost by a kill, and the candidate left before the trigger handed them over again. */
	leftBeforeRepeat: Blamed[];
	/** In several executions, and no kill explains it. */
	repeated: Stay[];
	/** Handed over again, because n8n was killed while an execution before had them. */
	repeatedAfterCrash: Blamed[];
	/** In several executions: n8n was killed before it had stored that it took over the first time. */
	repeatedByHandOver: Blamed[];
	/** Invited more than once. */
	doubled: Stay[];
}

/** Compares what n8n and Willo did with Ashby's history. */
export function judge(evidence: Evidence): Verdict {
	const { stays, includeWhoLeft, runs, invitations } = evidence;
	const looks = undisturbedLooks(evidence);
	const isDue = ({ entered, left }: Stay) =>
		includeWhoLeft || looks.some(([start, end]) => entered < start && end < left);
	const stillCounts = ({ left }: Stay) => includeWhoLeft || left === Infinity;
	const runsOf = (stay: Stay) => runs.filter(({ stayIds }) => stayIds.has(stay.id));
	const invited = ({ email }: Stay) => invitations.get(email) ?? 0;

	const due = stays.filter(isDue);
	const notInvited = due.filter((stay) => invited(stay) === 0);
	const gone = byBlame(
		notInvited.filter((stay) => !stillCounts(stay)),
		(stay) => killInHandOver(stay, evidence) ?? killInExecution(runsOf(stay), evidence),
	);
	const inSeveralRuns = stays.filter((stay) => runsOf(stay).length > 1);
	const afterCrash = byBlame(inSeveralRuns, (stay) => killOfAllButLast(runsOf(stay), evidence));
	const byHandOver = byBlame(afterCrash.unexplained, (stay) => killBetween(runsOf(stay), evidence));
	return {
		due,
		missing: notInvited.filter(stillCounts),
		unexplained: gone.unexplained,
		leftBeforeRepeat: gone.blamed,
		repeated: byHandOver.unexplained,
		repeatedAfterCrash: afterCrash.blamed,
		repeatedByHandOver: byHandOver.blamed,
		doubled: stays.filter((stay) => invited(stay) > 1),
	};
}

function byBlame(
	stays: Stay[],
	killOf: (stay: Stay) => number | undefined,
): { blamed: Blamed[]; unexplained: Stay[] } {
	const blamed: Blamed[] = [];
	const unexplained: Stay[] = [];
	for (const stay of stays) {
		const kill = killOf(stay);
		if (kill === undefined) unexplained.push(stay);
		else blamed.push({ stay, kill });
	}
	return { blamed, unexplained };
}

/** The kill that came as a look ended which had read this application. */
function killInHandOver(stay: Stay, { kills, looks, readings }: Evidence): number | undefined {
	const readHere = (readings.get(stay.applicationId) ?? []).filter(
		(at) => stay.entered <= at && at <= stay.left,
	);
	const allReadings = [...readings.values()].flat();
	return kills.find((kill) => {
		const look = Math.max(...looks.filter((start) => start <= kill));
		const isInLook = (at: number) => look <= at && at <= kill;
		const last = Math.max(...allReadings.filter(isInLook));
		return readHere.some(isInLook) && kill - last <= HAND_OVER_MS;
	});
}

/** The kill that came just after the first of two executions that hold the same stay. */
function killBetween(runs: Run[], { kills }: Evidence): number | undefined {
	const [first, second] = runs.map(({ createdAt }) => createdAt).sort((a, b) => a - b);
	return kills.find((kill) => first <= kill && kill <= second && kill - first <= HAND_OVER_MS);
}

/** The first of the kills that ended all of these executions but the last. */
function killOfAllButLast(runs: Run[], evidence: Evidence): number | undefined {
	const [, ...earlier] = [...runs].sort((a, b) => b.createdAt - a.createdAt);
	const kills = earlier.map((run) => killInExecution([run], evidence));
	return kills.includes(undefined) ? undefined : kills.at(-1);
}

/** The kill that ended one of the executions. */
function killInExecution(runs: Run[], { kills }: Evidence): number | undefined {
	const interrupted = runs.filter(({ status }) => status === 'crashed');
	return kills.find((kill) =>
		interrupted.some(({ createdAt }) => createdAt <= kill && kill - createdAt <= EXECUTION_MS),
	);
}

/** From the start of a look to the start of the next, where n8n lived through. */
function undisturbedLooks({ looks, kills }: Evidence): [start: number, end: number][] {
	return looks
		.slice(0, -1)
		.map((start, index): [number, number] => [start, looks[index + 1]])
		.filter(([start, end]) => !kills.some((kill) => start <= kill && kill <= end));
}

/** What the sandboxes saw, for `judge`. */
export function observed({
	ashby,
	willo,
}: Everything): Pick<Evidence, 'invitations' | 'readings' | 'looks'> {
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
	const looks = ashby.requests
		.filter(({ path, body }) => path === '/application.list' && !body.cursor)
		.map(({ at }) => at.getTime());
	return { invitations, readings, looks };
}
