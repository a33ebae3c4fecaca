import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { advising, ApiFailure, needingAttention, undefinedIf } from '../../../shared/api/failure';
import { isBegunAgain } from '../../../shared/node/begun';
import { inTurn } from '../../../shared/inTurn';
import { dropOldest, processMemory } from '../../../shared/processMemory';
import { isBuiltInTestRun, isTestRunNote } from '../../../shared/node/testRun';
import { escapeHtml } from '../../../shared/text';
import { momentOf, requiredText, textOf } from '../../../shared/node/parameters';
import { isNotFound } from '../../client/failures';
import { inShort } from '../../client/notes';
import type { Candidate, Note } from '../../client/types';
import type { Operation, Run } from '../operation';
import { writesNothing } from '../parameters';
import { canBeId, namedCandidate, nobody, whyNobody } from './locator';
import type { Clues, Recipient } from './recipient';
import { recipientByClues } from './recipient';

export { properties } from './addNoteFields';

export const option: Operation['option'] = {
	name: 'Add Note',
	action: 'Add a note to a candidate',
	description: 'Add a note to a candidate',
};

export const finishesAll = true;

type NoteFormat = 'text' | 'html';

interface Options extends Clues {
	createdAt?: string;
	identifyingText?: string;
	isPrivate?: boolean;
	passInputOn?: boolean;
	sendNotifications?: boolean;
	skipIfNotFound?: boolean;
}

/** The note to write, read from the parameters. */
interface Wanted {
	note: string;
	format: NoteFormat;
	options: Options;
	/** The text in an existing note that makes this one needless; empty for none. */
	identifyingText: string;
	createdAt?: string;
	/** Only show what would be written. */
	isTest: boolean;
}

/**
 * Adds a note to a candidate once. Ashby doesn't support idempotency keys, so a request whose answer was lost isn't
 * repeated.
 *
 * @returns the note, with the candidate's id and `alreadyExists`; in a test run the same fields; with 'Pass Input On' the
 *   input item, with this in `addedNote`; with nobody to write it on `{candidateId: null, skipped: true, reason}`, if
 *   wanted
 * @throws NodeOperationError when a parameter cannot be used or names nobody, or when the step before
 *   this one went wrong and gives no note
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const wanted = wantedFor(run, itemIndex);
	const output = await addTo(run, itemIndex, wanted).catch((failure: unknown) => {
		throw reported(run, itemIndex, wanted, failure);
	});
	if (!wanted.options.passInputOn) return output;
	const { json } = run.context.getInputData()[itemIndex];
	return output.map((addedNote) => ({
		...json,
		...(addedNote.testRun === true && { testRun: true }),
		addedNote,
	}));
}

async function addTo(run: Run, itemIndex: number, wanted: Wanted): Promise<IDataObject[]> {
	const { fallbackEmail, fallbackName, skipIfNotFound } = wanted.options;
	// A template's example is nobody in Ashby.
	const skips = skipIfNotFound || isBuiltInTestRun(run.context, itemIndex);
	const write = async ({ id, matchedBy }: Recipient) =>
		await inTurn(id, async () => [
			await writeOnce(run, itemIndex, id, withEvidence(wanted, matchedBy)),
		]);

	const named = namedCandidate(run, itemIndex);
	const looked: string[] = [];
	const isGone = named !== undefined && 'id' in named && canBeId(named.id);
	if (named && 'id' in named) {
		if (!textOf(fallbackEmail) && !textOf(fallbackName) && !skips) {
			return await write(named);
		}
		const written = isGone ? await undefinedIf(isNotFound, write(named)) : undefined;
		if (written) return written;
		looked.push(`the ID ${named.id}`);
	}
	const email = named && 'email' in named ? named.email : undefined;
	const clues = { ...wanted.options, email, isGone };
	const recipient = await recipientByClues(run, itemIndex, clues, looked);
	if (recipient) return await write(recipient);
	// The last failure is the report.
	if (!skips || isLast(run, itemIndex)) throw nobody(run, itemIndex, looked);
	return [{ candidateId: null, skipped: true, reason: whyNobody(looked) }];
}

/** Whether a trigger that returns an item again and again returned it for the last time. */
function isLast({ context }: Run, itemIndex: number): boolean {
	return context.getInputData()[itemIndex].json.isLast === true;
}

/** The failure, with the first line and the link of the note if a person has to act. */
function reported(run: Run, itemIndex: number, { note }: Wanted, failure: unknown): unknown {
	const isFinal = isLast(run, itemIndex);
	const withNote = (message: string) => `${message}. Not added: ${inShort(note)}`;
	const lastAdvice = (advice = '') => `This was the last try. Add the note yourself. ${advice}`;
	if (failure instanceof ApiFailure) {
		const { message, advice } = failure;
		const last = { message: withNote(message), advice: lastAdvice(advice), needsAttention: true };
		return isFinal ? failure.with(last) : failure;
	}
	if (!(failure instanceof NodeOperationError)) return failure;
	if (isFinal) failure.description = lastAdvice(failure.description ?? '');
	else if (failure.context.needsAttention !== true) return failure;
	failure.message = withNote(failure.message);
	return needingAttention(failure);
}

/** The note, which says so if only an email connects it with the candidate. */
function withEvidence(wanted: Wanted, email: string | undefined): Wanted {
	if (!email) return wanted;
	const { note, format } = wanted;
	const added =
		format === 'html'
			? `<ul><li><b>Matched by email:</b> ${escapeHtml(email)}</li></ul>`
			: `\nMatched by email: ${email}`;
	return { ...wanted, note: note + added };
}

/** @throws NodeOperationError when a parameter cannot be used */
function wantedFor(run: Run, itemIndex: number): Wanted {
	const { context } = run;
	const note = requiredText(run, { name: 'note', displayName: 'Note' }, itemIndex);
	const isTest = writesNothing(run, itemIndex) || isTestRunNote(note);
	const format = context.getNodeParameter('noteFormat', itemIndex, 'text') as NoteFormat;
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const identifyingText = textOf(options.identifyingText);
	const createdAt = options.createdAt
		? (momentOf(run, 'Created At', options.createdAt, itemIndex).toUTC().toISO() ?? undefined)
		: undefined;
	return { note, format, options, identifyingText, createdAt, isTest };
}

async function writeOnce(
	{ client, context, notes }: Run,
	itemIndex: number,
	candidateId: string,
	wanted: Wanted,
): Promise<IDataObject> {
	const { note, format, options, identifyingText, createdAt, isTest } = wanted;
	const output = (written: object, alreadyExists: boolean): IDataObject => ({
		...written,
		candidateId,
		alreadyExists,
		...(isTest && { testRun: true }),
	});
	const how = {
		isPrivate: options.isPrivate ?? undefined,
		sendNotifications: options.sendNotifications ?? undefined,
		createdAt,
	};
	const isPrivate = options.isPrivate ?? false;
	const shown = { id: null, createdAt: createdAt ?? null, isPrivate, content: note, author: null };
	const key = JSON.stringify([candidateId, identifyingText]);
	const remember = () => {
		if (isTest || !identifyingText) return;
		noted.add(key);
		dropOldest(noted, MOST_NOTED);
	};
	if (identifyingText && !isFirst(context, itemIndex, candidateId, wanted)) {
		const existing = await notes.withText(candidateId, identifyingText);
		if (existing) remember();
		// Somebody has deleted the note, and only a person may want it back.
		const isDeleted = !isTest && context.getMode() !== 'retry' && noted.has(key);
		if (existing || isDeleted) return output(existing ?? shown, true);
	}
	if (isTest) {
		await client.call<Candidate>('candidate.info', { id: candidateId });
		return output(shown, false);
	}
	const written = await notes
		.add(candidateId, note, async () => {
			const { results } = await client.call<Note>('candidate.createNote', {
				candidateId,
				note: format === 'html' ? { type: 'text/html', value: note } : note,
				...how,
			});
			return results;
		})
		.catch(advising((failure) => adviceFor(failure, options)));
	remember();
	return output(written, false);
}

/** The notes that this process has written or found, by candidate and the text in them. */
const noted = processMemory(new Set<string>());

/** About 1 MB. */
const MOST_NOTED = 10_000;

/** Nobody has noted an entry that is returned for the first time, so its notes need not be read. */
function isFirst(
	context: Run['context'],
	itemIndex: number,
	candidateId: string,
	{ identifyingText, note, isTest }: Wanted,
): boolean {
	const { entryId, isRepeat } = context.getInputData()[itemIndex].json;
	if (entryId !== identifyingText || isRepeat !== false) return false;
	return isTest || !isBegunAgain(context, [candidateId, identifyingText, note]);
}

function adviceFor(
	{ advice, kind, outcomeUnknown }: ApiFailure,
	{ isPrivate, identifyingText }: Options,
): string | false | undefined {
	if (outcomeUnknown) {
		return identifyingText
			? "The note may have been written anyway. Run this again: 'Skip If a Note Contains' is set, so it won't be written twice"
			: "The note may have been written anyway. Check the candidate in Ashby, or set 'Skip If a Note Contains' and run this again so that it isn't written twice";
	}
	// Which code Ashby returns for a private note from a key without the permission isn't documented.
	const mayBePrivate = isPrivate && (kind === 'refused' || kind === 'permission');
	return (
		mayBePrivate &&
		`${advice}. A private note also needs "Allow access to non-offer private fields" on the API key`
	);
}
