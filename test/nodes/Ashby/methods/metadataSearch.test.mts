import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { getUsers } from '../../../../nodes/Ashby/methods/loadOptions.ts';
import {
	searchCustomFields,
	searchCustomFieldValues,
	searchFeedbackFields,
	searchFeedbackForms,
	searchFeedbackValues,
	searchTags,
} from '../../../../nodes/Ashby/methods/metadataSearch.ts';
import { loadOptionsContext } from '../../../support/contexts.mts';
import { rejection } from '../../../support/rejection.mts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);
const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

/** The editor while the value of the first row is picked. */
const editor = (resource: string, parameters: INodeParameters, field = locator('list', '')) =>
	loadOptionsContext(
		new Ashby(),
		{
			parameters: {
				resource,
				operation: resource === 'application' ? 'submitFeedback' : 'setCustomFields',
				...parameters,
				fields: { field: [{ field, value: locator('list', '') }] },
			},
			credentials: [setUp.credential],
		},
		'parameters.fields.field[0].value',
	);

test('tags are found by part of their name, without archived ones', async () => {
	const [, archived] = ['Willo invited', 'Willo old', 'Other'].map((t) => setUp.sandbox.addTag(t));
	archived.isArchived = true;
	expect(names(await searchTags.call(setUp.editor({})))).toEqual(['Willo invited', 'Other']);
	expect(names(await searchTags.call(setUp.editor({}), ' WILLO '))).toEqual(['Willo invited']);
});

describe('custom fields', () => {
	beforeEach(() => {
		const { sandbox } = setUp;
		sandbox.addCustomField({ title: 'Score', objectType: 'Candidate', fieldType: 'Number' });
		sandbox.addCustomField({
			title: 'Status',
			objectType: 'Candidate',
			fieldType: 'ValueSelect',
			labels: ['Invited', 'Completed'],
		});
		sandbox.addCustomField({ title: 'Sent', objectType: 'Application', fieldType: 'Boolean' });
		sandbox.addCustomField({ title: 'Essay', objectType: 'Candidate', fieldType: 'LongText' });
		const secret = { title: 'Secret', objectType: 'Candidate', fieldType: 'String' } as const;
		sandbox.addCustomField({ ...secret, isPrivate: true });
	});

	test.each([
		['candidate', ['Score (Number)', 'Status (Select)', 'Essay (Long Text)']],
		['application', ['Sent (Boolean)']],
	])('are those of the %s, with their types', async (resource, expected) => {
		expect(names(await searchCustomFields.call(editor(resource, {})))).toEqual(expected);
	});

	test('list the values of a select field and of a Boolean field', async () => {
		const values = async (resource: string, name: string) =>
			(await searchCustomFieldValues.call(editor(resource, {}, locator('name', name)))).results;
		await expect(values('candidate', 'status')).resolves.toEqual([
			{ name: 'Invited', value: 'invited' },
			{ name: 'Completed', value: 'completed' },
		]);
		await expect(values('application', 'Sent')).resolves.toEqual([
			{ name: 'Yes', value: 'true' },
			{ name: 'No', value: 'false' },
		]);
	});

	test.each([
		['', 'Select a field first'],
		['Score', "'Score' has no values to list"],
		['Rank', 'The field was not found in Ashby'],
	])('say why "%s" has no list of values', async (name, message) => {
		const context = editor('candidate', {}, locator('name', name));
		const error = await rejection(searchCustomFieldValues.call(context));
		expect(error.message).toBe(message);
		expect(error.description).toContain('By Value');
	});
});

describe('feedback forms', () => {
	const form = (mode: string, value: string) => ({
		feedbackForm: locator(mode, value) as unknown as INodeParameters,
	});
	let id: string;

	beforeEach(() => {
		({ id } = setUp.sandbox.addFeedbackForm('Video Interview', [
			{ title: 'Overall', type: 'Score', isRequired: true },
			{ title: 'Summary', type: 'RichText' },
		]));
	});

	test('are listed, and their fields with their types', async () => {
		const forms = await searchFeedbackForms.call(editor('application', {}));
		expect(forms.results).toEqual([{ name: 'Video Interview', value: id }]);
		for (const picked of [form('list', id), form('name', 'video interview')]) {
			const { results } = await searchFeedbackFields.call(editor('application', picked));
			expect(results).toEqual([
				{ name: 'Overall (Score, required)', value: 'overall' },
				{ name: 'Summary (Text)', value: 'summary' },
			]);
		}
	});

	test('list the scores', async () => {
		const context = editor('application', form('list', id), locator('list', 'overall'));
		expect(names(await searchFeedbackValues.call(context))).toEqual(['1', '2', '3', '4']);
	});

	test('must be selected before their fields', async () => {
		const error = await rejection(searchFeedbackFields.call(editor('application', {})));
		expect(error.message).toBe('Select a feedback form first');
	});
});

test('active users are listed by name', async () => {
	const { sandbox } = setUp;
	sandbox.addUser({ firstName: 'Zoe', lastName: 'Gone' }).isEnabled = false;
	await expect(getUsers.call(setUp.editor({}))).resolves.toEqual([
		{ name: 'Ada Admin (ada.admin@example.com)', value: sandbox.admin.id },
		{ name: 'Rui Recruiter (rui.recruiter@example.com)', value: sandbox.recruiter.id },
	]);
});
