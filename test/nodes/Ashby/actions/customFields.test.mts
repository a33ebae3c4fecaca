import type { INodeParameters } from 'n8n-workflow';

import { ada, application, expectError, filledIn, locator, manual, useAda } from '../setUp.mts';

const setUp = useAda();

beforeEach(() => {
	const labels = ['Invited', 'Completed'];
	for (const each of [
		{ objectType: 'Candidate', title: 'Score', fieldType: 'Number' },
		{ objectType: 'Candidate', title: 'Link', fieldType: 'Url' },
		{ objectType: 'Application', title: 'Status', fieldType: 'ValueSelect', labels },
		{ objectType: 'Application', title: 'Due', fieldType: 'Date' },
	] as const) {
		setUp.sandbox.addCustomField({ ...each });
	}
});

const field = (title: string) =>
	[...setUp.sandbox.customFields.values()].find((each) => each.title === title)!;

const operation = 'setCustomFields';
const ofCandidate = (...rows: Parameters<typeof filledIn>): INodeParameters => {
	const candidate = locator('email', 'ada@example.com');
	return { resource: 'candidate', operation, candidate, ...filledIn(...rows) };
};
const ofApplication = (...rows: Parameters<typeof filledIn>): INodeParameters => {
	const applicationId = application.id;
	return { resource: 'application', operation, applicationId, ...filledIn(...rows) };
};
const valueOf = (objectId: string, title: string) =>
	setUp.sandbox.customFieldValues.get(objectId)?.get(field(title).id);

test('sets several fields of a candidate in one request, by name and by ID', async () => {
	const link = 'https://app.willotalent.com/1';
	const customFields = [
		{ id: field('Score').id, title: 'Score', isPrivate: false, value: 4.5 },
		{ id: field('Link').id, title: 'Link', isPrivate: false, value: link },
	];
	const rows = ofCandidate([' score ', '4.5'], [field('Link').id, link, 'list']);
	expect(await setUp.rows(rows)).toEqual([{ candidateId: ada.id, customFields }]);
	expect(setUp.sent('customField.setValues')).toHaveLength(1);
	expect([valueOf(ada.id, 'Score'), valueOf(ada.id, 'Link')]).toEqual([4.5, link]);
});

test.each([
	[true, 'Completed'],
	[false, 'completed'],
])('sets a choice (listed: %s) and a time of an application', async (listed, given) => {
	setUp.sandbox.switches.valueSelectLists = listed;
	// The workflow is in n8n's default time zone, New York.
	const status = { title: 'Status', value: 'completed', valueLabel: 'Completed' };
	const customFields = [status, { title: 'Due', value: '2026-01-31T14:00:00.000Z' }];
	const output = await setUp.rows(ofApplication(['Status', given], ['Due', '2026-01-31T09:00:00']));
	expect(output).toMatchObject([{ applicationId: application.id, customFields }]);
});

test('fields and values can be expressions, and the fields are listed once for all items', async () => {
	const scores = ofCandidate(['={{ "score" }}', '={{ $json.score }}', 'list']);
	const output = await setUp.rows(scores, {}, [{ score: 3 }, { score: 4 }]);
	expect(output).toMatchObject([3, 4].map((value) => ({ customFields: [{ value }] })));
	expect(setUp.sent('customField.list')).toHaveLength(1);
});

test('an empty value leaves the field unchanged, unless Clear If Empty is on', async () => {
	const empty = ofCandidate(['Score', '']);
	await setUp.rows(ofCandidate(['Score', 4]));
	expect(await setUp.rows(empty)).toEqual([{ candidateId: ada.id, customFields: [] }]);
	expect(valueOf(ada.id, 'Score')).toBe(4);
	await setUp.rows({ ...empty, options: { clearIfEmpty: true } });
	expect(valueOf(ada.id, 'Score')).toBeUndefined();
});

test.each<[RegExp, string, ...Parameters<typeof filledIn>]>([
	[/^'Score' must be a number. The value is "x"/, "row for 'Score'", ['Score', 'x']],
	[/^No field for candidates is called 'Rank'/, 'private fields', ['Rank', 1]],
	[/^No field for candidates is called 'Status'/, 'Custom Fields', ['Status', 'x']],
	[/^'Score' is set twice/, 'Delete', ['Score', 1], ['score', 2]],
	[/^'Field' is empty/, 'Select the field', ['', 1]],
	[/^'Fields' is empty/, 'Add a field', ['', '']],
])('a mistake is refused, with what to do: %s, %s', async (message, advice, ...given) => {
	await expectError(setUp.rows(ofCandidate(...given)), message, advice);
	expect(setUp.sent('customField.setValues')).toEqual([]);
});

test('an unknown choice lists the valid ones, or the refusal by Ashby names the field', async () => {
	const lost = ofApplication(['Status', 'Lost']);
	await expectError(setUp.rows(lost), /'Status' must be one of these values: Invited, Completed\./);
	setUp.sandbox.switches.valueSelectLists = false;
	await expectError(setUp.rows(lost), /Invalid value for Status/, "Check the values of 'Status'");
});

test('two fields with the same name must be selected from the list, and archived ones don’t count', async () => {
	const score = ofCandidate(['Score', 1]);
	setUp.sandbox.addCustomField({ title: 'SCORE', objectType: 'Candidate', fieldType: 'String' });
	await expectError(setUp.rows(score), "2 fields for candidates are called 'Score'");
	await setUp.rows(ofCandidate([field('Score').id, 1, 'list']));
	expect(valueOf(ada.id, 'Score')).toBe(1);
	for (const title of ['Score', 'SCORE']) field(title).isArchived = true;
	await expectError(setUp.rows(score), /^No field for candidates is called 'Score'/);
});

test('a test run only shows what would be set, unless Write in Test Runs is on', async () => {
	const score = ofCandidate(['Score', '4']);
	const customFields = [{ title: 'Score', value: 4 }];
	const shown = { testRun: true, candidateId: ada.id, customFields };
	expect(await setUp.rows(score, manual)).toMatchObject([shown]);
	expect(valueOf(ada.id, 'Score')).toBeUndefined();
	await setUp.rows({ ...score, writeInTestRuns: true }, manual);
	expect(valueOf(ada.id, 'Score')).toBe(4);
});
