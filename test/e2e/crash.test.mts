/**
 * The real n8n, killed at the worst moment: Willo has just sent an invitation, and n8n hasn't received the
 * response. n8n is only started again: every candidate is invited once and has one note.
 */
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { checkWilloExchange } from '../schemas/checkWillo.mts';
import { ageUnconfirmedEntries } from './database.mts';
import { finish, invitationsOf, notesOf, quiet, start } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { apply, POLL_MS, publishPlan } from './templateRun.mts';

/** An entry is returned again after about four minutes. */
const AGAIN_MS = 300_000;

describe('n8n, killed half-way,', () => {
	let everything: Everything;

	beforeAll(async () => {
		everything = await start();
	});

	afterAll(async () => {
		await finish(everything);
	});

	test.each([
		{ plan: 'launch', options: {} },
		// Not to wait longer for the net under the webhook than necessary.
		{ plan: 'instant', options: { minMinutesInStage: 1 } },
	] as const)(
		'misses nobody and invites nobody twice, even if the killed execution is retried: $plan',
		async ({ plan, options }) => {
			const { client, n8n, willo } = everything;
			const names = [1, 2, 3, 4, 5].map((number) => `Person ${number} ${plan}`);
			const nobody = apply(everything, 'Nemo Nobody', 'support', null);
			const people = [...names.map((name) => apply(everything, name)), nobody];
			const workflow = await publishPlan(everything, plan, {
				pollTimes: EVERY_TEN_SECONDS,
				options,
			});
			const isNoted = ({ id }: Applicant) => notesOf(everything, id).length > 0;

			const third = willo.invitations.length + 3;
			let killed: Promise<void> | undefined;
			willo.onExchange = (exchange) => {
				checkWilloExchange(exchange);
				// The sandbox reports an exchange before it responds, so n8n gets no response to this invitation.
				const isThird = exchange.method === 'POST' && willo.invitations.length === third;
				if (isThird) killed ??= n8n.kill();
			};
			const entries = people.map(({ enter }) => enter());
			await waitFor('the third invitation', () => killed !== undefined, { timeoutMs: POLL_MS });
			await killed;
			expect(people.every(isNoted)).toBe(false);

			await ageUnconfirmedEntries(everything, AGAIN_MS, 1);
			await n8n.restart();
			await waitFor('a note on each', () => people.every(isNoted), { timeoutMs: 150_000 });
			await quiet(everything);
			expectEachOnce(people, entries);

			const runs = await client.executions(workflow.id);
			const crashed = runs.filter(({ status }) => status === 'crashed');
			expect(crashed.length).toBeGreaterThan(0);
			for (const { id } of crashed) await client.retry(id);
			await quiet(everything);
			expectEachOnce(people, entries);
			await client.unpublish(workflow.id);
		},
	);

	function expectEachOnce(people: Applicant[], entries: string[]): void {
		people.forEach(({ email, id }, index) => {
			const keys = invitationsOf(everything, email);
			expect(keys).toHaveLength(email ? 1 : 0);
			const [note, ...more] = notesOf(everything, id);
			expect(more).toEqual([]);
			expect(note).toContain(keys[0] ?? 'No email address');
			expect(note).toContain(entries[index]);
		});
	}
});
