/** Removes open invitations of candidates who are no longer in the stage for which they were invited. */
import { conditions, coreNode, everyDay, isTrue } from './core';
import { ACROSS, byId, connectOutputs, field, lineOf, ours } from './lanes';
import { overviewNote, sticky } from './stickies';
import type { Template } from './templates';

const owner = { number: 11 };

const names = {
	daily: 'Every Day',
	open: 'Get Open Invitations',
	ours: 'Invited from Ashby',
	application: 'Get Application in the Stage',
	left: 'Left the Stage',
	note: 'Add Removal Note',
	delete: 'Delete Participant',
};

/** Below the others, so that it runs last. It fails with whoever couldn't be read, and why. */
const AGAIN = 'Try the Application Again';

/** Another system's external IDs aren't IDs of candidates. */
const IS_ID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

const GET = {
	resource: 'application',
	operation: 'get',
	applicationId: { __rl: true, mode: 'candidate', value: field('external_id') },
	options: { invitedAs: field('key') },
};

/** The participant, for expressions in later nodes. */
const INVITED = `$('${names.ours}').item.json`;

const OVERVIEW = `## Stop what no longer applies

### How it works
Willo reminds everyone who hasn't responded, also candidates whom you have rejected or moved. Every day, this workflow compares all open invitations with where the candidates are now. Whoever was archived, hired, or moved out of the stage **without a response** no longer gets reminders: a note in Ashby says so, and their invitation is removed from Willo.
Only invitations that your notes name are removed, and nobody who has responded or begun to. Whoever comes back to the stage is invited again.

### Setup steps
1. Import and publish one of the templates that invite candidates.
2. **${names.open}** and **${names.delete}**: select the Willo credential.
3. Select the Ashby credential in the Ashby nodes.
4. **${names.delete}**: in *Participant*, leave the expression. Willo doesn't document what becomes of a deleted participant's link, so try it with a participant of your own first.
5. **${names.application}**: execute the workflow. A test run deletes nobody and shows who would be deleted.
6. **Publish.**

### Good to know
Deleting can't be undone. It needs Willo to return the external ID that was sent with the invitation.`;

const REMOVING = `### Every day: remove open invitations of candidates who have left the stage
The note about the invitation contains the ID of the entry and Willo's key of the participant. **The participant is deleted last**, and is read again right before: if the note or the deletion fails, both are tried again the next day.`;

export const stop: Template = {
	file: 'ashby-willo-stop',
	id: 'ashby-willo-stop',
	name: 'Remove open Willo invitations of candidates who have left the stage in Ashby',
	nodes: [
		overviewNote(owner, [-520, -192], OVERVIEW),
		sticky(owner, 51, 'About Removing', [-40, -192], [1160, 592], REMOVING),
		coreNode(owner, 1, 'schedule', names.daily, [0, 0], everyDay),
		ours(owner, 2, {
			name: names.open,
			type: 'willo',
			position: [ACROSS, 0],
			parameters: {
				resource: 'participant',
				operation: 'getAll',
				returnAll: true,
				filters: { withoutResponse: true },
			},
		}),
		coreNode(
			owner,
			3,
			'filter',
			names.ours,
			[2 * ACROSS, 0],
			conditions({
				left: "={{ $json.external_id ?? '' }}",
				operator: ['string', 'regex'],
				right: IS_ID,
			}),
		),
		ours(owner, 4, {
			name: names.application,
			type: 'ashby',
			position: [3 * ACROSS, 0],
			onError: 'continueErrorOutput',
			parameters: GET,
		}),
		coreNode(
			owner,
			5,
			'filter',
			names.left,
			[4 * ACROSS, 0],
			conditions(isTrue('={{ $json.found === false && $json.isNoted }}')),
		),
		ours(owner, 6, {
			name: names.note,
			type: 'ashby',
			position: [0, 208],
			// The next node deletes the others, then fails and names those without a note.
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: byId(`={{ ${INVITED}.external_id }}`),
				noteFormat: 'text',
				note: `=The candidate left the stage without a response, so the open invitation to the Willo interview is being removed, unless they have begun to respond. Ref: removed-{{ ${INVITED}.key }}`,
				options: { identifyingText: `=removed-{{ ${INVITED}.key }}` },
			},
		}),
		ours(owner, 7, {
			name: names.delete,
			type: 'willo',
			position: [ACROSS, 208],
			parameters: {
				resource: 'participant',
				operation: 'delete',
				participant: byId(`={{ $json.error ? '' : ${INVITED}.key }}`),
			},
		}),
		ours(owner, 9, { name: AGAIN, type: 'ashby', position: [4 * ACROSS, 208], parameters: GET }),
	],
	connections: {
		...lineOf(...Object.values(names)),
		...connectOutputs(names.application, names.left, AGAIN),
	},
};
