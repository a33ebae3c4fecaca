/**
 * The instant template in the real n8n: a webhook for each move, with the polling trigger as a safety net.
 * Deliveries get lost, repeated, and delayed, and n8n is stopped while candidates are moved: each entry
 * leads to exactly one invitation and one note.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Everything } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import type { Fate } from '../sandbox/ashby/webhooks.mts';
import { finish, invitationsOf, notesOf, quiet, start } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { apply, publishPlan } from './templateRun.mts';

const FATES: Array<Fate | undefined> = [undefined, 'twice', 2_500, 'lost', undefined, 700];
/** So that the tests know who was invited without a poll. */
const ONCE_A_YEAR = { item: [{ mode: 'custom', cronExpression: '0 0 0 1 1 *' }] };

describe('The instant template', () => {
	let everything: Everything;
	let workflow: Workflow;
	let people: Applicant[];
	/** How often each has entered the stage. */
	const entries = Array<number>(18).fill(0);

	beforeAll(async () => {
		everything = await start();
		people = entries.map((_none, number) => apply(everything, `Candidate ${number}`));
		// Not to wait longer for the net under the webhook than necessary.
		const options = { minMinutesInStage: 1 };
		workflow = await publishPlan(everything, 'instant', { options, pollTimes: ONCE_A_YEAR });
	});

	afterAll(async () => {
		await finish(everything);
	});

	/** Moves the candidates of these numbers, the second one not included. */
	function enter(from: number, to: number): void {
		for (let number = from; number < to; number++) {
			people[number].enter();
			entries[number]++;
		}
	}

	const invitations = () => people.map(({ email }) => invitationsOf(everything, email).length);

	/** How many invitations are missing. */
	const missing = () => {
		const invited = invitations();
		return entries.filter((times, number) => invited[number] < times).length;
	};

	test('has an enabled webhook in Ashby', () => {
		const hooks = [...everything.ashby.webhooks.hooks.values()];
		expect(hooks).toMatchObject([{ enabled: true, webhookType: 'candidateStageChange' }]);
	});

	test('invites right away, without a poll', async () => {
		const polls = everything.ashby.counts.byPath['/application.list'];
		enter(0, 1);
		await waitFor('the invitation', () => missing() === 0, { timeoutMs: 15_000 });
		expect(everything.ashby.counts.byPath['/application.list']).toBe(polls);
	});

	test('invites once for each entry, even if deliveries get lost, are repeated, or arrive in another order', async () => {
		const { ashby, n8n } = everything;
		let delivery = 0;
		ashby.webhooks.fate = () => FATES[delivery++ % FATES.length];
		enter(1, 13);
		await waitFor('those whose delivery came', () => missing() <= 2, { timeoutMs: 30_000 });
		await quiet(everything);
		expect(missing()).toBe(2);

		// A restart is when the polling trigger polls again.
		await n8n.stop();
		enter(13, 18);
		await sleep(65_000);
		await n8n.restart();
		await waitFor('the poll to catch the rest', () => missing() === 0, { timeoutMs: 60_000 });
		await quiet(everything);
		expect(invitations()).toEqual(entries);
	});

	test('invites a candidate again who leaves and comes back', async () => {
		const { ashby } = everything;
		ashby.webhooks.fate = undefined;
		ashby.archive(people[0].applicationId);
		enter(0, 1);
		await waitFor('the second invitation', () => missing() === 0, { timeoutMs: 15_000 });
		await quiet(everything);
		expect(invitations()).toEqual(entries);
	});

	test('adds one note for each entry', () => {
		expect(people.map(({ id }) => notesOf(everything, id).length)).toEqual(entries);
	});

	test('removes its webhook when unpublished', async () => {
		await everything.client.unpublish(workflow.id);
		expect(everything.ashby.webhooks.hooks.size).toBe(0);
	});
});
