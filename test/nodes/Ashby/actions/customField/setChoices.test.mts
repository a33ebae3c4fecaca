import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CustomField } from '../../../../sandbox/ashby/forms.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { rejection } from '../../../../support/rejection.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
const TITLE = 'Willo Interview';
let field: CustomField;

beforeEach(() => {
	field = setUp.sandbox.addCustomField({
		title: TITLE,
		objectType: 'Job',
		fieldType: 'ValueSelect',
	});
	field.selectableValues = ['a', 'b', 'c'].map((value) => ({
		label: `Interview ${value}`,
		value,
		isArchived: false,
	}));
});

const interview = (key: string, title = `Interview ${key}`, owner = 'Ann') => ({
	key,
	title,
	owner,
});
const parameters = (options: INodeParameters = {}, name = TITLE): INodeParameters => ({
	resource: 'customField',
	operation: 'setChoices',
	objectType: 'Job',
	customField: { __rl: true, mode: 'name', value: name },
	label: '={{ $json.title }}',
	value: '={{ $json.key }}',
	options: { detail: '={{ $json.owner }}', ...options },
});
const set = async (
	interviews: IDataObject[],
	given = parameters(),
	options?: Partial<ContextOptions>,
) => {
	const items = interviews.map((json) => ({ json }));
	return (await setUp.run(given, items, options)).map(({ json }) => json);
};
const writes = () => [
	...setUp.sent('customField.create'),
	...setUp.sent('customField.updateSelectableValues'),
];
const shown = () =>
	setUp.sandbox.customFields
		.get(field.id)!
		.selectableValues.filter(({ isArchived }) => !isArchived)
		.map(({ label, value }) => `${value}: ${label}`);

test('adds, renames, and archives choices in one request for all items', async () => {
	const interviews = [interview('a', 'New Name'), interview('b'), interview('d')];
	expect(await set(interviews)).toEqual([
		{
			customFieldId: field.id,
			title: TITLE,
			created: false,
			added: [{ label: 'Interview d', value: 'd' }],
			renamed: [{ label: 'New Name', value: 'a', previousLabel: 'Interview a' }],
			archived: [{ label: 'Interview c', value: 'c' }],
			choices: 3,
		},
	]);
	expect(writes()).toHaveLength(1);
	expect(shown()).toEqual(['a: New Name', 'b: Interview b', 'd: Interview d']);
});

test('writes nothing if nothing changes', async () => {
	await set(['a', 'b', 'c'].map((key) => interview(key)));
	expect(writes()).toEqual([]);
});

test('ten items never archive each other', async () => {
	field.selectableValues = [];
	await set([...'abcdefghij'].map((key) => interview(key)));
	expect(shown()).toHaveLength(10);
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

	test('is created if wanted, and only once', async () => {
		const [output] = await set([interview('a')], create);
		expect(output).toMatchObject({ title: 'Video', created: true, choices: 1 });
		await set([interview('a'), interview('b')], create);
		expect(created()).toMatchObject([{ objectType: 'Job', fieldType: 'ValueSelect' }]);
		expect(created()[0].selectableValues).toHaveLength(2);
	});

	test('is created only once by two executions at the same time', async () => {
		await Promise.all([set([interview('a')], create), set([interview('a')], create)]);
		expect(created()).toHaveLength(1);
	});

	test('isn’t created in a test run', async () => {
		const [output] = await set([interview('a')], create, { mode: 'manual' });
		expect(output).toMatchObject({ testRun: true, customFieldId: null, created: true });
		expect(writes()).toEqual([]);
	});

	test('may have been created although the answer got lost, so it is looked for again', async () => {
		let lost = 0;
		setUp.sandbox.fault = ({ path }) =>
			path === '/customField.create' && lost++ === 0 ? { kind: 'dropAfter' } : undefined;
		const error = await rejection(set([interview('a')], create));
		expect(error.description).toContain('Run this again: it is looked for first');
		await set([interview('a')], create);
		expect(created()).toHaveLength(1);
	});

	test('is created by hand if Ashby doesn’t accept the request', async () => {
		setUp.sandbox.switches.fieldRequestNames = 'others';
		const error = await rejection(set([interview('a')], create));
		expect(error.description).toContain('make it a text or URL field in Ashby');
	});
});

describe('it changes nothing, and tells a person, if', () => {
	const refusals: Array<[string, IDataObject[], INodeParameters, string, string]> = [
		[
			'the list is empty',
			[{}],
			parameters(),
			"is empty: 'Label' is empty for item 0",
			'expressions',
		],
		[
			'the list is incomplete',
			[interview('a'), { title: 'No key' }],
			parameters(),
			"is incomplete: 'Value' is empty for item 1",
			'Check the step that returns the list',
		],
		[
			'the step before failed for one item',
			[interview('a'), { error: 'Outage' }, interview('b')],
			parameters(),
			'is incomplete',
			'Check the step',
		],
		[
			'more than half would be archived',
			[interview('a'), interview('d')],
			parameters(),
			"2 of 3 choices of 'Willo Interview' would be archived",
			"'Return All' is on",
		],
		[
			'there is no such field',
			[interview('a')],
			parameters({}, 'Video'),
			"No field of jobs is called 'Video'",
			"'Create If Not Found'",
		],
		['no field is selected', [interview('a')], parameters({}, ' '), "'Field' is empty", 'Select'],
	];
	test.each(refusals)('%s', async (_why, interviews, given, message, description) => {
		const error = await rejection(set(interviews, given));
		expect(error.message).toContain(message);
		expect(error.description).toMatch(/^No choices were changed\. /);
		expect(error.description).toContain(description);
		expect(error.context.needsAttention).toBe(true);
		expect(writes()).toEqual([]);
	});

	test('the field is of another type, or two have the title', async () => {
		field.fieldType = 'Url';
		const other = await rejection(set([interview('a')]));
		expect(other.message).toBe(
			"'Willo Interview' is a field of the type Url, which has no choices",
		);
		setUp.sandbox.addCustomField({ title: TITLE, objectType: 'Job', fieldType: 'String' });
		const two = await rejection(set([interview('a')]));
		expect(two.message).toBe("2 fields of jobs are called 'Willo Interview'");
		expect(writes()).toEqual([]);
	});

	test('Ashby doesn’t list the choices there are, unless the option allows it', async () => {
		setUp.sandbox.switches.valueSelectLists = false;
		const error = await rejection(set([interview('a')]));
		expect(error.message).toContain("Ashby doesn't list the existing choices");
		await set([interview('a')], parameters({ archiveMoreThanHalf: true }));
		expect(shown()).toEqual(['a: Interview a']);
	});

	test.each(['hiringProcessMetadataRead', 'hiringProcessMetadataWrite'] as const)(
		'the key is missing %s: the answer says how to do without',
		async (missing) => {
			const both = ['hiringProcessMetadataRead', 'hiringProcessMetadataWrite'] as const;
			const permissions = both.filter((each) => each !== missing);
			setUp.key = setUp.sandbox.addKey({ permissions });
			const error = await rejection(set([interview('a'), interview('b')]));
			expect(error.message).toBe(`The Ashby API key is missing the ${missing} permission`);
			expect(error.description).toContain('make it a text or URL field in Ashby');
		},
	);
});

test('more than half are archived if the option allows it', async () => {
	await set([interview('a')], parameters({ archiveMoreThanHalf: true }));
	expect(shown()).toEqual(['a: Interview a']);
});

test('a test run only shows the changes, unless Write in Test Runs is on', async () => {
	const mode = 'manual' as const;
	const interviews = ['a', 'b', 'd'].map((key) => interview(key));
	const [output] = await set(interviews, parameters(), { mode });
	expect(output).toMatchObject({ testRun: true, archived: [{ value: 'c' }] });
	expect(writes()).toEqual([]);
	await set(interviews, { ...parameters(), writeInTestRuns: true }, { mode });
	expect(shown()).toHaveLength(3);
});
