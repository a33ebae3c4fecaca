import { customFieldAsField, type Field } from '../../../../nodes/Ashby/customFields/definition.ts';
import { isEmpty, valueFor } from '../../../../nodes/Ashby/customFields/value.ts';
import { type FieldType, fits, selectable } from '../../../sandbox/ashby/forms.mts';

const selectableValues = selectable(['Strong Hire', 'Yes, but', 'No Hire']);

const field = (type: string, isOfForm = false): Field => ({
	...customFieldAsField({
		id: 'id',
		title: 'Field',
		objectType: 'Candidate',
		fieldType: type,
		isArchived: false,
		selectableValues: type.endsWith('Select') ? selectableValues : undefined,
	}),
	isOfForm,
});

const convert = (type: string, given: unknown, isOfForm = false) =>
	valueFor(field(type, isOfForm), given, 'Europe/Amsterdam');

const CURRENCY = { value: 50_000, currencyCode: 'USD' };
const RANGE = { minValue: 1, maxValue: 10 };
const PAY = { ...RANGE, currencyCode: 'USD', interval: '1 YEAR' };

test.each<[FieldType, unknown, unknown, 'form'?]>([
	['Boolean', 'Yes', true],
	['Boolean', false, false],
	['CompensationRange', JSON.stringify(PAY), { ...PAY, type: 'compensation-range' }],
	['Currency', CURRENCY, CURRENCY],
	['Date', '2026-07-01', '2026-07-01T00:00:00.000Z'],
	['Date', '2026-07-01 09:00', '2026-07-01T07:00:00.000Z'],
	['Date', '2026-07-01T09:00:00Z', '2026-07-01T09:00:00.000Z'],
	['LongText', 'Two\nlines', 'Two\nlines'],
	['MultiValueSelect', 'no hire, strong_hire', ['no_hire', 'strong_hire']],
	['MultiValueSelect', 'Yes, but', ['yes_but']],
	['MultiValueSelect', ['Yes, but', 'No Hire'], ['yes_but', 'no_hire']],
	['MultiValueSelect', '["Yes, but"]', ['yes_but']],
	['Number', ' 4.5 ', 4.5],
	['NumberRange', RANGE, { ...RANGE, type: 'number-range' }],
	['Phone', 31612345678, '31612345678'],
	['String', 4, '4'],
	['Url', ' https://willo.video ', 'https://willo.video'],
	['ValueSelect', 'STRONG HIRE', 'strong_hire'],
	['Date', '2026-07-01T23:30:00Z', '2026-07-02', 'form'],
	['RichText', 'Good', { type: 'PlainText', value: 'Good' }, 'form'],
	['Score', '4', { score: 4 }, 'form'],
])('a field of the type %s takes %j', (type, given, expected, of: string = 'custom') => {
	const isOfForm = of === 'form';
	expect(convert(type, given, isOfForm)).toEqual({ value: expected });
	expect(fits({ type, selectableValues }, expected, isOfForm)).toBe(true);
});

test.each<[string, unknown, string, 'form'?]>([
	['Boolean', 'maybe', 'true or false'],
	['Currency', 50_000, '"currencyCode": "USD"'],
	['Currency', '{"value": 1}', 'an object'],
	['Date', '31/01/2026', 'a date such as'],
	['Date', '2026-02-30', 'a date such as'],
	['MultiValueSelect', 'Strong Hire, Maybe', 'Strong Hire, Yes, but, No Hire'],
	['Number', 'four', 'a number'],
	['Number', 'Infinity', 'a number'],
	['String', { a: 1 }, 'text'],
	['Url', 'javascript:alert(1)', 'a URL'],
	['ValueSelect', 'Maybe', 'one of these values: Strong Hire'],
	['Number', 4.5, 'a whole number', 'form'],
	['RichText', ['x'], 'text', 'form'],
	['Score', 0, 'from 1 to 4', 'form'],
	['Score', '5', 'from 1 to 4', 'form'],
	['Score', 2.5, 'from 1 to 4', 'form'],
])('a field of the type %s refuses %j', (type, given, expected, of: string = 'custom') => {
	const refused = { expected: expect.stringContaining(expected) };
	expect(convert(type, given, of === 'form')).toEqual(refused);
});

test('a type that Ashby adds later takes any value, and a select field whose values it doesn’t list any text', () => {
	expect(convert('Color', { red: 1 })).toEqual({ value: { red: 1 } });
	const unlisted = { ...field('ValueSelect'), choices: [] };
	expect(valueFor(unlisted, 'Any', 'utc')).toEqual({ value: 'Any' });
	const many = { ...field('MultiValueSelect'), choices: [] };
	expect(valueFor(many, 'A, B', 'utc')).toEqual({ value: ['A', 'B'] });
});

test('only what says nothing counts as empty', () => {
	expect([undefined, null, '', [], 0, false].filter(isEmpty)).toEqual([undefined, null, '', []]);
});
