import type { INodeParameters } from 'n8n-workflow';

import type { Application, Candidate } from '../../../sandbox/ashby.mts';
import type { ContextOptions } from '../../../support/nodeWorkflow.mts';
import { rejection } from '../../../support/rejection.mts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
let ada: Candidate;
let application: Application;

beforeEach(() => {
	const { sandbox } = setUp;
	ada = sandbox.addCandidate({ name: 'Ada', email: 'ada@example.com' });
	const { id: jobId } = sandbox.addJob({ title: 'Engineer' });
	application = sandbox.addApplication({ candidateId: ada.id, jobId });
	const labels = ['Invited', 'Completed'];
	sandbox.addCustomField({ title: 'Score', objectType: 'Candidate', fieldType: 'Number' });
	sandbox.addCustomField({ title: 'Link', objectType: 'Candidate', fieldType: 'Url' });
	sandbox.addCustomField({
		title: 'Status',
		objectType: 'Application',
		fieldType: 'ValueSelect',
		labels,
	});
	sandbox.addCustomField({ title: 'Due', objectType: 'Application', fieldType: 'Date' });
});

const field = (title: string) =>
	[...setUp.sandbox.customFields.values()].find((each) => each.title === title)!;
const row = (name: string, value: unknown, mode = 'name') => ({
	field: { __rl: true, mode, value: name },
	value: { __rl: true, mode: 'value', value },
});
const rows = (...all: object[]) => ({ fields: { field: all } }) as unknown as INodeParameters;

const ofCandidate = (parameters: INodeParameters): INodeParameters => ({
	resource: 'candidate',
	operation: 'setCustomFields',
	candidate: { __rl: true, mode: 'email', value: 'ada@example.com' },
	...parameters,
});
const ofApplication = (parameters: INodeParameters): INodeParameters => ({
	resource: 'application',
	operation: 'setCustomFields',
	applicationId: application.id,
	...parameters,
});
const run = async (parameters: INodeParameters, options?: Partial<ContextOptions>) =>
	(await setUp.run(parameters, undefined, options)).map(({ json }) => json);
const valueOf = (objectId: string, title: string) =>
	setUp.sandbox.customFieldValues.get(objectId)?.get(field(title).id);

test('sets several fields of a candidate in one request, by name and by ID', async () => {
	const link = 'https://app.willotalent.com/1';
	const [output] = await run(
		ofCandidate(rows(row(' score ', '4.5'), row(field('Link').id, link, 'list'))),
	);
	expect(output).toEqual({
		candidateId: ada.id,
		customFields: [
			{ id: field('Score').id, title: 'Score', isPrivate: false, value: 4.5 },
			{ id: field('Link').id, title: 'Link', isPrivate: false, value: link },
		],
	});
	expect(setUp.sent('customField.setValues')).toHaveLength(1);
	const [candidate] = await setUp.rows({
		resource: 'candidate',
		operation: 'get',
		candidate: { __rl: true, mode: 'id', value: ada.id },
	});
	expect(candidate.customFields).toMatchObject([{ value: 4.5 }, { value: link }]);
});

test.each([true, false])(
	'sets a choice of an application, if its choices are listed: %s',
	async (valueSelectLists) => {
		setUp.sandbox.switches.valueSelectLists = valueSelectLists;
		const given = valueSelectLists ? 'Completed' : 'completed';
		const [output] = await run(ofApplication(rows(row('Status', given))));
		expect(output).toMatchObject({
			applicationId: application.id,
			customFields: [{ title: 'Status', value: 'completed', valueLabel: 'Completed' }],
		});
	},
);

test('finds a field by the title that an expression returns in the list', async () => {
	await run(ofCandidate(rows(row('={{ "score" }}', 3, 'list'))));
	expect(valueOf(ada.id, 'Score')).toBe(3);
});

test('uses the value of an expression unchanged', async () => {
	const items = [{ json: { score: 3 } }];
	const parameters = ofCandidate(rows(row('Score', '={{ $json.score }}')));
	const [output] = await setUp.run(parameters, items);
	expect(output.json.customFields).toMatchObject([{ value: 3 }]);
});

test('a date with a time is in the workflow’s time zone, and a date without one stays the same', async () => {
	await run(ofApplication(rows(row('Due', '2026-01-31T09:00:00'))));
	// The workflow is in n8n's default time zone, New York.
	expect(valueOf(application.id, 'Due')).toBe('2026-01-31T14:00:00.000Z');
	await run(ofApplication(rows(row('Due', '2026-01-31'))));
	expect(valueOf(application.id, 'Due')).toBe('2026-01-31T00:00:00.000Z');
});

test('an empty value leaves the field unchanged, unless Clear If Empty is on', async () => {
	const parameters = ofCandidate(rows(row('Score', '')));
	await run(ofCandidate(rows(row('Score', 4))));
	await expect(run(parameters)).resolves.toEqual([{ candidateId: ada.id, customFields: [] }]);
	expect(valueOf(ada.id, 'Score')).toBe(4);
	await run({ ...parameters, options: { clearIfEmpty: true } });
	expect(valueOf(ada.id, 'Score')).toBeUndefined();
});

test.each([
	[[row('Score', 'high')], '\'Score\' must be a number. The value is "high"', "row for 'Score'"],
	[[row('Link', 'willo')], "'Link' must be a URL that starts with https:// or http://", "'Link'"],
	[[row('Rank', 1)], "No field for candidates is called 'Rank'", 'private fields'],
	[[row('Status', 'x')], "No field for candidates is called 'Status'", 'Custom Fields'],
	[[row('Score', 1), row('score', 2)], "'Score' is set twice", 'Delete'],
	[[row('', 1)], "'Field' is empty", 'Select the field'],
	[[], "'Fields' is empty", 'Add a field'],
	[[row('', '')], "'Fields' is empty", 'Add a field'],
])('%j is refused: %s', async (given, message, description) => {
	const error = await rejection(run(ofCandidate(rows(...given))));
	expect(error.message).toContain(message);
	expect(error.description).toContain(description);
	expect(setUp.sent('customField.setValues')).toEqual([]);
});

test('an unknown choice lists the valid ones', async () => {
	const error = await rejection(run(ofApplication(rows(row('Status', 'Lost')))));
	expect(error.message).toContain("'Status' must be one of these values: Invited, Completed.");
});

test('two fields with the same name must be selected from the list', async () => {
	setUp.sandbox.addCustomField({ title: 'SCORE', objectType: 'Candidate', fieldType: 'String' });
	const error = await rejection(run(ofCandidate(rows(row('Score', 1)))));
	expect(error.message).toBe("2 fields for candidates are called 'Score'");
	await run(ofCandidate(rows(row(field('Score').id, 1, 'list'))));
	expect(valueOf(ada.id, 'Score')).toBe(1);
});

test('an archived field isn’t found', async () => {
	field('Score').isArchived = true;
	const error = await rejection(run(ofCandidate(rows(row('Score', 1)))));
	expect(error.message).toContain("No field for candidates is called 'Score'");
});

test('a refusal by Ashby names the fields', async () => {
	setUp.sandbox.switches.valueSelectLists = false;
	const error = await rejection(run(ofApplication(rows(row('Status', 'Lost')))));
	expect(error.message).toContain('Invalid value for Status');
	expect(error.description).toContain("Check the values of 'Status'");
});

test('sets what it can, then names the items that failed, and lists the fields once', async () => {
	const items = [1, 'x', 3].map((score) => ({ json: { score } }));
	const parameters = ofCandidate(rows(row('Score', '={{ $json.score }}')));
	const error = await rejection(setUp.run(parameters, items));
	expect(error.message).toContain("1 of 3 items failed: 'Score' must be a number");
	expect(valueOf(ada.id, 'Score')).toBe(3);
	expect(setUp.sent('customField.list')).toHaveLength(1);
});

test('a test run only shows what would be set, unless Write in Test Runs is on', async () => {
	const mode = 'manual' as const;
	const parameters = ofCandidate(rows(row('Score', '4')));
	await expect(run(parameters, { mode })).resolves.toMatchObject([
		{ testRun: true, candidateId: ada.id, customFields: [{ title: 'Score', value: 4 }] },
	]);
	expect(valueOf(ada.id, 'Score')).toBeUndefined();
	await run({ ...parameters, writeInTestRuns: true }, { mode });
	expect(valueOf(ada.id, 'Score')).toBe(4);
});
