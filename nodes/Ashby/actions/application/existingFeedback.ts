import { plain } from '../../../shared/text';
import type { AshbyClient } from '../../client/client';
import { PAGE_SIZE } from '../../client/client';
import type { Feedback } from '../../client/types';

/** The feedback to submit. */
export interface Submission {
	applicationId: string;
	formDefinitionId: string;
	userId?: string;
	/** Keyed by the paths of the fields, each value in the shape that Ashby expects. */
	fieldSubmissions: Array<{ path: string; value: unknown }>;
}

/**
 * Finds feedback for the application on the same form, with the same values, and credited to the same user
 * if one is given.
 *
 * Ashby's description shows some submitted values as they were sent and others as plain text (a score as
 * `"4"`), so both are compared as text, ignoring case and whitespace.
 */
export async function existingFeedback(
	client: Pick<AshbyClient, 'rows'>,
	{ applicationId, formDefinitionId, userId, fieldSubmissions }: Submission,
): Promise<Feedback | undefined> {
	const all = client.rows<Feedback>('applicationFeedback.list', {
		applicationId,
		limit: PAGE_SIZE,
	});
	for await (const feedback of all) {
		const { creditedToUser, feedbackFormDefinitionId, submittedByUser, submittedValues } = feedback;
		if ((feedbackFormDefinitionId ?? formDefinitionId) !== formDefinitionId) continue;
		if (userId && ![creditedToUser?.id, submittedByUser?.id].includes(userId)) continue;
		if (
			fieldSubmissions.every(
				({ path, value }) => comparable(submittedValues?.[path]) === comparable(value),
			)
		) {
			return feedback;
		}
	}
	return undefined;
}

function comparable(value: unknown): string {
	if (Array.isArray(value)) return value.map(comparable).sort().join('\n');
	if (typeof value !== 'object' || value === null) {
		return plain(value);
	}
	if ('score' in value) return comparable(value.score);
	if ('type' in value && value.type === 'PlainText' && 'value' in value) {
		return comparable(value.value);
	}
	return JSON.stringify(
		Object.entries(value)
			.map(([key, part]) => [key, comparable(part)])
			.sort(([a], [b]) => a.localeCompare(b)),
	);
}
