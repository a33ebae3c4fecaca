/**
 * The instant template in the real n8n: a webhook for each move, with the polling trigger as a safety net.
 * Deliveries get lost, repeated, and delayed, and n8n is stopped while candidates are moved: each entry
 * leads to exactly one invitation and one note.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Everything } from '../../scripts/everything.mts';
import { importTemplate } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import type { Fate } from '../sandbox/ashby/webhooks.mts';
import { finish, invitationsOf, quiet, start } from './setup.mts';

const FATES: Array<Fate | undefined> = [undefined, 'twice', 2_500, 'lost', undefined, 700];

describe('The instant template', () => {
	let everything: Everything;
	let workflow: Workflow;
	/** The email addresses of those moved so far, with the entries that each must be invited for. */
	const entries = new Map<string, number>();
	const applications = new Map<string, string>();

	beforeAll(async () => {
		everything = await start();
		const { ashby, client, demo } = everything;
		for (let number = 0; number < 18; number++) {
			const email = `candidate${number}@example.com`;
			const { id } = ashby.addCandidate({ name: `Candidate ${number}`, email });
			applications.set(
				email,
				ashby.addApplication({ candidateId: id, jobId: demo.jobs.support }).id,
			);
		}
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		};
		// Not to wait longer for the net under the webhook than necessary.
		const options = { minMinutesInStage: 1 };
		workflow = await importTemplate(everything, 'instant', picks, { options });
		// So that the tests know who was invited without a poll.
		const { parameters } = workflow.nodes.find(({ type }) => type.endsWith('.ashbyStageTrigger'))!;
		parameters.pollTimes = { item: [{ mode: 'everyX', value: 3, unit: 'hours' }] };
		await client.saveWorkflow(workflow);
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	function enter(email: string): void {
		const { ashby, demo } = everything;
		ashby.move(applications.get(email)!, demo.videoStages.support);
		entries.set(email, (entries.get(email) ?? 0) + 1);
	}

	const missing = () =>
		[...entries].filter(([email, times]) => invitationsOf(everything, email).length < times);

	const invited = () =>
		Object.fromEntries(
			[...entries.keys()].map((email) => [email, invitationsOf(everything, email).length]),
		);

	test('has an enabled webhook in Ashby', () => {
		const hooks = [...everything.ashby.webhooks.hooks.values()];
		expect(hooks).toMatchObject([{ enabled: true, webhookType: 'candidateStageChange' }]);
	});

	test('invites right away, without a poll', async () => {
		const polls = everything.ashby.counts.byPath['/application.list'];
		enter('candidate0@example.com');
		await waitFor('the invitation', () => missing().length === 0, { timeoutMs: 15_000 });
		expect(everything.ashby.counts.byPath['/application.list']).toBe(polls);
	});

	test('invites once for each entry, even if deliveries get lost, are repeated, or arrive in another order', async () => {
		const { ashby } = everything;
		let delivery = 0;
		ashby.webhooks.fate = () => FATES[delivery++ % FATES.length];
		for (let number = 1; number < 13; number++) enter(`candidate${number}@example.com`);
		await waitFor('those whose delivery came', () => missing().length <= 2, { timeoutMs: 30_000 });
		await quiet(everything);
		expect(missing()).toHaveLength(2);

		// A restart is when the polling trigger polls again.
		await everything.n8n.stop();
		for (let number = 13; number < 18; number++) enter(`candidate${number}@example.com`);
		await sleep(65_000);
		await everything.n8n.restart();
		await waitFor('the poll to catch the rest', () => missing().length === 0, {
			timeoutMs: 60_000,
		});
		await quiet(everything);
		expect(invited()).toEqual(Object.fromEntries(entries));
	});

	test('invites a candidate again who leaves and comes back', async () => {
		const { ashby } = everything;
		ashby.webhooks.fate = undefined;
		ashby.archive(applications.get('candidate0@example.com')!);
		enter('candidate0@example.com');
		await waitFor('the second invitation', () => missing().length === 0, { timeoutMs: 15_000 });
		await quiet(everything);
		expect(invited()).toEqual(Object.fromEntries(entries));
	});

	test('adds one note for each entry', () => {
		const { ashby } = everything;
		for (const [email, applicationId] of applications) {
			const { candidateId } = ashby.applications.get(applicationId)!;
			expect(ashby.notesOf(candidateId)).toHaveLength(entries.get(email)!);
		}
	});

	test('removes its webhook when unpublished', async () => {
		await everything.client.unpublish(workflow.id);
		expect(everything.ashby.webhooks.hooks.size).toBe(0);
	});
});
