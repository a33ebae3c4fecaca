import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CustomField } from '../../../../sandbox/ashby/forms.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { expectError, locator, manual, setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
const TITLE = 'Willo Interview';
let field: CustomField;

beforeEach(() => {
	const type = { objectType: 'Job', fieldType: 'ValueSelect' } as const;
	field = setUp.sandbox.addCustomField({ title: TITLE, ...type });
	const choice = (value: string) => ({ label: `Interview ${value}`, value, isArchived: false });
	field.selectableValues = ['a', 'b', 'c'].map(choice);
});

const interview = (key: string, title = `Interview ${key}`, owner = 'Ann'): IDataObject => {
	return { key, title, owner };
};
const interviews = (keys: string) => [...keys].map((key) => interview(key));
const parameters = (options: INodeParameters = {}, name = TITLE): INodeParameters => ({
	...{ resource: 'customField', operation: 'setChoices', objectType: 'Job' },
	customField: locator('name', name),
	label: '={{ $json.title }}',
	value: '={{ $json.key }}',
	options: { detail: '={{ $json.owner }}', ...options },
});
const set = async (items: IDataObject[], given = parameters(), options?: ContextOptions) =>
	await setUp.rows(given, options, items);
const writes = () => [
	...setUp.sent('customField.create'),
	...setUp.sent('customField.updateSelectableValues'),
];
const shown = () =>
	field.selectableValues
		.filter(({ isArchived }) => !isArchived)
		.map(({ label, value }) => `${value}: ${label}`);

test('adds, renames, restores, and archives choices in one request for all items, and none if nothing changes', async () => {
	const archived = ['r', 's'].map((value) => ({ label: 'Old', value, isArchived: true }));
	field.selectableValues.push(...archived);
	const items = [interview('a', 'New Name'), ...interviews('bdr')];
	expect(await set(items)).toEqual([
		{
			customFieldId: field.id,
			title: TITLE,
			created: false,
			added: ['d', 'r'].map((value) => ({ label: `Interview ${value}`, value })),
			renamed: [{ label: 'New Name', value: 'a', previousLabel: 'Interview a' }],
			archived: [{ label: 'Interview c', value: 'c' }],
			choices: 4,
		},
	]);
	expect(writes()).toHaveLength(1);
	const listed = ['a: New Name', 'b: Interview b', 'd: Interview d', 'r: Interview r'];
	expect(shown().sort()).toEqual(listed);
	expect(field.selectableValues).toHaveLength(6);
	await set(items);
	expect(writes()).toHaveLength(1);
});

test('equal titles are told apart by their owner', async () => {
	await set([interview('a', 'Same'), interview('b', 'Same', 'Bo'), interview('c')]);
	expect(shown()).toEqual(['a: Same (Ann)', 'b: Same (Bo)', 'c: Interview c']);
});

describe('a field that doesn’t exist', () => {
	const create = parameters({ createIfNotFound: true }, 'Video');
	const created = () =>
		[...setUp.sandbox.customFields.values()].filter(({ title }) => title === 'Video');

	test('is created if wanted, and only once, also by two executions at the same time', async () => {
		const both = [1, 2].map(async () => await set(interviews('a'), create));
		const [[output]] = await Promise.all(both);
		expect(output).toMatchObject({ title: 'Video', created: true, choices: 1 });
		await set(interviews('ab'), create);
		const type = { objectType: 'Job', fieldType: 'ValueSelect' };
		expect(created()).toMatchObject([{ ...type, selectableValues: [{}, {}] }]);
	});

	test('isn’t created in a test run', async () => {
		const output = await set(interviews('a'), create, manual);
		expect(output).toMatchObject([{ testRun: true, customFieldId: null, created: true }]);
		expect(writes()).toEqual([]);
	});

	test('may have been created although the answer got lost, so it is looked for again', async () => {
		setUp.failAt('customField.create', { kind: 'dropAfter' }, 1);
		const lost = set(interviews('a'), create);
		await expectError(lost, /./, 'Run this again: it is looked for first');
		await set(interviews('a'), create);
		expect(created()).toHaveLength(1);
	});

	test('is created by hand if Ashby doesn’t accept the request', async () => {
		setUp.sandbox.switches.fieldRequestNames = 'others';
		const advice = 'make it a text or URL field in Ashby';
		await expectError(set(interviews('a'), create), /./, advice);
	});
});

describe('it changes nothing, and tells a person, if', () => {
	const noKey = [interview('a'), { title: 'No key' }];
	const few = interviews('ad');
	test.each<[RegExp, string, IDataObject[], string?]>([
		[/is empty: 'Label' is empty for item 0/, 'expressions', [{}]],
		[/is incomplete: 'Value' is empty for item 1/, 'Check the step that returns the list', noKey],
		[/2 of 3 choices of 'Willo Interview' would be archived/, "'Return All' is on", few],
		[/No field of jobs is called 'Video'/, "'Create If Not Found'", interviews('a'), 'Video'],
		[/'Field' is empty/, 'Select', interviews('a'), ' '],
	])('%s', async (message, advice, items, name = TITLE) => {
		const error = await expectError(set(items, parameters({}, name)), message, advice);
		expect(error.description).toMatch(/^No choices were changed\. /);
		expect(error.context.needsAttention).toBe(true);
		expect(writes()).toEqual([]);
	});

	test('the field is of another type, or two have the title', async () => {
		field.fieldType = 'Url';
		const other = "'Willo Interview' is a field of the type Url, which has no choices";
		await expectError(set(interviews('a')), other);
		setUp.sandbox.addCustomField({ title: TITLE, objectType: 'Job', fieldType: 'String' });
		await expectError(set(interviews('a')), "2 fields of jobs are called 'Willo Interview'");
		expect(writes()).toEqual([]);
	});

	test('Ashby doesn’t list the choices there are, unless the option allows it', async () => {
		setUp.sandbox.switches.valueSelectLists = false;
		await expectError(set(interviews('a')), /Ashby doesn't list the existing choices/);
		await set(interviews('a'), parameters({ archiveMoreThanHalf: true }));
		expect(shown()).toEqual(['a: Interview a']);
	});

	test.each([
		['hiringProcessMetadataRead', 'hiringProcessMetadataWrite'],
		['hiringProcessMetadataWrite', 'hiringProcessMetadataRead'],
	] as const)('the key lacks %s: it says how to do without', async (missing, other) => {
		setUp.key = setUp.sandbox.addKey({ permissions: [other] });
		const message = `The Ashby API key is missing the ${missing} permission`;
		await expectError(set(interviews('ab')), message, 'make it a text or URL field in Ashby');
	});
});

test('a test run only shows the changes, unless Write in Test Runs is on', async () => {
	const output = await set(interviews('abd'), parameters(), manual);
	expect(output).toMatchObject([{ testRun: true, archived: [{ value: 'c' }] }]);
	expect(writes()).toEqual([]);
	await set(interviews('abd'), { ...parameters(), writeInTestRuns: true }, manual);
	expect(shown()).toHaveLength(3);
});
