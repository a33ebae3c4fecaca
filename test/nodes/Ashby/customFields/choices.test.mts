import { changesTo, distinct } from '../../../../nodes/Ashby/customFields/choices.ts';

const choice = (label: string, value: string, detail = '') => ({ label, value, detail });
const FIRST = choice('First', '0f1e2d3c', 'Ann');
const NO_DETAIL = choice('First', '2f1e2d3c');

test.each([
	['stay the same if they differ', [FIRST, choice('Second', 'b', 'Ann')], ['First', 'Second']],
	[
		'get their detail if they are equal, ignoring case',
		[FIRST, choice('first', 'b', 'Bo')],
		['First (Ann)', 'first (Bo)'],
	],
	[
		'get part of their value if the detail is equal or empty',
		[FIRST, choice('First', '1f1e2d3c', 'Ann'), NO_DETAIL],
		['First (Ann) (0f1e2d)', 'First (Ann) (1f1e2d)', 'First'],
	],
	['are of one choice for each value', [choice('Old', 'a'), choice('New', 'a')], ['New']],
])('distinct labels %s', (_how, choices, labels) => {
	expect(distinct(choices).map(({ label }) => label)).toEqual(labels);
});

test('changes: choices are added, renamed, restored, and archived by their values', () => {
	const existing = [
		{ label: 'Same', value: 's' },
		{ label: 'Old', value: 'r' },
		{ label: 'Gone', value: 'g', isArchived: false },
		{ label: 'Back', value: 'b', isArchived: true },
		{ label: 'Long Gone', value: 'l', isArchived: true },
	];
	const wanted = [
		{ label: 'Same', value: 's' },
		{ label: 'New', value: 'r' },
		{ label: 'Back', value: 'b' },
	];
	expect(changesTo(existing, wanted)).toEqual({
		added: [{ label: 'Back', value: 'b' }],
		renamed: [{ label: 'New', value: 'r', previousLabel: 'Old' }],
		archived: [{ label: 'Gone', value: 'g' }],
		before: 3,
		selectableValues: [
			{ label: 'Same', value: 's', isArchived: false },
			{ label: 'New', value: 'r', isArchived: false },
			{ label: 'Back', value: 'b', isArchived: false },
			{ label: 'Gone', value: 'g', isArchived: true },
		],
	});
});
