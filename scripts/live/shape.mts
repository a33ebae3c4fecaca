/**
 * Reduces a vendor's answer to its shape: names of fields and kinds of values. Everything that is written about an answer
 * passes through here, so that it can't contain data of a person or an account.
 */
import { isObject } from '../../nodes/shared/shape.ts';

const TEXTS: [RegExp, string][] = [
	[/^$/, 'empty text'],
	[/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'UUID'],
	[/^[0-9a-f]{32}$/i, '32 hexadecimal digits'],
	[/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/, 'date and time'],
	[/^\d{4}-\d\d-\d\d$/, 'date'],
	[/^[^\s@]+@[^\s@]+$/, 'email'],
	[/^https?:\/\//i, 'web address'],
	[/^/, 'text'],
];

const DEEPEST = 8;

/** The name of a field. A name that could be a value, such as an email or an ID, is `?`. */
export function fieldName(name: string): string {
	return /^[a-z][A-Za-z0-9_]{0,40}$/.test(name) && kindOf(name) === 'text' ? name : '?';
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return TEXTS.find(([pattern]) => pattern.test(value))![1];
	return Array.isArray(value) ? 'list' : typeof value;
}

/**
 * The shape that JSON values have in common, as JSON: `{"key": "32 hexadecimal digits", "stage": "text"}`. The elements of a
 * list become one, with the fields of all of them.
 */
export function shapeOf(values: unknown[], depth = 0): unknown {
	const shapes = [...new Set(values.map(kindOf))].map((kind) => {
		if (kind !== 'list' && kind !== 'object') return kind;
		if (depth >= DEEPEST) return '…';
		if (kind === 'list') {
			const elements = values.filter(Array.isArray).flat();
			return elements.length === 0 ? [] : [shapeOf(elements, depth + 1)];
		}
		const fields = new Map<string, unknown[]>();
		for (const [name, value] of values.filter(isObject).flatMap(Object.entries)) {
			const key = fieldName(name);
			fields.set(key, [...(fields.get(key) ?? []), value]);
		}
		return Object.fromEntries([...fields].map(([key, inner]) => [key, shapeOf(inner, depth + 1)]));
	});
	if (shapes.length === 1) return shapes[0];
	return shapes
		.map((shape) => (typeof shape === 'string' ? shape : JSON.stringify(shape)))
		.join(' or ');
}

/** A JSON pointer as a path without values: `/results/0/archivedAt` becomes `results.*.archivedAt`. */
export function pathOf(pointer: string): string {
	const [, ...names] = pointer.split('/');
	return names.map((name) => (/^\d+$/.test(name) ? '*' : fieldName(name))).join('.');
}

/** The paths of a text in a JSON value, such as `data.participant.key`. */
export function placesOf(value: unknown, wanted: string, path: string[] = []): string[] {
	if (value === wanted) return [path.join('.')];
	if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		placesOf(inner, wanted, [...path, Array.isArray(value) ? '*' : fieldName(name)]),
	);
}
