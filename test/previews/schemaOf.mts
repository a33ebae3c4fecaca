/** The JSON schema of what was seen, as n8n's editor reads it. */

export interface Schema {
	type: 'object' | 'array' | 'string' | 'number' | 'boolean';
	/** The editor follows `properties` only where `type` is one word, so null is allowed this way. */
	nullable?: true;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/**
 * The schema that all values meet. Left out is what nothing is known of: a field that was null each
 * time, the items of lists that were empty, and a field that had several types.
 */
export function schemaOf(values: unknown[]): Schema | undefined {
	const known = values.filter((value) => value !== null && value !== undefined);
	const types = new Set(known.map(typeOf));
	if (types.size !== 1) return undefined;
	const [type] = types;
	return {
		type,
		...(values.includes(null) ? { nullable: true as const } : {}),
		...(type === 'object' ? { properties: propertiesOf(known as object[]) } : {}),
		...(type === 'array' ? itemsOf((known as unknown[][]).flat()) : {}),
	};
}

function typeOf(value: unknown): Schema['type'] {
	return Array.isArray(value) ? 'array' : (typeof value as Schema['type']);
}

function propertiesOf(objects: object[]): Record<string, Schema> {
	const names = new Set(objects.flatMap((each) => Object.keys(each)));
	const fields = [...names].map(
		(name) => [name, schemaOf(objects.map((each) => Reflect.get(each, name)))] as const,
	);
	return Object.fromEntries(fields.filter((field): field is [string, Schema] => !!field[1]));
}

function itemsOf(values: unknown[]): { items?: Schema } {
	const items = schemaOf(values);
	return items ? { items } : {};
}
