/**
 * A participant as the nodes return it, read from Willo's JSON: each value from the first place in
 * `alternatives.ts` that has it. Nothing is required, and absent values become `null`.
 */
import type { Places } from './alternatives';
import { COMMENT, DELIVERY, LABEL, PARTICIPANT, RESPONSE, WRAPPERS } from './alternatives';
import { isKey } from './types';

type Json = Record<string, unknown>;

/** A question with the person's answer. */
export interface QuestionResponse {
	question: string | null;
	/** Such as `video`, `audio`, `text`. */
	answerType: string | null;
	/** The written or selected answer. */
	answer: string | null;
	/** The spoken answer, if Willo has transcribed it. */
	transcript: string | null;
	score: number | string | null;
	mediaUrl: string | null;
}

export interface Participant {
	key: string | null;
	name: string | null;
	email: string | null;
	phone: string | null;
	stage: string | null;
	interview: { key: string | null; title: string | null };
	externalId: string | null;
}

/** Data for the note in addition to the participant. */
export interface Circumstances {
	/** ISO 8601. */
	respondedAt: string | null;
	/** The address to watch the responses. */
	reviewUrl: string | null;
	/** The score for the whole interview. */
	score: number | string | null;
	/** The newest comment of a colleague. */
	comment: string | null;
}

/** The object itself, if an answer wraps it as `{data: {…}}` or `{participant: {…}}`. */
export function unwrapped(raw: unknown): Json {
	const outer = asObject(raw);
	if (isKey(outer.key)) return outer;
	for (const name of WRAPPERS) {
		const inner = asObject(outer[name]);
		if (Object.keys(inner).length > 0) return unwrapped(inner);
	}
	return outer;
}

/** An answer about a participant, with the requested key as theirs. */
export function withKey<T extends Json>(raw: T, key: string): T {
	const it = unwrapped(raw);
	return isKey(it.key) ? raw : ({ ...raw, ...it, key } as T);
}

/** The participant in an answer from Willo. Strings are trimmed, and empty ones count as absent. */
export function readParticipant(raw: unknown): Participant {
	const it = unwrapped(raw);
	const parts = [first(it, PARTICIPANT.firstName, text), first(it, PARTICIPANT.lastName, text)];
	return {
		key: first(it, PARTICIPANT.key, text),
		name: first(it, PARTICIPANT.name, text) ?? (parts.filter(Boolean).join(' ') || null),
		email: first(it, PARTICIPANT.email, text),
		phone: first(it, PARTICIPANT.phone, text),
		stage: first(it, PARTICIPANT.stage, label),
		interview: {
			key: first(it, PARTICIPANT.interviewKey, text),
			title: first(it, PARTICIPANT.interviewTitle, text),
		},
		externalId: first(it, PARTICIPANT.externalId, text),
	};
}

/** Whether there is a field for the time of the response, even if it is empty. */
export function hasRespondedAtField(raw: unknown): boolean {
	const it = unwrapped(raw);
	return PARTICIPANT.respondedAt.some((name) => name in it);
}

/** The stage and the status: Willo may return one of them, or both with different meanings. */
export function stagesOf(raw: unknown): string[] {
	return all(unwrapped(raw), PARTICIPANT.stage, label);
}

/** When a participant was created, in ms since the epoch, or undefined if Willo doesn't say. */
export function createdAtOf(raw: unknown): number | undefined {
	const created = first(unwrapped(raw), PARTICIPANT.createdAt, date);
	return created === null ? undefined : Date.parse(created);
}

export function readCircumstances(raw: unknown): Circumstances {
	const it = unwrapped(raw);
	const comments = all(it, PARTICIPANT.comments, asArray).flat().map(asObject);
	const timeOf = (comment: Json) => first(comment, COMMENT.createdAt, date) ?? '';
	const newest = comments.sort((one, other) => timeOf(one).localeCompare(timeOf(other))).at(-1);
	return {
		respondedAt: first(it, PARTICIPANT.respondedAt, date),
		reviewUrl: first(it, PARTICIPANT.reviewUrl, webAddress),
		score: first(it, PARTICIPANT.score, score),
		comment: first(newest ?? {}, COMMENT.text, text),
	};
}

/** The questions with their answers, in Willo's order; empty if the answer contains none. */
export function readResponses(raw: unknown): QuestionResponse[] {
	const lists = all(unwrapped(raw), PARTICIPANT.responses, (value) =>
		asArray(value).map(asObject).map(readResponse),
	);
	return lists.find((list) => list.some(holdsAnswer)) ?? [];
}

/** There may also be a list of the interview's questions without answers. */
function holdsAnswer({ answer, transcript, score, mediaUrl }: QuestionResponse): boolean {
	return [answer, transcript, score, mediaUrl].some((value) => value !== null);
}

function readResponse(entry: Json): QuestionResponse {
	const question = first(entry, RESPONSE.question, text);
	const beside = first(entry, RESPONSE.text, text);
	return {
		// Next to a question, `text` is the answer; alone it is the question.
		question: question ?? beside,
		answerType: first(entry, RESPONSE.answerType, text),
		answer: first(entry, RESPONSE.answer, written) ?? (question === null ? null : beside),
		transcript: first(entry, RESPONSE.transcript, written),
		score: first(entry, RESPONSE.score, score),
		mediaUrl: first(entry, RESPONSE.mediaUrl, webAddress),
	};
}

/**
 * The keys in the body of a delivery that may be the participant's, most likely first. The place of the key isn't
 * documented. Keys named as a participant's come first, then those anywhere inside a participant, then any other 32
 * hexadecimal digits, but never those under `interview` or similar.
 *
 * @param interviewKeys known keys of interviews, which are never a participant's
 */
export function participantKeysIn(body: unknown, interviewKeys: string[] = []): string[] {
	const ranks: string[][] = [[], [], []];
	const visit = (value: unknown, path: string[]): void => {
		if (isKey(value)) {
			const key = value.toLowerCase();
			const isOfOthers = path.some((name) => DELIVERY.others.test(name));
			if (!interviewKeys.includes(key) && !isOfOthers) ranks[rankOf(path)].push(key);
		} else if (typeof value === 'object' && value !== null && path.length < MAX_DEPTH) {
			for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
		}
	};
	visit(body, []);
	return [...new Set(ranks.flat())];
}

const MAX_DEPTH = 10;

function rankOf(path: string[]): 0 | 1 | 2 {
	const { participant, key } = DELIVERY;
	const name = path[path.length - 1] ?? '';
	const holder = path[path.length - 2] ?? '';
	if (participant.test(name) || (participant.test(holder) && key.test(name))) return 0;
	return path.some((part) => participant.test(part)) ? 1 : 2;
}

/** The value of the first place that has one. */
export function first<T>(from: Json, places: Places, read: (value: unknown) => T | null): T | null {
	return all(from, places, read)[0] ?? null;
}

/** The value of each place that has one. */
function all<T>(from: Json, places: Places, read: (value: unknown) => T | null): T[] {
	return places
		.map((place) => read(place.split('.').reduce<unknown>((at, name) => asObject(at)[name], from)))
		.filter((value) => value !== null);
}

function asObject(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Json)
		: {};
}

function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() || null : null;
}

/** Text, one or more choices, or yes or no. */
function written(value: unknown): string | null {
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	if (!Array.isArray(value)) return text(value);
	return value.map(label).filter(Boolean).join(', ') || null;
}

/** A name, which may be a plain value or inside an object. */
function label(value: unknown): string | null {
	return text(value) ?? first(asObject(value), LABEL, text);
}

function score(value: unknown): number | string | null {
	return typeof value === 'number' ? value : text(value);
}

/** An address that is safe to open in a browser, or null, for example for `javascript:`. */
export function webAddress(value: unknown): string | null {
	const address = text(value);
	return address !== null && /^https?:\/\/[^\s/]+/i.test(address) && URL.canParse(address)
		? new URL(address).href
		: null;
}

const DAY_MS = 86_400_000;

/**
 * The latest time that a time from Willo's JSON may mean, both in ms since the epoch: the end of the day if it is probably
 * a day without a time.
 */
export function latestOf(time: number): number {
	return time % DAY_MS === 0 ? time + DAY_MS - 1 : time;
}

/** At the end of a time. */
const OFFSET = /(z|gmt|utc|[+-]\d{2}:?\d{2})$/i;

/** A time as ISO 8601. Without an offset it is in UTC, as Django writes times by default, not in n8n's time zone. */
function date(value: unknown): string | null {
	const moment = text(value) ?? '';
	const time = Date.parse(OFFSET.test(moment) ? moment : `${moment}Z`);
	return Number.isNaN(time) ? null : new Date(time).toISOString();
}
