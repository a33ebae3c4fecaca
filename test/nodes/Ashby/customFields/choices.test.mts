import { changesTo, distinct } from '../../../../nodes/Ashby/customFields/choices.ts';

const choice = (label: string, value: string, detail = '') => ({ label, value, detail });
const labels = (...choices: Parameters<typeof distinct>[0]) =>
	distinct(choices).map(({ label }) => label);

describe('distinct labels', () => {
	test('stay the same if they differ', () => {
		expect(labels(choice('First', 'a', 'Ann'), choice('Second', 'b', 'Ann'))).toEqual([
			'First',
			'Second',
		]);
	});

	test('get their detail if they are equal, ignoring case', () => {
		expect(labels(choice('First', 'a', 'Ann'), choice('first', 'b', 'Bo'))).toEqual([
			'First (Ann)',
			'first (Bo)',
		]);
	});

	test('get part of their value if the detail is equal or empty', () => {
		const choices = ['Ann', 'Ann', ''].map((detail, index) =>
			choice('First', `${index}f1e2d3c`, detail),
		);
		expect(labels(...choices)).toEqual(['First (Ann) (0f1e2d)', 'First (Ann) (1f1e2d)', 'First']);
	});

	test('are of one choice for each value', () => {
		expect(distinct([choice('Old', 'a'), choice('New', 'a')])).toEqual([
			{ label: 'New', value: 'a' },
		]);
	});
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
