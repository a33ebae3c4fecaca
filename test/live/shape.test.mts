import { randomUUID } from 'node:crypto';
import { fieldName, pathOf, placesOf, shapeOf } from '../../scripts/live/shape.mts';

const KEY = '0a'.repeat(16);

test('a value is replaced by its kind', () => {
	const texts = [KEY, 'ada@example.com', 'Ada', '2026-03-02T09:00:00Z', 'https://example.com', ''];
	const kinds = [...texts, randomUUID(), 4, true, null].map((each) => shapeOf([each]));
	expect(kinds.join(', ')).toBe(
		'32 hexadecimal digits, email, text, date and time, web address, empty text, UUID, number, boolean, null',
	);
});

test('the elements of a list are combined into one', () => {
	const combined = { a: 'number or text', b: ['number or text'] };
	expect(shapeOf([[{ a: 1 }, { a: 'x', b: [1] }, { b: ['x'] }]])).toEqual([combined]);
	expect(shapeOf([{ none: [] }])).toEqual({ none: [] });
});

const NAMES = ['ada@example.com', 'Ada', KEY, '12', 'ada de vries', 'a'.repeat(60)];
test.each(NAMES)('a name that could be a value is omitted: %s', (name) => {
	expect(fieldName(name)).toBe('?');
	expect(shapeOf([{ [name]: { [name]: 1 } }])).toEqual({ '?': { '?': 'number' } });
	expect(pathOf(`/results/0/${name}/x`)).toMatch(/^results\.\*\.[?*]\.x$/);
	expect(placesOf({ [name]: { key: 'wanted' } }, 'wanted')).toEqual(['?.key']);
});
