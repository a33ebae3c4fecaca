import type { INodeProperties } from 'n8n-workflow';
import * as addNote from './addNote';
import * as get from './get';
import * as getAll from './getAll';
import * as getNotes from './getNotes';

export const operations = { addNote, get, getAll, getNotes };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['candidate'] } },
		options: [
			{
				name: 'Add Note',
				value: 'addNote',
				action: 'Add note to candidate',
				description: 'Write a note that stands in the Notes of a candidate',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get candidate',
				description: 'Get one candidate by ID, email or URL',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many candidates',
				description: 'Find candidates by email or name',
			},
			{
				name: 'Get Notes',
				value: 'getNotes',
				action: 'Get notes of candidate',
				description: 'Get all notes of a candidate',
			},
		],
		default: 'addNote',
	},
	...Object.values(operations).flatMap((operation) => operation.description),
];
