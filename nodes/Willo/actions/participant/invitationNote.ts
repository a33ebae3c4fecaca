/**
 * The note about an invitation, to be added to a candidate's notes: what happened and, without an invitation, why and what
 * to do. In two formats with the same content, like `note.ts`.
 */
import type { Line, Note } from '../../response/note';
import { noteOf } from '../../response/note';
import type { Participant } from '../../client/participant';
import { oneLine } from '../../../shared/text';

export interface InvitationSubject {
	/** Null if it can't be determined. */
	invited: boolean | null;
	alreadyInvited: boolean;
	participant: Participant;
	/** Why the person wasn't invited. */
	reason: string | null;
	/** What the recruiter can do about it. */
	todo: string | null;
	/** Identifies the note, so that the entry is done. Null in a test run. */
	entryId: string | null;
	/** Nothing was sent, and the note must say so in case it is added anyway. */
	testRun: boolean;
}

/** @returns both formats, which contain the entry's ID and the participant's key unchanged */
export function invitationNote(subject: InvitationSubject): Note {
	const { entryId, participant } = subject;
	return noteOf(headlineOf(subject), linesOf(subject), [entryId, participant.key]);
}

/** Willo may quote the key of an interview, which the templates would take for that of an invited participant. */
function withoutKeys(text: string): string {
	return text.replace(/\b([0-9a-f]{8})[0-9a-f]{24}\b/gi, '$1…');
}

function headlineOf(subject: InvitationSubject): string {
	const { invited, alreadyInvited, participant, testRun } = subject;
	const { name, email, interview } = participant;
	const who = oneLine(name ?? email ?? 'This candidate');
	const title = oneLine(interview.title ?? '');
	const where = title ? `the Willo interview “${title}”` : 'a Willo interview';
	if (invited === null) return `Couldn’t confirm whether ${who} was invited to ${where}`;
	if (!invited) return `${who} couldn’t be invited to ${where}`;
	if (testRun) return `Test run: ${who} would be invited to ${where}`;
	return alreadyInvited
		? `${who} had already been invited to ${where}`
		: `${who} was invited to ${where}`;
}

function linesOf(subject: InvitationSubject): Line[] {
	const { invited, alreadyInvited, participant, reason, todo } = subject;
	const sentTo =
		invited === true && !alreadyInvited ? (participant.email ?? participant.phone) : '';
	const lines = {
		'Sent to': sentTo,
		'Sent again': alreadyInvited ? 'No' : '',
		Why: withoutKeys(reason ?? ''),
		'What to do': todo,
	};
	return Object.entries(lines).flatMap(([label, value]) =>
		value && oneLine(value) ? [{ label, value }] : [],
	);
}
