/** The attempt that a trigger returns with an entry, and with which a later node does its work once. */
import type { IDataObject } from 'n8n-workflow';
import { isText, shape } from '../shape';

/** The custom field of the job that names the interview, for an entry that may have none. */
export interface InterviewField extends IDataObject {
	title: string;
	/** The title of the job. */
	job: string | null;
	/** ISO 8601. When an interview is entered by then, the entry is returned again. */
	fillInBy: string;
	/** What the note must contain instead of the ID of the entry, so that the entry isn't done. */
	reference: string;
}

export interface Attempt extends IDataObject {
	/** What the note must contain: the ID of the entry. */
	entryId: string;
	/** The number of times that the trigger has returned the entry. */
	number: number;
	/** Whether an earlier attempt may have been processed, at least in part. */
	isRepeat: boolean;
	/** The time of the entry, ISO 8601. An invitation sent since then was sent for this entry. */
	since: string;
	/**
	 * ISO 8601, by n8n's clock. Nothing may be sent after this time, because the entry is returned again. Null if it
	 * isn't.
	 */
	until: string | null;
	interviewField?: InterviewField;
}

/** The attempt in an item of a trigger, or undefined if it isn't one. */
export function readAttempt(given: unknown): Attempt | undefined {
	const {
		entryId,
		number,
		isRepeat,
		since,
		until = null,
		interviewField,
	} = Object(given) as Partial<Attempt>;
	if (typeof entryId !== 'string' || entryId.trim() === '' || !isTime(since)) return undefined;
	if (until !== null && !isTime(until)) return undefined;
	return {
		entryId: entryId.trim(),
		number: typeof number === 'number' && number >= 1 ? number : 1,
		// An unnecessary check does no harm.
		isRepeat: isRepeat !== false,
		since,
		until,
		...(isField(interviewField) && { interviewField }),
	};
}

const isField = shape({ title: isText, fillInBy: isTime, reference: isText });

function isTime(given: unknown): given is string {
	return typeof given === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(given) && Date.parse(given) > 0;
}
