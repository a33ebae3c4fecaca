/**
 * Each plan's template in the real n8n, from the examples pinned to it to a candidate's response among their notes: all
 * three in one n8n, each for a job of its own.
 */
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { finish, invitationOf, nextPoll, notesOf, noteWith, quiet, start } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { apply, importPlan, POLL_MS } from './templateRun.mts';

/** In what is pinned to the triggers. */
const EXAMPLE = 'ada.example@example.com';
const PLANS = [
	{ plan: 'launch', job: 'support', pollTimes: undefined },
	{ plan: 'growth', job: 'sales', pollTimes: undefined },
	{ plan: 'scale-enterprise', job: 'lead', pollTimes: EVERY_TEN_SECONDS },
] as const;

type PlanName = (typeof PLANS)[number]['plan'];

describe('The templates of the plans', () => {
	let everything: Everything;
	const people = {} as Record<PlanName, Record<'ada' | 'grace' | 'nobody' | 'refused', Applicant>>;
	const workflows = {} as Record<PlanName, Workflow>;
	/** The keys of their webhooks. */
	const webhooks = {} as Record<PlanName, string>;

	beforeAll(async () => {
		everything = await start();
		for (const { plan, job, pollTimes } of PLANS) {
			const [ada, grace, refused] = ['Ada', 'Grace', 'Refused'].map((name) =>
				apply(everything, `${name} ${plan}`, job),
			);
			const nobody = apply(everything, `Nobody ${plan}`, job, null);
			people[plan] = { ada, grace, nobody, refused };
			grace.enter();
			workflows[plan] = await importPlan(everything, plan, { pollTimes }, job);
		}
	});

	afterAll(async () => {
		await finish(everything);
	});

	test.each(['Ashby Stage Trigger', 'Willo Trigger', 'Willo Response Trigger'])(
		'let a test run from %s succeed with its pinned example, which sends and writes nothing',
		async (trigger) => {
			const { ashby, client, willo } = everything;
			const { id } = workflows['scale-enterprise'];
			const { status, data } = await client.runFrom(id, trigger, undefined, { pinned: true });
			expect(status).toBe('success');
			expect(data).toContain(EXAMPLE);
			expect(data).toContain('No candidate in Ashby has the ID');
			expect(willo.invitations).toEqual([]);
			expect(ashby.counts.byPath['/candidate.createNote']).toBeUndefined();
		},
	);

	test.each(PLANS)(
		'can be published, with one webhook in Willo, and ignore who was already in the stage: $plan',
		async ({ plan }) => {
			const { client, willo } = everything;
			const before = [...willo.webhooks.keys()];
			expect(await client.publish(workflows[plan].id)).toBeNull();
			await quiet(everything);
			const [own, ...more] = [...willo.webhooks.keys()].filter((key) => !before.includes(key));
			expect(own).toBeDefined();
			expect(more).toEqual([]);
			webhooks[plan] = own;
			expect(willo.invitations).toEqual([]);
			expect(notesOf(everything, people[plan].grace.id)).toEqual([]);
		},
	);

	test('invite who is moved before a scheduled poll, before n8n is killed, and while it is down', async () => {
		const { n8n, willo } = everything;
		willo.fault = ({ body }) =>
			body?.email?.startsWith('refused.')
				? { kind: 'status', status: 400, body: '{"email":["Enter a valid email address."]}' }
				: undefined;
		const move = (plan: PlanName) => {
			const { ada, nobody, refused } = people[plan];
			for (const { enter } of [ada, nobody, refused]) enter();
		};
		move('scale-enterprise');
		await invitationOf(everything, people['scale-enterprise'].ada.email, POLL_MS);
		await quiet(everything);
		move('growth');
		await n8n.kill();
		move('launch');
		await n8n.restart();
		for (const plan of ['growth', 'launch'] as const) {
			await invitationOf(everything, people[plan].ada.email, POLL_MS);
		}
	});

	test.each(PLANS)(
		'add a note about the invitation, a missing email, and a refused invitation: $plan',
		async ({ plan }) => {
			const { demo, willo } = everything;
			const { ada, nobody, refused } = people[plan];
			const key = await invitationOf(everything, ada.email);
			expect(await noteWith(everything, ada.id, key)).toMatch(/invited/i);
			expect(willo.participants.get(key)).toMatchObject({
				name: `Ada ${plan}`,
				interviewKey: demo.interviews.general,
			});
			await noteWith(everything, nobody.id, 'No email address');
			await noteWith(everything, refused.id, 'Enter a valid email address');
		},
	);

	test.each([
		{ plan: 'launch', deliveryRepeats: 1 },
		{ plan: 'growth', deliveryRepeats: 1 },
		// An n8n without a public address finds responses by looking.
		{ plan: 'scale-enterprise', deliveryRepeats: 0 },
	] as const)(
		"add the response to the candidate's notes, and to nobody else's, whether Willo reaches n8n or not: $plan",
		async ({ plan, deliveryRepeats }) => {
			const { demo, willo } = everything;
			const { ada } = people[plan];
			const key = await invitationOf(everything, ada.email);
			const deliveries = willo.deliveries.length;
			willo.switches.deliveryRepeats = deliveryRepeats;
			await willo.respond(key, [`I am good at <b>counting</b> & ${plan}`, 'In May']);
			const note = await noteWith(everything, ada.id, 'In May', POLL_MS);
			expect(note).toContain(key);
			expect(note).toContain('What brought you to us?');
			expect(note).toContain('&lt;b&gt;counting&lt;/b&gt; &amp;');
			expect(willo.deliveries.length > deliveries).toBe(deliveryRepeats > 0);
			for (const { candidateId } of demo.applications) {
				expect(notesOf(everything, candidateId)).toEqual([]);
			}
		},
	);

	test('repeat nothing when n8n restarts, and never use the pinned examples', async () => {
		const { client, n8n, willo } = everything;
		await n8n.restart();
		// Those that poll every few hours do so at the start, the other one again and again.
		for (let polls = 0; polls < 3; polls++) await nextPoll(everything);
		expect(willo.invitations).toHaveLength(PLANS.length);
		for (const { plan } of PLANS) {
			const { ada, grace, nobody, refused } = people[plan];
			const notes = [ada, grace, nobody, refused].map(({ id }) => notesOf(everything, id).length);
			expect(notes).toEqual([2, 0, 1, 1]);
			const runs = await client.executions(workflows[plan].id);
			const real = runs.filter(({ mode }) => mode !== 'manual');
			expect(real.length).toBeGreaterThan(1);
			for (const { id, status } of real) {
				expect(status).toBe('success');
				expect(await client.executionData(id)).not.toContain(EXAMPLE);
			}
		}
	});

	test.each(PLANS)(
		'remove their own webhook, and no other, when unpublished: $plan',
		async (of) => {
			const { client, willo } = everything;
			const foreign = { ...willo.webhooks.get(webhooks[of.plan])!, key: 'f'.repeat(32) };
			willo.webhooks.set(foreign.key, { ...foreign, url: 'https://example.com/hook' });
			const others = [...willo.webhooks.keys()].filter((key) => key !== webhooks[of.plan]);
			await client.unpublish(workflows[of.plan].id);
			expect([...willo.webhooks.keys()]).toEqual(others);
		},
	);
});
