/**
 * Checks of a request's body in the manner of Django REST Framework, which Willo is built on: every
 * failing field is named at once, as `{"<field>": ["<message>"]}`, and unknown fields are ignored.
 */

export type FieldMessages = Record<string, string[]>;

/** A check returns the cleaned value, or the messages that refuse it. */
type Outcome = { value: unknown } | { messages: string[] };
export type Check = (value: unknown) => Outcome;

export interface Field {
	required?: boolean;
	nullable?: boolean;
	check: Check;
}

const refuse = (message: string): Outcome => ({ messages: [message] });

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'string') return 'str';
	if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
	if (typeof value === 'boolean') return 'bool';
	return value === null ? 'NoneType' : 'dict';
}

/** Text, trimmed; a number becomes text, as Django REST Framework makes it. */
export function text(options: { maxLength?: number; blank?: boolean } = {}): Check {
	const { maxLength = 255, blank = false } = options;
	return (value) => {
		if (typeof value !== 'string' && typeof value !== 'number')
			return refuse('Not a valid string.');
		const cleaned = String(value).trim();
		if (cleaned === '' && !blank) return refuse('This field may not be blank.');
		if (cleaned.length > maxLength)
			return refuse(`Ensure this field has no more than ${maxLength} characters.`);
		return { value: cleaned };
	};
}

export const email: Check = (value) => {
	const outcome = text({ maxLength: 254 })(value);
	if ('messages' in outcome) return outcome;
	return /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(String(outcome.value))
		? outcome
		: refuse('Enter a valid email address.');
};

export const url: Check = (value) => {
	const outcome = text({ maxLength: 2000 })(value);
	if ('messages' in outcome) return outcome;
	const address = String(outcome.value);
	return /^https?:\/\/[^\s/]+/.test(address) && URL.canParse(address)
		? outcome
		: refuse('Enter a valid URL.');
};

export const truth: Check = (value) =>
	typeof value === 'boolean' ? { value } : refuse('Must be a valid boolean.');

export function choice(values: readonly string[]): Check {
	return (value) =>
		typeof value === 'string' && values.includes(value)
			? { value }
			: refuse(`"${String(value)}" is not a valid choice.`);
}

/** The key of something that exists. */
export function keyOf(things: { has(key: string): boolean }): Check {
	return (value) => {
		if (typeof value !== 'string') return refuse('Invalid value.');
		return things.has(value) ? { value } : refuse(`Object with key=${value} does not exist.`);
	};
}

export function listOf(check: Check): Check {
	return (value) => {
		if (!Array.isArray(value))
			return refuse(`Expected a list of items but got type "${kindOf(value)}".`);
		const outcomes = value.map(check);
		const messages = outcomes.flatMap((outcome) => ('messages' in outcome ? outcome.messages : []));
		return messages.length > 0
			? { messages }
			: { value: outcomes.map((outcome) => ('value' in outcome ? outcome.value : undefined)) };
	};
}

/**
 * Checks a body against fields.
 * @param partial whether required fields may be missing, as in a PATCH
 * @returns the known fields that were sent, cleaned; or the messages of all that are refused
 */
export function checkBody(
	body: unknown,
	fields: Record<string, Field>,
	partial = false,
): { values: Record<string, unknown> } | { messages: FieldMessages } {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		const message = `Invalid data. Expected a dictionary, but got ${kindOf(body)}.`;
		return { messages: { non_field_errors: [message] } };
	}
	const values: Record<string, unknown> = {};
	const messages: FieldMessages = {};
	for (const [name, field] of Object.entries(fields)) {
		const value = (body as Record<string, unknown>)[name];
		if (value === undefined) {
			if (field.required && !partial) messages[name] = ['This field is required.'];
		} else if (value === null) {
			if (field.nullable) values[name] = null;
			else messages[name] = ['This field may not be null.'];
		} else {
			const outcome = field.check(value);
			if ('messages' in outcome) messages[name] = outcome.messages;
			else values[name] = outcome.value;
		}
	}
	return Object.keys(messages).length > 0 ? { messages } : { values };
}
