/**
 * A participant as the nodes give it out, read from Willo's JSON. Willo publishes no description of
 * that JSON, so every field is looked for under the names that its objects and its lists are known
 * to use or are likely to use, nothing is required, and what is absent becomes `null`.
 */
import { isKey } from './types';

type Json = Record<string, unknown>;

/** One question with what the person answered. */
export interface QuestionResponse {
	question: string | null;
	/** Such as `video`, `audio`, `text`. */
	answerType: string | null;
	/** What was written or chosen. */
	answer: string | null;
	/** What was said, where Willo has transcribed it. */
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

/** What the note needs beside the participant. */
export interface Circumstances {
	/** ISO 8601. */
	respondedAt: string | null;
	/** Where the responses can be watched. */
	reviewUrl: string | null;
	/** The score of the whole interview. */
	score: number | string | null;
	/** The newest comment of a colleague. */
	comment: string | null;
}

/** The object itself, when an answer wraps it as `{data: {…}}` or `{participant: {…}}`. */
export function unwrapped(raw: unknown): Json {
	const outer = asObject(raw);
	if (isKey(outer.key)) return outer;
	for (const name of ['participant', 'data', 'candidate']) {
		const inner = asObject(outer[name]);
		if (Object.keys(inner).length > 0) return unwrapped(inner);
	}
	return outer;
}

/** An answer about a participant: whatever else it holds, the key asked for is theirs. */
export function withKey<T extends Json>(raw: T, key: string): T {
	const it = unwrapped(raw);
	return isKey(it.key) ? raw : ({ ...raw, ...it, key } as T);
}

/** The participant in an answer of Willo. Strings are trimmed, empty ones count as absent. */
export function readParticipant(raw: unknown): Participant {
	const it = unwrapped(raw);
	const parts = [text(it.first_name), text(it.last_name)].filter(Boolean).join(' ');
	return {
		key: text(it.key) ?? text(it.id),
		name: text(it.name) ?? text(it.full_name) ?? (parts || null),
		email: text(it.email),
		phone: text(it.phone) ?? text(it.phone_number),
		stage: label(it.stage) ?? label(it.status),
		interview: readInterview(it),
		externalId: text(it.external_id),
	};
}

const RESPONDED_AT = ['completed_at', 'responded_at', 'submitted_at', 'finished_at'];

/** Whether there is a field for the time of the response, even if it is empty. */
export function tellsWhenResponded(raw: unknown): boolean {
	const it = unwrapped(raw);
	return RESPONDED_AT.some((name) => name in it);
}

/** The stage and the status: Willo may give one of them, or both with different meanings. */
export function stagesOf(raw: unknown): string[] {
	const it = unwrapped(raw);
	return [label(it.stage), label(it.status)].filter((stage) => stage !== null);
}

/** When a participant was created, in ms since the epoch, or undefined when Willo does not say. */
export function createdAtOf(raw: unknown): number | undefined {
	const it = unwrapped(raw);
	const created = date(it, ['created_at', 'created', 'invited_at', 'date_created']);
	return created === null ? undefined : Date.parse(created);
}

export function readCircumstances(raw: unknown): Circumstances {
	const it = unwrapped(raw);
	const comments = asArray(it.comments).map(asObject);
	const newest = comments
		.map((comment) => ({
			said: text(comment.text) ?? text(comment.comment) ?? text(comment.body),
			at: date(comment, ['created_at', 'created']) ?? '',
		}))
		.reduce<{ said: string | null; at: string } | undefined>(
			(last, comment) => (last && last.at > comment.at ? last : comment),
			undefined,
		);
	return {
		respondedAt: date(it, RESPONDED_AT),
		reviewUrl: first(it, ['review_url', 'review_link', 'share_link', 'share_url'], webAddress),
		score: first(it, ['score', 'overall_score', 'average_score', 'rating'], score),
		comment: newest?.said ?? null,
	};
}

/** The questions with their answers, in Willo's order; empty when the answer holds none. */
export function readResponses(raw: unknown): QuestionResponse[] {
	const it = unwrapped(raw);
	const names = ['responses', 'answers', 'interview_responses', 'questions'];
	const lists = names.map((name) => asArray(it[name]).map(asObject).map(readResponse));
	return lists.find((list) => list.some(holdsAnswer)) ?? [];
}

/** An interview's own questions may stand there too, without answers. */
function holdsAnswer({ answer, transcript, score, mediaUrl }: QuestionResponse): boolean {
	return [answer, transcript, score, mediaUrl].some((value) => value !== null);
}

function readResponse(entry: Json): QuestionResponse {
	const asked = asObject(entry.question);
	const answered = asObject(entry.answer ?? entry.response);
	const from = (names: string[], read: (value: unknown) => string | null) =>
		first(entry, names, read) ?? first(answered, names, read);
	const question =
		text(entry.question) ??
		first(asked, ['text', 'title', 'prompt', 'question'], text) ??
		first(entry, ['question_text', 'prompt', 'title'], text);
	return {
		// Beside a question, `text` is the answer; alone it is the question.
		question: question ?? text(entry.text),
		answerType:
			first(entry, ['answer_type', 'type'], text) ?? first(asked, ['answer_type', 'type'], text),
		answer:
			from(['answer', 'response', 'value', 'choice', 'choices'], written) ??
			text(answered.text) ??
			(question === null ? null : text(entry.text)),
		transcript: from(['transcript', 'transcription'], written),
		score: score(entry.score) ?? score(answered.score) ?? score(entry.rating),
		mediaUrl: from(['media_url', 'video_url', 'audio_url', 'file_url', 'url'], webAddress),
	};
}

function readInterview(it: Json): Participant['interview'] {
	const interview = asObject(it.interview);
	return {
		key: text(it.interview) ?? text(interview.key) ?? text(it.interview_key),
		title: text(interview.title) ?? text(interview.name) ?? text(it.interview_title),
	};
}

/**
 * The keys in the body of a delivery that may be the participant's, the likeliest first. Where it
 * is, is not published: first what is named as a participant's, then what is anywhere inside
 * one, then any other 32 hexadecimal digits; never what is under `interview` or the like.
 *
 * @param interviewKeys known keys of interviews, which are no participant's wherever they stand
 */
export function participantKeysIn(body: unknown, interviewKeys: string[] = []): string[] {
	const ranks: string[][] = [[], [], []];
	const visit = (value: unknown, path: string[]): void => {
		if (isKey(value)) {
			const key = value.toLowerCase();
			if (interviewKeys.includes(key) || path.some((name) => ELSE.test(name))) return;
			ranks[rankOf(path)].push(key);
		} else if (typeof value === 'object' && value !== null && path.length < MAX_DEPTH) {
			for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
		}
	};
	visit(body, []);
	return [...new Set(ranks.flat())];
}

const PERSON = /participant|candidate/i;
const ELSE = /interview|question|department|owner|user|webhook|organi[sz]ation|company|template/i;
const MAX_DEPTH = 10;

function rankOf(path: string[]): 0 | 1 | 2 {
	const name = path[path.length - 1] ?? '';
	const holder = path[path.length - 2] ?? '';
	if (PERSON.test(name) || (PERSON.test(holder) && /^(key|id)$/i.test(name))) return 0;
	return path.some((part) => PERSON.test(part)) ? 1 : 2;
}

function first<T>(from: Json, names: string[], read: (value: unknown) => T | null): T | null {
	for (const name of names) {
		const value = read(from[name]);
		if (value !== null) return value;
	}
	return null;
}

function asObject(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Json)
		: {};
}

function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() || null : null;
}

/** Text, a choice of several, or yes and no. */
function written(value: unknown): string | null {
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	if (!Array.isArray(value)) return text(value);
	return (
		value
			.map((entry) => text(entry) ?? label(entry))
			.filter(Boolean)
			.join(', ') || null
	);
}

/** A name that may stand for itself or in an object. */
function label(value: unknown): string | null {
	const it = asObject(value);
	return text(value) ?? text(it.name) ?? text(it.title) ?? text(it.text);
}

function score(value: unknown): number | string | null {
	return typeof value === 'number' ? value : text(value);
}

/** An address that a browser may be sent to, or null: no `javascript:` and the like. */
export function webAddress(value: unknown): string | null {
	const address = text(value);
	return address !== null && /^https?:\/\/[^\s/]+/i.test(address) && URL.canParse(address)
		? new URL(address).href
		: null;
}

/** Whether a time read from Willo's JSON is likely to be a day without its time. */
export function isWholeDay(iso: string): boolean {
	return iso.endsWith('T00:00:00.000Z');
}

const DAY_MS = 86_400_000;

/**
 * The last moment, in ms since the epoch, that a time of `createdAtOf` may stand for: the day's end
 * where it is likely to be a day without its time.
 */
export function latestOf(created: number): number {
	return created % DAY_MS === 0 ? created + DAY_MS - 1 : created;
}

function date(from: Json, names: string[]): string | null {
	return first(from, names, (value) => {
		const moment = text(value);
		const time = moment === null ? NaN : Date.parse(moment);
		return Number.isNaN(time) ? null : new Date(time).toISOString();
	});
}
