/**
 * Whether a participant has responded, from Willo's JSON.
 *
 * Willo doesn't document this JSON. Three signs of a response are known or likely: a completion time; a stage or status (a
 * participant's stage was seen to become `Received` just before `new_response`); and the answers, which Willo's reference
 * promises "when completed" for a single participant, but not for the rows of a list.
 */
import { STAGES } from '../client/alternatives';
import {
	hasRespondedAtField,
	latestOf,
	readCircumstances,
	readResponses,
	stagesOf,
} from '../client/participant';

/** `unclear`: the row of the list doesn't show it, but the full participant may. */
export type Verdict = 'responded' | 'waiting' | 'unclear';

/** @param isWhole whether this is the full participant, not a row of the list */
export function verdictOf(raw: unknown, isWhole: boolean): Verdict {
	const stages = stagesOf(raw);
	const isIn = (stage: keyof typeof STAGES) => stages.some((name) => STAGES[stage].test(name));
	if (readCircumstances(raw).respondedAt !== null || isIn('responded')) return 'responded';
	const hasTimeField = hasRespondedAtField(raw);
	// Without a completion time, the person may still be answering.
	const isAnswering = hasTimeField || isIn('answering');
	if (!isAnswering && readResponses(raw).length > 0) return 'responded';
	return hasTimeField || isWhole ? 'waiting' : 'unclear';
}

/** The time of the response in ms since the epoch; undefined if Willo returns none, or only the day. */
export function respondedAtOf(raw: unknown): number | undefined {
	const time = Date.parse(readCircumstances(raw).respondedAt ?? '');
	return latestOf(time) === time ? time : undefined;
}

/** Whether Willo returns all that it will return about a response. Right after it, some of it may be missing. */
export function isAllShown(raw: unknown): boolean {
	const isTimed = readCircumstances(raw).respondedAt !== null || !hasRespondedAtField(raw);
	return isTimed && readResponses(raw).length > 0;
}
