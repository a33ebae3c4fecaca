import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';
import type { InvitationSubject } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';

const KEY = 'a'.repeat(32);
const ENTRY = '7d5e0c1a-0000-4000-8000-000000000001';

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

describe('the note', () => {
	it('says that the person was invited', () => {
		expect(noteOf()).toEqual({
			text: [
				'Ada Lovelace was invited to the Willo interview “First interview”',
				'Sent to: ada@example.com',
				`Ref: ${ENTRY} ${KEY}`,
			].join('\n'),
			html: [
				'<b>Ada Lovelace was invited to the Willo interview “First interview”</b><ul>',
				'<li><b>Sent to:</b> ada@example.com</li>',
				`<li>Ref: <code>${ENTRY}</code> <code>${KEY}</code></li></ul>`,
			].join(''),
		});
	});

	it('says that the person was invited before', () => {
		expect(noteOf({ alreadyInvited: true }).text).toBe(
			[
				'Ada Lovelace had already been invited to the Willo interview “First interview”',
				'Sent again: No',
				`Ref: ${ENTRY} ${KEY}`,
			].join('\n'),
		);
	});

	it.each([
		[false, 'Ada Lovelace couldn’t be invited to the Willo interview “First interview”'],
		[
			null,
			'Couldn’t confirm whether Ada Lovelace was invited to the Willo interview “First interview”',
		],
	])('says why the person wasn’t invited, and what to do: %s', (invited, headline) => {
		const subject = { invited, reason: 'There is no address', todo: 'Add one' };
		const { text, html } = noteOf(subject);
		expect(text.split('\n').slice(0, 3)).toEqual([
			headline,
			'Why: There is no address',
			'What to do: Add one',
		]);
		expect(html).toContain('<li><b>Why:</b> There is no address</li>');
		expect(html).toContain('<li><b>What to do:</b> Add one</li>');
		expect(text).not.toContain('Sent');
	});

	it('omits unknown values', () => {
		const nobody = { key: null, name: null, email: null, phone: null } as const;
		const interview = { key: null, title: null };
		const participant = { ...nobody, interview, stage: null, externalId: null };
		expect(noteOf({ participant, entryId: null })).toEqual({
			text: 'This candidate was invited to a Willo interview',
			html: '<b>This candidate was invited to a Willo interview</b>',
		});
	});
});
