import { distinct } from '../../../../nodes/Ashby/customFields/choices.ts';

const choice = (label: string, value: string, detail = '') => ({ label, value, detail });
const FIRST = choice('First', '0f1e2d3c', 'Ann');
const NO_DETAIL = choice('First', '2f1e2d3c');

test.each([
	[
		'get part of their value if the detail is equal or empty',
		[FIRST, choice('first', '1f1e2d3c', 'Ann'), NO_DETAIL],
		['First (Ann) (0f1e2d)', 'first (Ann) (1f1e2d)', 'First'],
	],
	['are of one choice for each value', [choice('Old', 'a'), choice('New', 'a')], ['New']],
])('distinct labels %s', (_how, choices, labels) => {
	expect(distinct(choices).map(({ label }) => label)).toEqual(labels);
});
