/** The fields of `addNote.ts`. */
import type { INodeProperties } from 'n8n-workflow';
import { writeInTestRuns } from '../parameters';
import { candidateLocator } from './locator';
import { clueOptions } from './recipient';
import { optionsField } from '../../../shared/node/parameters';

/** The field looks the same in both formats, except for what helps to fill it in. */
function noteIn(
	format: string,
	help: Pick<INodeProperties, 'placeholder' | 'hint'>,
): INodeProperties {
	return {
		displayName: 'Note',
		name: 'note',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		required: true,
		...help,
		displayOptions: { show: { noteFormat: [format] } },
	};
}

export const properties: INodeProperties[] = [
	candidateLocator,
	{
		displayName: 'Note Format',
		name: 'noteFormat',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Text', value: 'text', description: 'Plain text' },
			{
				name: 'HTML',
				value: 'html',
				description: 'With bold, italic, underline, links, lists, and code',
			},
		],
		default: 'text',
	},
	noteIn('text', { placeholder: 'e.g. Invited to the video interview' }),
	noteIn('html', {
		placeholder: 'e.g. <b>Invited</b> to the video interview',
		hint: 'Ashby keeps b, i, u, a, ul, ol, li, code, and pre, and removes all other elements. Use a list instead of paragraphs.',
	}),
	writeInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Created At',
				name: 'createdAt',
				type: 'dateTime',
				default: '',
				description: 'Date and time of the note. Defaults to now.',
			},
			...clueOptions,
			{
				displayName: 'Is Private',
				name: 'isPrivate',
				type: 'boolean',
				default: false,
				description:
					'Whether the note is only visible to people with access to private fields. The API key needs "Allow access to non-offer private fields".',
			},
			{
				displayName: 'Pass Input On',
				name: 'passInputOn',
				type: 'boolean',
				default: false,
				description:
					'Whether to return the input item, with the note in <code>addedNote</code>, so that later steps still have its data',
			},
			{
				displayName: 'Send Notifications',
				name: 'sendNotifications',
				type: 'boolean',
				default: false,
				description: 'Whether Ashby notifies the people who follow the candidate',
			},
			{
				displayName: 'Skip If a Note Contains',
				name: 'identifyingText',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.entryId }}',
				description:
					"Text such as an ID: if one of the candidate's notes contains it, no note is written, and that note is returned with <code>alreadyExists</code> set to true. Include the text in the note, so that running this again finds it.",
			},
			{
				displayName: 'Skip If Not Found',
				name: 'skipIfNotFound',
				type: 'boolean',
				default: false,
				description:
					'Whether to skip the item instead of failing if the candidate is not found. The output then contains the <code>reason</code>.',
			},
		],
	},
];
