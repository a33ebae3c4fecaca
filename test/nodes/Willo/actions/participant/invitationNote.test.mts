import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';

test('the note omits unknown values', () => {
	const nobody = { key: null, name: null, email: null, phone: null, stage: null, externalId: null };
	const participant = { ...nobody, interview: { key: null, title: null } };
	const invited = { invited: true, alreadyInvited: false, reason: null, todo: null };
	expect(invitationNote({ ...invited, participant, entryId: null, testRun: false })).toEqual({
		text: 'This candidate was invited to a Willo interview',
		html: '<b>This candidate was invited to a Willo interview</b>',
	});
});
