import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { WilloClient } from '../client/client';
import type { WilloObject } from '../client/types';
import { WILLO_APP_URL } from '../client/types';
import type { Note, WilloEvent } from './note';
import { buildNote } from './note';
import type { Circumstances, Participant, QuestionResponse } from '../client/participant';
import { readCircumstances, readParticipant, readResponses } from '../client/participant';

/** The triggers' output item. */
export interface TriggerItem {
	/** The same for the same event, whichever trigger returns it and however often; part of the note. */
	id: string;
	/** It was handed over before, and will be again. */
	isRepeat: boolean;
	event: WilloEvent;
	participant: Participant;
	responses: QuestionResponse[];
	note: Note;
	/** The participant as Willo answered it. */
	raw: IDataObject;
}

/**
 * The item about a participant as Willo answered it.
 *
 * @param interviews the keys of the interviews to follow, none for all
 * @param today the day on which it came, ISO 8601: stands in for the time of the response where
 *   Willo gives none
 * @param isUndated whether the response was handed over before, without a time: its id has none still
 * @returns undefined when the participant is one of another interview
 */
export async function itemOf(
	client: Pick<WilloClient, 'get'>,
	event: WilloEvent,
	interviews: string[],
	raw: WilloObject,
	today: string,
	isUndated = false,
): Promise<TriggerItem | undefined> {
	const participant = readParticipant(raw);
	const { interview } = participant;
	if (interviews.length > 0 && interview.key && !interviews.includes(interview.key)) {
		return undefined;
	}
	interview.title ??= await titleOf(client, interview.key);
	const responses = readResponses(raw);
	const circumstances = readCircumstances(raw);
	const id = idOf(
		event,
		participant,
		isUndated ? { ...circumstances, respondedAt: null } : circumstances,
	);
	const note = buildNote({
		id,
		event,
		participant,
		responses,
		...circumstances,
		respondedAt: circumstances.respondedAt ?? (event === 'new_response' ? today : null),
		reviewUrl: circumstances.reviewUrl ?? WILLO_APP_URL,
	});
	return { id, isRepeat: false, event, participant, responses, note, raw };
}

/**
 * The id of an event: made of what stays the same of it, so not of answers, which are transcribed
 * later, nor of the day on which it was delivered. A second response of the same participant has
 * another id where Willo gives the time. Without blanks, so that a note holds it as it is.
 */
function idOf(
	event: WilloEvent,
	{ key, stage }: Participant,
	{ respondedAt, comment, score }: Circumstances,
): string {
	const [word, what] = {
		new_response: ['response', respondedAt?.replace(/\.\d+|[-:]/g, '')],
		stage_change: ['stage', digest(stage)],
		new_comment: ['comment', digest(comment)],
		new_score: ['score', digest(score)],
	}[event];
	return [word, key, what]
		.filter(Boolean)
		.join('-')
		.replace(/[^\w-]/g, '');
}

function digest(value: number | string | null): string | undefined {
	if (value === null) return undefined;
	return createHash('sha256').update(String(value)).digest('hex').slice(0, 12);
}

/** The title is for people to read: without it the response is as good. */
async function titleOf(
	client: Pick<WilloClient, 'get'>,
	key: string | null,
): Promise<string | null> {
	if (key === null) return null;
	const interview = await client.get('interviews', key).catch(() => undefined);
	return typeof interview?.title === 'string' ? interview.title : null;
}
