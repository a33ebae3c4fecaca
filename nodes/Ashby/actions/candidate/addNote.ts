import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/failure';
import type { AshbyClient } from '../../client/client';
import { withAdvice } from '../../client/failures';
import type { Note } from '../../client/types';
import { momentIn, requiredText, showFor } from '../parameters';
import { candidateId, candidateLocator } from './locator';
import { notesOf } from './notes';
import type { NoteFormat } from './sameNote';
import { saysTheSame } from './sameNote';

const displayOptions = showFor('candidate', 'addNote');

export const description: INodeProperties[] = [
	candidateLocator(displayOptions),
	{
		displayName: 'Note Format',
		name: 'noteFormat',
		type: 'options',
		options: [
			{ name: 'Text', value: 'text', description: 'The note as it is typed' },
			{
				name: 'HTML',
				value: 'html',
				description: 'With bold, italic, underline, links, lists and code',
			},
		],
		default: 'text',
		displayOptions,
	},
	{
		displayName: 'Note',
		name: 'note',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		required: true,
		placeholder: 'e.g. Invited to the video interview',
		displayOptions: { show: { ...displayOptions.show, noteFormat: ['text'] } },
		description: 'What the note says',
	},
	{
		displayName: 'Note',
		name: 'note',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		required: true,
		placeholder: 'e.g. <b>Invited</b> to the video interview',
		displayOptions: { show: { ...displayOptions.show, noteFormat: ['html'] } },
		hint: 'Ashby keeps b, i, u, a, ul, ol, li, code and pre, and strips every other element. Write a list instead of paragraphs.',
		description: 'What the note says, in HTML',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Created At',
				name: 'createdAt',
				type: 'dateTime',
				default: '',
				description: 'The date the note bears. Without it, the note is dated now.',
			},
			{
				displayName: 'Is Private',
				name: 'isPrivate',
				type: 'boolean',
				default: false,
				description:
					'Whether only people who may see private fields see the note. The API key needs "Allow access to non-offer private fields".',
			},
			{
				displayName: 'Notes Contain',
				name: 'notesContain',
				type: 'string',
				default: '',
				placeholder: 'e.g. Willo participant: 0f3c…',
				description:
					"Tells candidates apart who share the email in 'Candidate': the one whose notes contain this text gets the note",
			},
			{
				displayName: 'Send Notifications',
				name: 'sendNotifications',
				type: 'boolean',
				default: false,
				description: 'Whether Ashby tells the people who follow the candidate about the note',
			},
			{
				displayName: 'Skip If Exists',
				name: 'skipIfExists',
				type: 'boolean',
				default: false,
				description:
					'Whether to leave it at the note that already stands there when one says the same. It is returned with <code>alreadyExists</code> set to true.',
			},
		],
	},
];

interface Options {
	createdAt?: string;
	isPrivate?: boolean;
	notesContain?: string;
	sendNotifications?: boolean;
	skipIfExists?: boolean;
}

/**
 * Writes a note on a candidate, once: Ashby knows no idempotency key, so a request whose answer is
 * lost is not repeated.
 *
 * @returns the note, with the candidate's id and `alreadyExists`
 */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const note = requiredText(this, itemIndex, 'note', 'Note');
	const format = this.getNodeParameter('noteFormat', itemIndex, 'text') as NoteFormat;
	const options = this.getNodeParameter('options', itemIndex, {}) as Options;
	const createdAt = options.createdAt
		? (momentIn(this, itemIndex, 'Created At', options.createdAt).toUTC().toISO() ?? undefined)
		: undefined;
	const id = await candidateId(this, client, itemIndex, options.notesContain);

	if (options.skipIfExists) {
		const standing = await standingNote(client, id, note, format, options.isPrivate === true);
		if (standing) return [{ ...standing, candidateId: id, alreadyExists: true }];
	}
	const { results } = await client
		.call<Note>('candidate.createNote', {
			candidateId: id,
			note: format === 'html' ? { type: 'text/html', value: note } : note,
			isPrivate: options.isPrivate,
			sendNotifications: options.sendNotifications,
			createdAt,
		})
		.catch(async (failure: unknown) => await Promise.reject(advised(failure, options)));
	return [{ ...results, candidateId: id, alreadyExists: false }];
}

/** A note with the same words that the same people see. */
async function standingNote(
	client: AshbyClient,
	id: string,
	note: string,
	format: NoteFormat,
	isPrivate: boolean,
): Promise<Note | undefined> {
	for await (const standing of notesOf(client, id)) {
		if (standing.isPrivate === isPrivate && saysTheSame(standing.content, note, format)) {
			return standing;
		}
	}
	return undefined;
}

function advised(failure: unknown, { isPrivate, skipIfExists }: Options): unknown {
	if (!(failure instanceof ApiFailure)) return failure;
	if (failure.outcomeUnknown) {
		return withAdvice(
			failure,
			skipIfExists
				? "The note may have been written all the same. Run this again: as 'Skip If Exists' is on, it is not written twice"
				: "The note may have been written all the same. Look at the candidate in Ashby, or turn on the option 'Skip If Exists' and run this again: then it is not written twice",
		);
	}
	// Which code Ashby gives to a private note from a key without the switch is not documented.
	if (isPrivate && (failure.kind === 'refused' || failure.kind === 'permission')) {
		return withAdvice(
			failure,
			`${failure.advice}. A private note also needs "Allow access to non-offer private fields" on the API key`,
		);
	}
	return failure;
}
