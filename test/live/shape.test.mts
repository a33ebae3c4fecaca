import { fieldName, pathOf, placesOf, shapeOf } from '../../scripts/live/shape.mts';

const KEY = '0a'.repeat(16);

test('a value is replaced by its kind', () => {
	expect(
		shapeOf({
			key: KEY,
			email: 'ada@example.com',
			name: 'Ada',
			at: '2026-03-02T09:00:00.000Z',
			link: 'https://example.com/ada',
			id: '00000000-0000-0000-0000-000000000000',
			score: 4,
			isDone: true,
			none: null,
			empty: '',
		}),
	).toEqual({
		key: '32 hexadecimal digits',
		email: 'email',
		name: 'text',
		at: 'date and time',
		link: 'web address',
		id: 'UUID',
		score: 'number',
		isDone: 'boolean',
		none: 'null',
		empty: 'empty text',
	});
});

test('the elements of a list are combined into one', () => {
	expect(shapeOf([{ a: 1 }, { a: 'x', b: [1] }, { b: ['x'] }])).toEqual([
		{ a: 'number or text', b: ['number or text'] },
	]);
	expect(shapeOf({ none: [] })).toEqual({ none: [] });
});

test.each(['ada@example.com', 'Ada', KEY, '12', 'ada de vries', 'a'.repeat(60)])(
	'a name that could be a value is omitted: %s',
	(name) => {
		expect(fieldName(name)).toBe('?');
		expect(shapeOf({ [name]: { [name]: 1 } })).toEqual({ '?': { '?': 'number' } });
		expect(pathOf(`/results/0/${name}/x`)).toMatch(/^results\.\*\.[?*]\.x$/);
		expect(placesOf({ [name]: { key: 'wanted' } }, 'wanted')).toEqual(['?.key']);
	},
);

test('a place is found at any depth, and only where the value is', () => {
	const body = { data: { participant: { key: KEY } }, list: [{ ref: KEY }], other: '1b' };
	expect(placesOf(body, KEY)).toEqual(['data.participant.key', 'list.*.ref']);
	expect(placesOf(body, 'none')).toEqual([]);
});
