/**
 * The real n8n, killed at the worst moment: Willo has just sent an invitation, and n8n hasn't received the
 * response. n8n is only started again: every candidate is invited once and has one note.
 */
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS, importTemplate } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { checkWilloExchange } from '../schemas/checkWillo.mts';
import { ageUnconfirmedEntries } from './database.mts';
import { finish, invitationsOf, notesOf, quiet, start } from './setup.mts';

/** The last one has no email address. */
const EMAILS = [1, 2, 3, 4, 5].map((number) => `person${number}@example.com`);
/** An entry is returned again after about four minutes. */
const AGAIN_MS = 300_000;

describe.each([
	{ plan: 'launch', options: {} },
	// Not to wait longer for the net under the webhook than necessary.
	{ plan: 'instant', options: { minMinutesInStage: 1 } },
] as const)('The template $plan, killed half-way', ({ plan, options }) => {
	let everything: Everything;
	let workflowId: string;
	const people: { email?: string; id: string; applicationId: string; entry: string }[] = [];

	beforeAll(async () => {
		everything = await start();
		const { ashby, client, demo } = everything;
		for (const email of [...EMAILS, undefined]) {
			const { id } = ashby.addCandidate({ name: email ?? 'Nemo Nobody', email });
			const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support });
			people.push({ email, id, applicationId: application.id, entry: '' });
		}
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		};
		({ id: workflowId } = await importTemplate(everything, plan, picks, {
			pollTimes: EVERY_TEN_SECONDS,
			options,
		}));
		expect(await client.publish(workflowId)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	test(
		'misses nobody and invites nobody twice',
		async () => {
			const { ashby, demo, n8n, willo } = everything;
			let killed: Promise<void> | undefined;
			willo.onExchange = (exchange) => {
				checkWilloExchange(exchange);
				// The sandbox reports an exchange before it responds, so n8n gets no response to this invitation.
				if (exchange.method === 'POST' && willo.invitations.length === 3) killed ??= n8n.kill();
			};
			for (const person of people) {
				person.entry = ashby.move(person.applicationId, demo.videoStages.support).id;
			}
			await waitFor('the third invitation', () => killed !== undefined, { timeoutMs: 90_000 });
			await killed;
			const without = people.filter(({ id }) => notesOf(everything, id).length === 0);
			expect(without.length).toBeGreaterThan(0);

			await ageUnconfirmedEntries(everything, AGAIN_MS, 1);
			await n8n.restart();
			await waitFor(
				'a note on each',
				() => people.every(({ id }) => notesOf(everything, id).length > 0),
				{ timeoutMs: 150_000 },
			);
			await quiet(everything);
			expectEachOnce();
		},
		AGAIN_MS,
	);

	test('nobody is invited twice by retrying the execution that was killed', async () => {
		const { client } = everything;
		const runs = await client.executions(workflowId);
		const crashed = runs.filter(({ status }) => status === 'crashed');
		expect(crashed.length).toBeGreaterThan(0);
		for (const { id } of crashed) await client.retry(id);
		await quiet(everything);
		expectEachOnce();
	});

	function expectEachOnce(): void {
		for (const { email, id, entry } of people) {
			const keys = email === undefined ? [] : invitationsOf(everything, email);
			expect(keys).toHaveLength(email === undefined ? 0 : 1);
			const [note, ...more] = notesOf(everything, id);
			expect(more).toEqual([]);
			expect(note).toContain(keys[0] ?? 'No email address');
			expect(note).toContain(entry);
		}
	}
});
