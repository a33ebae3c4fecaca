import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { WilloClient } from '../client/client';
import { readInterview } from '../client/interview';
import type { WilloObject } from '../client/types';
import { WILLO_APP_URL } from '../client/types';
import type { Note, WilloEvent } from './note';
import { buildNote } from './note';
import type { Circumstances, Participant, QuestionResponse } from '../client/participant';
import { readCircumstances, readParticipant, readResponses } from '../client/participant';

/** The triggers' output item, in the order of the editor's columns. */
export interface TriggerItem {
	participant: Participant;
	responses: QuestionResponse[];
	/** The score for the whole interview. Null if Willo returns none, for example before anyone has scored it. */
	score: number | string | null;
	/** The address to watch the response. Null if Willo returns none. */
	reviewUrl: string | null;
	note: Note;
	event: WilloEvent;
	/** The same for the same event, in both triggers and each time it is returned. Part of the note. */
	id: string;
	/** Whether it was returned before. */
	isRepeat: boolean;
	/** Whether it was returned for the last time, so that a person must do what hasn't been done. */
	isLast: boolean;
	/** The participant as Willo returned it. */
	raw: IDataObject;
}

/**
 * The item for a participant from Willo's answer.
 *
 * @param interviews the keys of the interviews to follow, none for all
 * @param today the day it arrived, ISO 8601: used as the time of the response if Willo returns none
 * @returns undefined if the participant is one of another interview
 */
export async function itemOf(
	client: Pick<WilloClient, 'get'>,
	event: WilloEvent,
	interviews: string[],
	raw: WilloObject,
	today: string,
): Promise<TriggerItem | undefined> {
	const participant = readParticipant(raw);
	const { interview } = participant;
	const ownKey = interview.key?.toLowerCase();
	const isOther = ownKey && !interviews.some((key) => key.toLowerCase() === ownKey);
	if (interviews.length > 0 && isOther) return undefined;
	interview.title ??= await titleOf(client, interview.key);
	return itemAbout(event, participant, raw, today);
}

/** The item for a participant whose interview has its title. */
export function itemAbout(
	event: WilloEvent,
	participant: Participant,
	raw: WilloObject,
	today: string,
): TriggerItem {
	const responses = readResponses(raw);
	const circumstances = readCircumstances(raw);
	const id = idOf(event, participant, circumstances);
	const note = buildNote({
		id,
		event,
		participant,
		responses,
		...circumstances,
		respondedAt: circumstances.respondedAt ?? (event === 'new_response' ? today : null),
		reviewUrl: circumstances.reviewUrl ?? WILLO_APP_URL,
	});
	const { score, reviewUrl } = circumstances;
	const reading = { participant, responses, score, reviewUrl, note };
	return { ...reading, event, id, isRepeat: false, isLast: false, raw };
}

/**
 * The ID of an event. It is derived from data that doesn't change, and that Willo returns from the first moment on:
 * neither from answers, which are transcribed later, nor from the time of the response, which older notes contain after
 * it. It has no spaces, so notes contain it unchanged.
 */
function idOf(
	event: WilloEvent,
	{ key, stage }: Participant,
	{ comment, score }: Circumstances,
): string {
	const [word, what] = {
		new_response: ['response'],
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

/** The title is for people to read: the response works without it. */
async function titleOf(
	client: Pick<WilloClient, 'get'>,
	key: string | null,
): Promise<string | null> {
	if (key === null) return null;
	const interview = await client.get('interviews', key).catch(() => undefined);
	return readInterview(interview).title;
}
