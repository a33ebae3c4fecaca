/**
 * Whether somebody has responded: plain functions over plain data.
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
	const words = ['responded', 'answering', 'invited'] as const;
	return {
		respondedAt:
			respondedAt === null || isWholeDay(respondedAt) ? undefined : Date.parse(respondedAt),
		hasDate: respondedAt !== null,
		hasDateField: tellsWhenResponded(raw),
		stage: words.find((word) => stages.some((stage) => STAGES[word].test(stage))),
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
