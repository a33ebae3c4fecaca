import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import * as methods from '../../../../nodes/Ashby/methods/metadataSearch.ts';
import { loadOptionsContext } from '../../../support/contexts.mts';
import { expectError, locator, setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

/** The editor while the value of the first row is picked. */
const editor = (resource: string, field = locator('list', ''), more: INodeParameters = {}) => {
	const operation = resource === 'application' ? 'submitFeedback' : 'setCustomFields';
	const fields = { field: [{ field, value: locator('list', '') }] };
	const parameters = { resource, operation, ...more, fields };
	const given = { parameters, credentials: [setUp.credential] };
	return loadOptionsContext(new Ashby(), given, 'parameters.fields.field[0].value');
};

test('tags are found by part of their name, without archived ones', async () => {
	const [, archived] = ['Willo invited', 'Willo old', 'Other'].map((t) => setUp.sandbox.addTag(t));
	archived.isArchived = true;
	const tags = async (text?: string) => await methods.searchTags.call(setUp.editor({}), text);
	expect(names(await tags())).toEqual(['Willo invited', 'Other']);
	expect(names(await tags(' WILLO '))).toEqual(['Willo invited']);
});

describe('custom fields', () => {
	beforeEach(() => {
		const { sandbox } = setUp;
		const objectType = 'Candidate' as const;
		const labels = ['Invited', 'Completed'];
		sandbox.addCustomField({ title: 'Score', objectType, fieldType: 'Number' });
		sandbox.addCustomField({ title: 'Status', objectType, fieldType: 'ValueSelect', labels });
		sandbox.addCustomField({ title: 'Sent', objectType: 'Application', fieldType: 'Boolean' });
		sandbox.addCustomField({ title: 'Essay', objectType, fieldType: 'LongText' });
		sandbox.addCustomField({ title: 'Secret', objectType, fieldType: 'String', isPrivate: true });
	});

	test.each([
		['candidate', ['Score (Number)', 'Status (Select)', 'Essay (Long Text)']],
		['application', ['Sent (Boolean)']],
	])('are those of the %s, with their types', async (resource, expected) => {
		expect(names(await methods.searchCustomFields.call(editor(resource)))).toEqual(expected);
	});

	test.each([
		['candidate', 'status', { Invited: 'invited', Completed: 'completed' }],
		['application', 'Sent', { Yes: 'true', No: 'false' }],
	])('of the %s list the values of "%s"', async (resource, field, values) => {
		const context = editor(resource, locator('name', field));
		const listed = Object.entries(values).map(([name, value]) => ({ name, value }));
		expect((await methods.searchCustomFieldValues.call(context)).results).toEqual(listed);
	});

	test.each([
		['', 'Select a field first'],
		['Score', "'Score' has no values to list"],
		['Rank', 'The field was not found in Ashby'],
	])('say why "%s" has no list of values', async (name, message) => {
		const context = editor('candidate', locator('name', name));
		await expectError(methods.searchCustomFieldValues.call(context), message, 'By Value');
	});
});

test('feedback forms are listed, and once one is selected, its fields with their types, and the scores', async () => {
	const { id } = setUp.sandbox.addFeedbackForm('Video Interview', [
		{ title: 'Overall', type: 'Score', isRequired: true },
		{ title: 'Summary', type: 'RichText' },
	]);
	const editing = (mode: string, form: string, field = locator('list', '')) =>
		editor('application', field, { feedbackForm: locator(mode, form) });
	const forms = await methods.searchFeedbackForms.call(editor('application'));
	expect(forms.results).toEqual([{ name: 'Video Interview', value: id }]);
	for (const context of [editing('list', id), editing('name', 'video interview')]) {
		expect((await methods.searchFeedbackFields.call(context)).results).toEqual([
			{ name: 'Overall (Score, required)', value: 'overall' },
			{ name: 'Summary (Text)', value: 'summary' },
		]);
	}
	const scores = methods.searchFeedbackValues.call(editing('list', id, locator('list', 'overall')));
	expect(names(await scores)).toEqual(['1', '2', '3', '4']);
	const unselected = methods.searchFeedbackFields.call(editor('application'));
	await expectError(unselected, 'Select a feedback form first');
});
