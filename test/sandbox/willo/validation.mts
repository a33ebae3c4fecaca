/**
 * Checks a request's body, and says what is wrong with it as Django REST Framework does, which Willo is built on: every
 * failing field is named at once, as `{"<field>": ["<message>"]}`, and unknown fields are ignored.
 */
import { z } from 'zod/v4';

export const text = z
	.string('Not a valid string.')
	.trim()
	.min(1, 'This field may not be blank.')
	.max(255, 'Ensure this field has no more than 255 characters.');

export const email = text.regex(
	/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/,
	'Enter a valid email address.',
);

export const url = z.url({ protocol: /^https?$/, error: 'Enter a valid URL.' });

/** The key of something that exists. */
export function keyOf(things: { has(key: string): boolean }) {
	return z.string('Invalid value.').refine((key) => things.has(key), {
		error: ({ input }) => `Object with key=${String(input)} does not exist.`,
	});
}

/** The known fields that were sent, or the messages of all that are refused. */
export function checkBody<Schema extends z.ZodType>(
	body: unknown,
	schema: Schema,
): { values: z.infer<Schema> } | { messages: Record<string, string[]> } {
	const parsed = schema.safeParse(body);
	if (parsed.success) return { values: parsed.data };
	const messages: Record<string, string[]> = {};
	for (const { path, message } of parsed.error.issues) {
		(messages[String(path[0] ?? 'non_field_errors')] ??= []).push(message);
	}
	return { messages };
}
