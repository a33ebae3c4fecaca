/** Why nobody is invited if the field of a job, from which an Ashby trigger read the interview, names none. */
import type { IDataObject } from 'n8n-workflow';
import type { Attempt, InterviewField } from '../../../shared/trigger/attempt';
import { isNotFound } from '../../client/failures';
import type { Run } from '../operation';
import type { Refusal } from './refusal';

/**
 * Once somebody has filled it in, the trigger returns the entry again.
 *
 * @param value what the field contains
 */
export function withoutInterview(
	{ title, job, fillInBy, reference }: InterviewField,
	value: string,
	error: Error,
): Refusal {
	const where = job === null ? 'the job' : `“${job}”`;
	return {
		reason: value
			? `The field “${title}” of ${where} names no interview in Willo: ${value}`
			: `No Willo interview is set for ${where}`,
		todo: `${value ? 'Correct' : 'Fill in'} the job’s field “${title}” in Ashby by ${fillInBy.slice(0, 10)}: the invitation then goes out by itself`,
		reference,
		error,
	};
}

/** The same if the interview in a request no longer exists in Willo. Undefined if it does, or wasn't read from a field. */
export async function missingInterview(
	{ client }: Run,
	{ interview }: IDataObject,
	attempt: Attempt | undefined,
): Promise<Refusal | undefined> {
	const field = attempt?.interviewField;
	if (!field) return undefined;
	const key = String(interview);
	return await client.get('interviews', key).then(
		() => undefined,
		(failure: unknown) => {
			if (isNotFound(failure)) return withoutInterview(field, key, failure as Error);
			throw failure;
		},
	);
}
