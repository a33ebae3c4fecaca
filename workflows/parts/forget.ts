/** Deletes the participants of candidates who were deleted or anonymized in Ashby. */
import { conditions, coreNode, everyDay, isTrue } from './core';
import { ACROSS, byId, connectOutputs, field, lineOf, ours } from './lanes';
import { overviewNote, sticky } from './stickies';
import type { Template } from './templates';

const owner = { number: 13 };

const setUp = { manual: 'Set Up Now', create: 'Create the Table' };
export const REMEMBER = 'Remember Invitation';
const names = {
	daily: 'Every Day',
	rows: 'Get Invitations',
	candidate: 'Get Candidate',
	gone: 'Gone or Anonymized',
	few: 'At Most Half',
	participant: 'Get Participant',
	merged: 'Look for a Merged Candidate',
	forget: 'To Be Forgotten',
	delete: 'Delete Participant',
	deleted: 'Was Deleted',
	row: 'Delete the Row',
};
const REPORT = 'Report Failures';

const TABLE = 'willo invitations';
const COLUMNS = ['candidateId', 'participantKey'];

/** n8n before 2 has no other way to name a table than to select it, so people do that there. */
const table = { dataTableId: { __rl: true, mode: 'name', value: TABLE } };
const rowsWith = (condition: string, keyValue: string) => ({
	matchType: 'allConditions',
	filters: { conditions: [{ keyName: 'participantKey', condition, keyValue }] },
});

const KEY = "={{ $json.participant?.key ?? '' }}";
const ROW = `$('${names.rows}').item.json`;
const PARTICIPANT = `$('${names.participant}').item.json`;
/** Whether there is nobody, or somebody without any address, which nobody was when they were invited. */
const GONE =
	'($json.found === false || !($json.primaryEmailAddress || $json.primaryPhoneNumber || $json.emailAddresses?.length || $json.phoneNumbers?.length))';

/** With so few, more than half may be gone on the same day. */
const MOST_OF_FEW = 3;

const TOP = 576;

const OVERVIEW = `## Forget

### How it works
When a candidate is deleted or anonymized in Ashby, their name, address, and answers are still in Willo. Every day, this workflow compares everyone who was invited with Ashby, and **deletes the participants of those who are gone, with their responses**.
By then, their notes are gone, too. So two IDs of each invitation are kept in an n8n data table: the candidate's in Ashby and the participant's in Willo. No name, no address, no answer. The row is deleted with the participant.

### Setup steps
1. **${setUp.manual}**: execute the workflow from this node. It creates the data table **${TABLE}**.
2. Copy **${REMEMBER}** into each workflow that invites candidates, **above** its Add Invitation Note. Connect the Invite node to it, too: the row is then written before the note. All these workflows must be in the same project as this one. Publish them.
3. Select the Ashby and Willo credentials.
4. **Publish.**

### Good to know
Deleting can't be undone. A test run deletes nobody. It needs n8n's data tables. In n8n 1, create the table yourself, with the text columns **candidateId** and **participantKey**, and select it in all Data Table nodes.
Invitations that were sent before step 2 are unknown to it.`;

const REMEMBERING = `### 1. Remember each invitation
Step 1 creates the table. **Copy ${REMEMBER}** into each workflow that invites candidates. If the row can't be written, there is no note either, so the trigger tries again.`;

const FORGETTING = `### 2. Every day: delete the participants of candidates who are gone
A candidate is gone if Ashby doesn't know the ID, and nobody with the same email or name has the note about the invitation: whoever was merged isn't gone. A candidate is anonymized if there is no address left, and another name or none. Whoever can't be read is reported, and compared again the next day. **The row is deleted last.**`;

export const forget: Template = {
	file: 'ashby-willo-forget',
	id: 'ashby-willo-forget',
	name: 'Delete Willo participants whose candidates were deleted or anonymized in Ashby',
	nodes: [
		overviewNote(owner, [-520, -192], OVERVIEW),
		sticky(owner, 51, 'About Remembering', [-40, -192], [1160, TOP - 224], REMEMBERING),
		sticky(owner, 52, 'About Forgetting', [-40, TOP - 192], [1160, 800], FORGETTING),
		coreNode(owner, 1, 'manual', setUp.manual, [0, 0], {}),
		coreNode(owner, 2, 'dataTable', setUp.create, [ACROSS, 0], {
			resource: 'table',
			operation: 'create',
			tableName: TABLE,
			columns: { column: COLUMNS.map((name) => ({ name, type: 'string' })) },
			options: { createIfNotExists: true },
		}),
		coreNode(owner, 3, 'dataTable', REMEMBER, [3 * ACROSS, 0], {
			operation: 'upsert',
			...table,
			...rowsWith('eq', KEY),
			columns: {
				mappingMode: 'defineBelow',
				value: {
					candidateId: "={{ $json.participant?.externalId ?? '' }}",
					participantKey: KEY,
				},
				matchingColumns: [],
				schema: COLUMNS.map((id) => ({
					id,
					displayName: id,
					required: false,
					defaultMatch: false,
					display: true,
					type: 'string',
					canBeUsedToMatch: true,
				})),
			},
		}),
		coreNode(owner, 4, 'schedule', names.daily, [0, TOP], everyDay),
		coreNode(owner, 5, 'dataTable', names.rows, [ACROSS, TOP], {
			operation: 'get',
			...table,
			...rowsWith('neq', ''),
			returnAll: true,
		}),
		ours(owner, 6, {
			name: names.candidate,
			type: 'ashby',
			position: [2 * ACROSS, TOP],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: byId(field('candidateId')),
				options: { continueIfNotFound: true },
			},
		}),
		coreNode(
			owner,
			7,
			'filter',
			names.gone,
			[3 * ACROSS, TOP],
			conditions(isTrue(`={{ ${GONE} }}`)),
		),
		coreNode(
			owner,
			15,
			'if',
			names.few,
			[4 * ACROSS, TOP],
			conditions(
				isTrue(
					`={{ $input.all().length <= Math.max(${MOST_OF_FEW}, $('${names.rows}').all().length / 2) }}`,
				),
			),
		),
		ours(owner, 8, {
			name: names.participant,
			type: 'willo',
			position: [0, TOP + 208],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'participant',
				operation: 'get',
				participant: byId(`={{ ${ROW}.participantKey }}`),
				options: { continueIfNotFound: true },
			},
		}),
		ours(owner, 9, {
			name: names.merged,
			type: 'ashby',
			position: [ACROSS, TOP + 208],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: byId(`={{ ${ROW}.candidateId }}`),
				options: {
					continueIfNotFound: true,
					fallbackEmail: "={{ $json.email ?? '' }}",
					fallbackName: "={{ $json.name ?? '' }}",
					notesContain: `={{ ${ROW}.participantKey }}`,
				},
			},
		}),
		coreNode(
			owner,
			10,
			'filter',
			names.forget,
			[2 * ACROSS, TOP + 208],
			conditions(
				isTrue(`={{ ${GONE} && ($json.found === false || $json.name !== ${PARTICIPANT}.name) }}`),
			),
		),
		ours(owner, 11, {
			name: names.delete,
			type: 'willo',
			position: [3 * ACROSS, TOP + 208],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'participant',
				operation: 'delete',
				participant: byId(`={{ ${ROW}.participantKey }}`),
				options: { deleteResponses: true },
			},
		}),
		coreNode(
			owner,
			12,
			'filter',
			names.deleted,
			[4 * ACROSS, TOP + 208],
			conditions(isTrue('={{ !$json.testRun }}')),
		),
		coreNode(owner, 13, 'dataTable', names.row, [3 * ACROSS, TOP + 416], {
			operation: 'deleteRows',
			...table,
			...rowsWith('eq', `={{ ${ROW}.participantKey }}`),
		}),
		// Below the others, so that it runs last.
		coreNode(owner, 14, 'stop', REPORT, [4 * ACROSS, TOP + 416], {
			errorType: 'errorMessage',
			errorMessage:
				"={{ $input.all().map(({ json }) => json.error ?? 'More than half of all candidates seem to be gone, so nobody was deleted. Check what the Ashby key may see').filter((text, index, all) => all.indexOf(text) === index).join('; ') }}",
		}),
	],
	connections: {
		...lineOf(setUp.manual, setUp.create),
		...lineOf(...Object.values(names)),
		...connectOutputs(names.candidate, names.gone, REPORT),
		...connectOutputs(names.few, names.participant, REPORT),
		...connectOutputs(names.participant, names.merged, REPORT),
		...connectOutputs(names.merged, names.forget, REPORT),
		...connectOutputs(names.delete, names.deleted, REPORT),
	},
};
