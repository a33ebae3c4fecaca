import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';
import type { InvitationSubject } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';

const KEY = 'a'.repeat(32);
const ENTRY = '7d5e0c1a-0000-4000-8000-000000000001';
const REF = `Ref: ${ENTRY} ${KEY}`;
const INTERVIEW = 'to the Willo interview “First interview”';

const noteOf = ({ participant, ...more }: Partial<InvitationSubject> = {}) =>
	invitationNote({
		invited: true,
		alreadyInvited: false,
		reason: null,
		todo: null,
		entryId: ENTRY,
		testRun: false,
		...more,
		participant: {
			key: KEY,
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: null,
			stage: 'Invited',
			interview: { key: 'b'.repeat(32), title: 'First interview' },
			externalId: 'candidate-1',
			...participant,
		},
	});

const failed = { reason: 'There is no address', todo: 'Add one' };
const WHY = ['Why: There is no address', 'What to do: Add one', REF];

test.each<[string, Partial<InvitationSubject>, string[]]>([
	['was invited', {}, [`Ada Lovelace was invited ${INTERVIEW}`, 'Sent to: ada@example.com', REF]],
	[
		'was invited before',
		{ alreadyInvited: true },
		[`Ada Lovelace had already been invited ${INTERVIEW}`, 'Sent again: No', REF],
	],
	[
		'wasn’t invited, why, and what to do',
		{ invited: false, ...failed },
		[`Ada Lovelace couldn’t be invited ${INTERVIEW}`, ...WHY],
	],
	[
		'may have been invited, and what to do',
		{ invited: null, ...failed },
		[`Couldn’t confirm whether Ada Lovelace was invited ${INTERVIEW}`, ...WHY],
	],
])('the note says that the person %s', (_what, subject, lines) => {
	const { text, html } = noteOf(subject);
	expect(text).toBe(lines.join('\n'));
	expect(html.replace(/<[^>]+>/g, '')).toBe(lines.join(''));
});

test('the note is a list in HTML', () => {
	expect(noteOf().html).toBe(
		[
			`<b>Ada Lovelace was invited ${INTERVIEW}</b><ul>`,
			'<li><b>Sent to:</b> ada@example.com</li>',
			`<li>Ref: <code>${ENTRY}</code> <code>${KEY}</code></li></ul>`,
		].join(''),
	);
});

test('the note omits unknown values', () => {
	const nobody = { key: null, name: null, email: null, phone: null } as const;
	const interview = { key: null, title: null };
	const participant = { ...nobody, interview, stage: null, externalId: null };
	expect(noteOf({ participant, entryId: null })).toEqual({
		text: 'This candidate was invited to a Willo interview',
		html: '<b>This candidate was invited to a Willo interview</b>',
	});
});
