/**
 * The loop with a polling and an instant template side by side, in the n8n that `npm run test:n8n` was
 * given: from a move in Ashby to the response among the notes, over a restart and a kill.
 */
import type { Everything } from '../../../scripts/everything.mts';
import { EVERY_MINUTE, importTemplate } from '../../../scripts/everything.mts';
import type { Workflow } from '../../../scripts/n8n/client.mts';
import { waitFor } from '../../../scripts/wait.mts';
import {
	finish,
	invitationOf,
	invitationsOf,
	nextPoll,
	notesOf,
	noteWith,
	quiet,
	start,
} from '../setup.mts';

const TEMPLATES = [
	{ plan: 'growth', job: 'sales', options: {} },
	// Not to wait longer for the net under the webhook than necessary.
	{ plan: 'instant', job: 'support', options: { minMinutesInStage: 1 } },
] as const;

type Plan = (typeof TEMPLATES)[number]['plan'];

/** A minute between two polls, and what the invitation takes. */
const POLL_MS = 90_000;
/** Sooner than any poll of the instant template can return a candidate. */
const WEBHOOK_MS = 30_000;
/** An entry is returned again about four minutes later, which n8n may have spent starting. */
const AGAIN_MS = 540_000;

interface Person {
	id: string;
	applicationId: string;
	email: string;
	stageId: string;
	entry: string;
}

describe('The workflow in this n8n', () => {
	let everything: Everything;
	const workflows = {} as Record<Plan, Workflow>;
	/** Of each template: the candidate who goes all the way, the one who was in the stage before, and the one of the kill. */
	const people = {} as Record<Plan, { ada: Person; old: Person; killed: Person }>;

	beforeAll(async () => {
		everything = await start();
		const { demo } = everything;
		for (const { plan, job, options } of TEMPLATES) {
			people[plan] = {
				ada: apply(job, `ada.${plan}@example.com`),
				old: apply(job, `old.${plan}@example.com`),
				killed: apply(job, `killed.${plan}@example.com`),
			};
			enter(people[plan].old);
			const stage = demo.videoStages[job];
			const picks = { job: demo.jobs[job], stage, interview: demo.interviews.general };
			const settings = { pollTimes: EVERY_MINUTE, options };
			workflows[plan] = await importTemplate(everything, plan, picks, settings);
		}
	});

	afterAll(async () => {
		await finish(everything);
	});

	test.each(TEMPLATES)('the template $plan is published', async ({ plan }) => {
		expect(await everything.client.publish(workflows[plan].id)).toBeNull();
		await quiet(everything);
	});

	test('has webhooks in Ashby and Willo, and ignores candidates who were already in the stage', () => {
		const { ashby, willo } = everything;
		expect([...ashby.webhooks.hooks.values()]).toMatchObject([{ enabled: true }]);
		expect(willo.webhooks.size).toBe(2);
		expect(willo.invitations).toEqual([]);
	});

	test.each([
		{ plan: 'growth', how: 'by a poll', timeoutMs: POLL_MS },
		{ plan: 'instant', how: 'by a webhook', timeoutMs: WEBHOOK_MS },
	] as const)('who is moved is invited once and noted once, $how', async ({ plan, timeoutMs }) => {
		const { ada } = people[plan];
		enter(ada);
		const key = await invitationOf(everything, ada.email, timeoutMs);
		expect(await noteWith(everything, ada.id, key)).toContain(ada.entry);
		await quiet(everything);
		expectDone(ada, { notes: 1 });
	});

	test.each(TEMPLATES)('the response is added to the notes: $plan', async ({ plan }) => {
		const { willo } = everything;
		const { ada } = people[plan];
		const answer = `I am good at <b>counting</b> & ${plan}`;
		await willo.respond(await invitationOf(everything, ada.email), [answer, 'In May']);
		const note = await noteWith(everything, ada.id, 'In May');
		expect(note).toContain('&lt;b&gt;counting&lt;/b&gt; &amp;');
		expect(willo.deliveries.at(-1)).toMatchObject({ status: 200 });
		await quiet(everything);
		expectDone(ada, { notes: 2 });
	});

	test('nothing is repeated when n8n restarts, and no execution has failed', async () => {
		const { client, n8n, willo } = everything;
		// However long the start takes.
		await n8n.restart();
		for (let poll = 0; poll < 2; poll++) await nextPoll(everything, POLL_MS);
		for (const { plan } of TEMPLATES) {
			expectDone(people[plan].ada, { notes: 2 });
			const runs = await client.executions(workflows[plan].id);
			expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['success']));
		}
		expect(willo.invitations).toHaveLength(2);
	});

	test(
		'a candidate invited when n8n was killed gets the note automatically, and no second invitation',
		async () => {
			const { ashby, n8n } = everything;
			const killed = TEMPLATES.map(({ plan }) => people[plan].killed);
			// Nobody can be noted before n8n is killed.
			ashby.fault = ({ path, body }) =>
				path === '/candidate.createNote' && killed.some(({ id }) => id === body?.candidateId)
					? { kind: 'status', status: 503 }
					: undefined;
			for (const person of killed) {
				enter(person);
				await invitationOf(everything, person.email, POLL_MS);
			}
			await n8n.kill();
			expect(killed.flatMap(({ id }) => ashby.notesOf(id))).toEqual([]);

			ashby.fault = undefined;
			await n8n.restart();
			await waitFor(
				'a note on each',
				() => killed.every(({ id }) => notesOf(everything, id).length > 0),
				{ timeoutMs: AGAIN_MS },
			);
			await nextPoll(everything, POLL_MS);
			for (const person of killed) {
				expectDone(person, { notes: 1 });
				expect(notesOf(everything, person.id)[0]).toContain(person.entry);
			}
		},
		AGAIN_MS + 5 * POLL_MS,
	);

	test('removes its webhooks when unpublished', async () => {
		const { ashby, client, willo } = everything;
		for (const { plan } of TEMPLATES) await client.unpublish(workflows[plan].id);
		expect(ashby.webhooks.hooks.size).toBe(0);
		expect(willo.webhooks.size).toBe(0);
	});

	test('never invites candidates who were already in the stage', () => {
		for (const { plan } of TEMPLATES) {
			const { old } = people[plan];
			expect(invitationsOf(everything, old.email)).toEqual([]);
			expect(notesOf(everything, old.id)).toEqual([]);
		}
	});

	function apply(job: 'sales' | 'support', email: string): Person {
		const { ashby, demo } = everything;
		const { id } = ashby.addCandidate({ name: email, email });
		const { id: applicationId } = ashby.addApplication({ candidateId: id, jobId: demo.jobs[job] });
		return { id, applicationId, email, stageId: demo.videoStages[job], entry: '' };
	}

	function enter(person: Person): void {
		person.entry = everything.ashby.move(person.applicationId, person.stageId).id;
	}

	/** One invitation, one note that names it, and so many notes in all. */
	function expectDone({ id, email }: Person, { notes }: { notes: number }): void {
		const keys = invitationsOf(everything, email);
		expect(keys).toHaveLength(1);
		expect(notesOf(everything, id)).toHaveLength(notes);
		expect(notesOf(everything, id)[0]).toContain(keys[0]);
	}
});
