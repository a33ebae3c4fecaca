/**
 * Reduces a vendor's answer to its shape: names of fields and kinds of values. Everything that is written about an answer
 * passes through here, so that it can't contain data of a person or an account.
 */

const KINDS: [RegExp, string][] = [
	[/^$/, 'empty text'],
	[/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'UUID'],
	[/^[0-9a-f]{32}$/i, '32 hexadecimal digits'],
	[/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/, 'date and time'],
	[/^\d{4}-\d\d-\d\d$/, 'date'],
	[/^[^\s@]+@[^\s@]+$/, 'email'],
	[/^https?:\/\//i, 'web address'],
];

const DEEPEST = 8;

/** The name of a field. A name that could be a value, such as an email or an ID, is `?`. */
export function fieldName(name: string): string {
	const isName = /^[a-z][A-Za-z0-9_]{0,40}$/.test(name);
	return isName && kindOf(name) === 'text' ? name : '?';
}

function kindOf(text: string): string {
	return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'text';
}

/**
 * The shape of a JSON value, as JSON: `{"key": "32 hexadecimal digits", "stage": "text"}`. The elements
 * of a list become one, with the fields of all of them.
 */
export function shapeOf(value: unknown, depth = 0): unknown {
	if (value === null) return 'null';
	if (typeof value === 'string') return kindOf(value);
	if (typeof value !== 'object') return typeof value;
	if (depth >= DEEPEST) return '…';
	if (Array.isArray(value)) {
		const shapes = value.map((each) => shapeOf(each, depth + 1));
		return shapes.length === 0 ? [] : [shapes.reduce(merged)];
	}
	return Object.entries(value).reduce<Record<string, unknown>>((shape, [name, inner]) => {
		const key = fieldName(name);
		const own = shapeOf(inner, depth + 1);
		return { ...shape, [key]: key in shape ? merged(shape[key], own) : own };
	}, {});
}

/** Merges the shapes of two values in the same place. */
export function merged(a: unknown, b: unknown): unknown {
	if (Array.isArray(a) && Array.isArray(b)) {
		const inner = [...a, ...b];
		return inner.length === 0 ? [] : [inner.reduce(merged)];
	}
	if (isObject(a) && isObject(b)) {
		const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
		return Object.fromEntries(
			names.map((name) => [
				name,
				name in a && name in b ? merged(a[name], b[name]) : (a[name] ?? b[name]),
			]),
		);
	}
	const texts = [a, b].flatMap((each) =>
		typeof each === 'string' ? each.split(' or ') : [JSON.stringify(each)],
	);
	return [...new Set(texts)].join(' or ');
}

/** A JSON pointer as a path without values: `/results/0/archivedAt` becomes `results.*.archivedAt`. */
export function pathOf(pointer: string): string {
	return pointer
		.split('/')
		.slice(1)
		.map((part) => (/^\d+$/.test(part) ? '*' : fieldName(part)))
		.join('.');
}

/** The paths of a text in a JSON value, such as `data.participant.key`. */
export function placesOf(value: unknown, wanted: string, path: string[] = []): string[] {
	if (value === wanted) return [path.join('.')];
	if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		placesOf(inner, wanted, [...path, Array.isArray(value) ? '*' : fieldName(name)]),
	);
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
