import { readParticipant } from '../../../../../nodes/Willo/client/participant.ts';
import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';

test('the note omits unknown values', () => {
	const participant = readParticipant({});
	const invited = { invited: true, alreadyInvited: false, reason: null, todo: null };
	expect(invitationNote({ ...invited, participant, entryId: null, testRun: false })).toEqual({
		text: 'This candidate was invited to a Willo interview',
		html: '<b>This candidate was invited to a Willo interview</b>',
	});
});
