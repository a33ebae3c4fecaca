/**
 * Whether somebody has responded, and whether that is new: plain functions over plain data.
 *
 * Willo's JSON of a participant is not published. Three signs of a response are known or likely: a
 * time of completion, a stage or status (a participant's stage was seen to become `Received` just
 * before `new_response`), and the answers themselves, which Willo's reference promises "when
 * completed" of a single participant but not of the rows of its list.
 */
import { STAGES } from '../client/alternatives';
import {
	isWholeDay,
	readCircumstances,
	readResponses,
	stagesOf,
	tellsWhenResponded,
} from '../client/participant';

/** What a participant's JSON shows of a response. */
export interface Signs {
	/** In ms since the epoch; undefined where only the day is given, or nothing. */
	respondedAt?: number;
	hasDate: boolean;
	/** There is a field for the time of the response, be it filled or not. */
	hasDateField: boolean;
	/** What the stage or the status says, where it is one of Willo's own words. */
	stage?: 'responded' | 'invited' | 'answering';
	hasAnswers: boolean;
}

/** `unclear`: what was read does not say, but the whole participant may. */
export type Verdict = 'responded' | 'waiting' | 'unclear';

export function readSigns(raw: unknown): Signs {
	const { respondedAt } = readCircumstances(raw);
	const stages = stagesOf(raw);
	const says = (word: RegExp) => stages.some((stage) => word.test(stage));
	const words = ['responded', 'answering', 'invited'] as const;
	return {
		respondedAt:
			respondedAt === null || isWholeDay(respondedAt) ? undefined : Date.parse(respondedAt),
		hasDate: respondedAt !== null,
		hasDateField: tellsWhenResponded(raw),
		stage: words.find((word) => says(STAGES[word])),
		hasAnswers: readResponses(raw).length > 0,
	};
}

/**
 * @param isWhole whether this is all that Willo shows of a participant, as opposed to a row of a list
 * @param stageTells whether Willo has been seen to put people who responded into a stage of its own;
 *   only then does the stage of the others say that they have not
 */
export function verdictOf(signs: Signs, isWhole: boolean, stageTells: boolean): Verdict {
	if (signs.hasDate || signs.stage === 'responded') return 'responded';
	// Answers without the time of completion may be those of somebody who is still answering.
	const isAnswering = signs.hasDateField || signs.stage === 'answering';
	if (signs.hasAnswers && !isAnswering) return 'responded';
	if (signs.hasDateField || isWhole) return 'waiting';
	return signs.stage && stageTells ? 'waiting' : 'unclear';
}

/** From when on responses to an interview, or to any, start the workflow. */
export interface Watch {
	/** In ms by Willo's clock; 0 for all responses there are. */
	since: number;
	/**
	 * Everybody who was there at that time has been listed since: who has responded without a date, and
	 * was not listed as such, has responded later.
	 */
	settled?: true;
}

/**
 * Whether a response is one that its watch asks for.
 *
 * @param createdAt when the participant was, in ms, where Willo says so
 * @param wasWaiting whether the participant has been seen without a response under this watch
 */
export function isNew(
	{ respondedAt }: Signs,
	createdAt: number | undefined,
	watch: Watch,
	wasWaiting = false,
): boolean {
	if (respondedAt !== undefined) return respondedAt >= watch.since;
	return wasWaiting || isFresh(createdAt, watch);
}

/** Whether whatever a participant has done, they have done under this watch. */
export function isFresh(createdAt: number | undefined, watch: Watch): boolean {
	return watch.settled === true || (createdAt !== undefined && createdAt >= watch.since);
}

/** The key of the watch over all interviews. */
export const ALL = '*';

export type WhenActivated = 'catchUp' | 'fromNowOn' | 'includeExisting';

export interface Activation {
	publishing: boolean;
	whenActivated: WhenActivated;
	/** By Willo's clock. */
	now: number;
}

/**
 * The watches from now on.
 *
 * @param before undefined at the very first poll
 * @param interviews the keys of the interviews to follow, none for all
 */
export function watchesFor(
	before: Record<string, Watch> | undefined,
	interviews: string[],
	{ publishing, whenActivated, now }: Activation,
): Record<string, Watch> {
	const wanted = interviews.length > 0 ? interviews : [ALL];
	const all = (watch: Watch) => Object.fromEntries(wanted.map((key) => [key, { ...watch }]));
	const isFirst = before === undefined;
	if (whenActivated === 'includeExisting' && (publishing || isFirst)) {
		return all({ since: 0, settled: true });
	}
	if (isFirst || (publishing && whenActivated === 'fromNowOn')) return all({ since: now });
	const watches = Object.fromEntries(
		wanted.map((key) => [key, { ...(before[key] ?? before[ALL] ?? { since: now }) }]),
	);
	// Whoever follows all interviews now goes on with those followed before.
	return wanted[0] === ALL ? { ...before, ...watches } : watches;
}

/**
 * The watch over a participant.
 *
 * @param interview the key of theirs, where Willo names it; else the strictest watch holds
 */
export function watchOver(watches: Record<string, Watch>, interview: string | null): Watch {
	const own = interview === null ? undefined : (watches[interview] ?? watches[ALL]);
	return own ?? Object.values(watches).reduce((a, b) => (b.since > a.since ? b : a));
}
