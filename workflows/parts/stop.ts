/** Removes open invitations of candidates who are no longer in the stage for which they were invited. */
import { conditions, coreNode, everyDay } from './core';
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
	delete: 'Delete Participant',
	deleted: 'Was Deleted',
	note: 'Add Removal Note',
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
Willo reminds everyone who hasn't responded, also candidates whom you have rejected or moved. Every day, this workflow compares all open invitations with where the candidates are now. Whoever was archived, hired, or moved out of the stage **without a response** no longer gets reminders: their invitation is removed from Willo, and a note in Ashby says so.
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
The note about the invitation contains the ID of the entry and Willo's key of the participant. The participant is read again right before it is deleted.`;

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
			conditions({
				left: '={{ $json.found === false && $json.isNoted }}',
				operator: ['boolean', 'true'],
			}),
		),
		ours(owner, 6, {
			name: names.delete,
			type: 'willo',
			position: [0, 208],
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'participant',
				operation: 'delete',
				participant: byId(`={{ ${INVITED}.key }}`),
			},
		}),
		ours(owner, 9, { name: AGAIN, type: 'ashby', position: [4 * ACROSS, 208], parameters: GET }),
		coreNode(
			owner,
			7,
			'filter',
			names.deleted,
			[ACROSS, 208],
			conditions({
				left: '={{ $json.deleted || $json.error !== undefined }}',
				operator: ['boolean', 'true'],
			}),
		),
		{
			...ours(owner, 8, {
				name: names.note,
				type: 'ashby',
				position: [2 * ACROSS, 208],
				parameters: {
					resource: 'candidate',
					operation: 'addNote',
					candidate: byId(`={{ $json.error ? '' : ${INVITED}.external_id }}`),
					noteFormat: 'text',
					note: `={{ $json.error ? '' : 'The open invitation to the Willo interview was removed, because the candidate left the stage without a response. Ref: removed-' + ${INVITED}.key }}`,
					options: { identifyingText: `=removed-{{ ${INVITED}.key }}` },
				},
			}),
			// The participant is gone: only this step is repeated.
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 5000,
		},
	],
	connections: {
		...lineOf(...Object.values(names)),
		...connectOutputs(names.application, names.left, AGAIN),
	},
};
