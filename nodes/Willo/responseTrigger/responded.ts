/**
 * Whether a participant has responded, from Willo's JSON.
 *
 * Willo does not publish that JSON. Three signs of a response are known or likely: a time of completion; a
 * stage or status (a participant's stage was seen to become `Received` just before `new_response`); and the
 * answers, which Willo's reference promises "when completed" for a single participant but not for the rows
 * of the list.
 */
import { STAGES } from '../client/alternatives';
import {
	hasRespondedAtField,
	isWholeDay,
	readCircumstances,
	readResponses,
	stagesOf,
} from '../client/participant';

/** `unclear`: a row of the list doesn't show it, but the whole participant may. */
export type Verdict = 'responded' | 'waiting' | 'unclear';

/** @param isWhole whether this is everything Willo has about a participant, not a row of the list */
export function verdictOf(raw: unknown, isWhole: boolean): Verdict {
	const stages = stagesOf(raw);
	const isIn = (stage: keyof typeof STAGES) => stages.some((name) => STAGES[stage].test(name));
	if (readCircumstances(raw).respondedAt !== null || isIn('responded')) return 'responded';
	const hasTimeField = hasRespondedAtField(raw);
	// Without the time of completion, the answers may be those of somebody who is still answering.
	const isAnswering = hasTimeField || isIn('answering');
	if (!isAnswering && readResponses(raw).length > 0) return 'responded';
	return hasTimeField || isWhole ? 'waiting' : 'unclear';
}

/** The time of the response in ms since the epoch; undefined if Willo gives none, or only the day. */
export function respondedAtOf(raw: unknown): number | undefined {
	const { respondedAt } = readCircumstances(raw);
	return respondedAt === null || isWholeDay(respondedAt) ? undefined : Date.parse(respondedAt);
}
