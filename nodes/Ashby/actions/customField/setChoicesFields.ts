/** The fields of `setChoices.ts`. */
import type { INodeProperties } from 'n8n-workflow';
import { writeInTestRuns } from '../parameters';
import { byId, byName, fromList, optionsField } from '../../../shared/node/parameters';

export const fieldLocator: INodeProperties = {
	displayName: 'Field',
	name: 'customField',
	type: 'resourceLocator',
	typeOptions: { loadOptionsDependsOn: ['objectType'] },
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The select field whose choices to set',
	modes: [
		fromList('searchCustomFields', 'Select a field…'),
		byName('e.g. Willo Interview'),
		byId('e.g. 650e5f74-32db-4a0a-b61b-b9afece05023'),
	],
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Object',
		name: 'objectType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Application', value: 'Application' },
			{ name: 'Candidate', value: 'Candidate' },
			{ name: 'Job', value: 'Job' },
		],
		default: 'Job',
		description: 'What the field belongs to',
	},
	fieldLocator,
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.title }}',
		description: 'What people see in Ashby. All items together are the choices of the field.',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.key }}',
		description:
			'What identifies the choice. A choice with the same value and another label is renamed.',
	},
	writeInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Archive More Than Half',
				name: 'archiveMoreThanHalf',
				type: 'boolean',
				default: false,
				description:
					'Whether to set the choices even if this archives more than half of the existing ones. Otherwise, the node fails and changes nothing.',
			},
			{
				displayName: 'Create If Not Found',
				name: 'createIfNotFound',
				type: 'boolean',
				default: false,
				description: "Whether to create the field if there is no field with the name in 'Field'",
			},
			{
				displayName: 'Detail',
				name: 'detail',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.owner.full_name }}',
				description: 'Text to add to labels that are equal, such as the owner',
			},
		],
	},
];
