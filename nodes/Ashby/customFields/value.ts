import { dateTimeOf, parsedJson, textOf } from '../../shared/node/parameters';
import { plain } from '../../shared/text';
import type { Field } from './definition';

/** The value in the shape that Ashby expects, or a description of what the field expects instead. */
export type Converted = { value: unknown } | { expected: string };

interface Kind {
	/** Completes "'Willo Score' must be …". */
	expected: (field: Field) => string;
	/** Undefined if the value is invalid. */
	convert: (given: unknown, field: Field, zone: string) => unknown;
}

const INTERVALS =
	'NONE, 1 TIME, 1 HOUR, 1 DAY, 1 WEEK, 2 WEEK, 0.5 MONTH, 1 MONTH, 2 MONTH, 3 MONTH, 6 MONTH, 1 YEAR';

const TEXT: Kind = { expected: () => 'text', convert: (given) => plainText(given) };

const ONE_CHOICE: Kind = {
	expected: ({ choices }) => `one of these values: ${listed(choices)}`,
	convert: (given, field) => choice(plainText(given), field),
};

/** Keyed by Ashby's type names (its descriptions of customField.setValues and applicationFeedback.submit). */
const KINDS: Record<string, Kind> = {
	Boolean: {
		expected: () => 'true or false',
		convert: (given) => ({ true: true, yes: true, false: false, no: false })[lower(given)],
	},
	CompensationRange: objectWith(
		['minValue', 'maxValue', 'currencyCode', 'interval'],
		'compensation-range',
		`{"minValue": 50000, "maxValue": 60000, "currencyCode": "USD", "interval": "1 YEAR"}; the interval is one of ${INTERVALS}`,
	),
	Currency: objectWith(
		['value', 'currencyCode'],
		undefined,
		'{"value": 50000, "currencyCode": "USD"}',
	),
	Date: {
		expected: () => 'a date such as 2026-01-31',
		convert: dateFor,
	},
	Email: TEXT,
	LongText: TEXT,
	MultiValueSelect: {
		expected: ({ choices }) =>
			`one or more of these values, separated by commas: ${listed(choices)}`,
		convert: choicesFor,
	},
	Number: {
		expected: ({ isOfForm }) => (isOfForm ? 'a whole number' : 'a number'),
		convert: (given, { isOfForm }) => {
			const number = numberOf(given);
			return isOfForm && !Number.isInteger(number) ? undefined : number;
		},
	},
	NumberRange: objectWith(
		['minValue', 'maxValue'],
		'number-range',
		'{"minValue": 1, "maxValue": 10}',
	),
	Phone: TEXT,
	RichText: {
		expected: () => 'text',
		// Ashby's API doesn't accept formatted text.
		convert: (given) => {
			const value = plainText(given);
			return value === undefined ? undefined : { type: 'PlainText', value };
		},
	},
	Score: {
		expected: () => 'a whole number from 1 to 4',
		convert: (given) => {
			const score = numberOf(given);
			return score && [1, 2, 3, 4].includes(score) ? { score } : undefined;
		},
	},
	String: TEXT,
	UUID: TEXT,
	Url: {
		expected: () => 'a URL that starts with https:// or http://',
		convert: (given) => {
			const url = plainText(given)?.trim();
			return url && /^https?:\/\/\S+$/i.test(url) ? url : undefined;
		},
	},
	ValueSelect: ONE_CHOICE,
};

/** Whether the value is empty, as the result of an expression often is. */
export function isEmpty(given: unknown): boolean {
	return (
		given === undefined || given === null || given === '' || (Array.isArray(given) && !given.length)
	);
}

/**
 * Converts a value that was entered or returned by an expression into the shape that Ashby expects. Values of
 * unknown types aren't changed.
 *
 * @param zone the time zone of dates and times without an offset
 */
export function valueFor(field: Field, given: unknown, zone: string): Converted {
	const kind = KINDS[field.type] as Kind | undefined;
	if (!kind) return { value: given };
	const value = kind.convert(given, field, zone);
	return value === undefined ? { expected: kind.expected(field) } : { value };
}

function plainText(given: unknown): string | undefined {
	if (typeof given === 'string') return given;
	return typeof given === 'number' || typeof given === 'boolean' ? String(given) : undefined;
}

function lower(given: unknown): string {
	return textOf(plainText(given)).toLowerCase();
}

function numberOf(given: unknown): number | undefined {
	const text = textOf(plainText(given));
	const number = text === '' ? NaN : Number(text);
	return Number.isFinite(number) ? number : undefined;
}

/**
 * Forms expect a day, custom fields a date and time. A day without a time must not change: it is sent as
 * midnight in UTC, regardless of the workflow's time zone.
 */
function dateFor(given: unknown, { isOfForm }: Field, zone: string): string | undefined {
	const isDay = /^\d{4}-\d{2}-\d{2}$/.test(textOf(given));
	const moment = dateTimeOf(given, isDay ? 'utc' : zone);
	return (isOfForm ? moment?.toISODate() : moment?.toUTC().toISO()) ?? undefined;
}

/** The value of the choice with this value or label. */
function choice(text: string | undefined, { choices }: Field): string | undefined {
	const wanted = text?.trim();
	if (!wanted || choices.length === 0) return wanted;
	const found =
		choices.find(({ value }) => value === wanted) ??
		choices.find(({ label, value }) =>
			[label, value].some((name) => plain(name) === plain(wanted)),
		);
	return found?.value;
}

/** From a list or a comma-separated text. A label may itself contain a comma. */
function choicesFor(given: unknown, field: Field): string[] | undefined {
	const json =
		typeof given === 'string' && given.trim().startsWith('[') ? parsedJson(given) : given;
	const whole =
		Array.isArray(json) || field.choices.length === 0 ? undefined : choice(plainText(json), field);
	if (whole) return [whole];
	const texts = Array.isArray(json) ? json.map(plainText) : plainText(json)?.split(',');
	const values = texts?.filter((text) => text?.trim() !== '').map((text) => choice(text, field));
	return values?.some((value) => value === undefined)
		? undefined
		: (values as string[] | undefined);
}

function objectWith(keys: string[], type: string | undefined, example: string): Kind {
	return {
		expected: () => `an object such as ${example}`,
		convert: (given) => {
			const value = typeof given === 'string' ? parsedJson(given) : given;
			if (typeof value !== 'object' || value === null) return undefined;
			if (!keys.every((key) => key in value)) return undefined;
			return type ? { ...value, type } : value;
		},
	};
}

function listed(choices: Field['choices']): string {
	return choices.map(({ label }) => label).join(', ');
}
