/**
 * Each plan's template in the real n8n: from a move in Ashby to the candidate's response among their notes.
 */
import type { Everything, Plan } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS, importTemplate } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import {
	finish,
	invitationOf,
	invitationsOf,
	nextPoll,
	notesOf,
	noteWith,
	quiet,
	start,
} from './setup.mts';

/** How a plan's trigger is made to poll, using what a polling trigger does automatically. */
const PLANS: {
	plan: Plan;
	job: 'support' | 'sales' | 'lead';
	pollTimes?: typeof EVERY_TEN_SECONDS;
	/** Called once the candidates are to be moved; resolves when the trigger has looked again. */
	moveAndPoll: (everything: Everything, move: () => void) => Promise<void>;
	how: string;
}[] = [
	{
		plan: 'launch',
		job: 'support',
		how: 'while n8n is stopped',
		async moveAndPoll(everything, move) {
			await everything.n8n.stop();
			move();
			const polled = nextPoll(everything);
			await everything.n8n.restart();
			await polled;
		},
	},
	{
		plan: 'growth',
		job: 'sales',
		how: 'before n8n is killed',
		async moveAndPoll(everything, move) {
			move();
			await everything.n8n.kill();
			const polled = nextPoll(everything);
			await everything.n8n.restart();
			await polled;
		},
	},
	{
		plan: 'scale-enterprise',
		job: 'lead',
		pollTimes: EVERY_TEN_SECONDS,
		how: 'before a scheduled poll',
		async moveAndPoll(everything, move) {
			move();
			await nextPoll(everything);
		},
	},
];

describe.each(PLANS)('The template of the plan $plan', (given) => {
	const { plan, job, pollTimes, moveAndPoll, how } = given;
	let everything: Everything;
	let workflow: Workflow;
	let ada: Candidate;
	let grace: Candidate;
	let nobody: Candidate;
	let refused: Candidate;

	beforeAll(async () => {
		everything = await start();
		ada = apply(everything, job, 'Ada Byron', `ada.${plan}@example.com`);
		grace = apply(everything, job, 'Grace Murray', `grace.${plan}@example.com`);
		nobody = apply(everything, job, 'Nemo Nobody');
		refused = apply(everything, job, 'Refused Reject', `refused.${plan}@example.com`);
	});

	afterAll(async () => {
		await finish(everything);
	});

	test('can be published once the credentials, job, stage, and interview are selected', async () => {
		const { ashby, client, demo } = everything;
		ashby.move(grace.applicationId, demo.videoStages[job]);
		const picks = {
			job: demo.jobs[job],
			stage: demo.videoStages[job],
			interview: demo.interviews.general,
		};
		workflow = await importTemplate(everything, plan, picks, { pollTimes });
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
	});

	test('has one webhook in Willo, and ignores candidates who were already in the stage', () => {
		expect(everything.willo.webhooks.size).toBe(1);
		expect(everything.willo.invitations).toEqual([]);
		expect(notesOf(everything, grace.id)).toEqual([]);
	});

	test(`invites a candidate who is moved ${how}, once, and adds a note`, async () => {
		const { ashby, demo, willo } = everything;
		willo.fault = ({ body }) =>
			body?.email === refused.email
				? { kind: 'status', status: 400, body: '{"email":["Enter a valid email address."]}' }
				: undefined;
		await moveAndPoll(everything, () => {
			for (const { applicationId } of [ada, nobody, refused]) {
				ashby.move(applicationId, demo.videoStages[job]);
			}
		});
		const key = await invitationOf(everything, ada.email);
		expect(await noteWith(everything, ada.id, key)).toMatch(/invited/i);
		expect(willo.participants.get(key)).toMatchObject({
			name: 'Ada Byron',
			interviewKey: demo.interviews.general,
		});
	});

	test('adds a note about a candidate without an email, and about a refused invitation', async () => {
		await noteWith(everything, nobody.id, 'No email address');
		await noteWith(everything, refused.id, 'Enter a valid email address');
		expect(everything.willo.invitations).toHaveLength(1);
	});

	test("adds the response to the candidate's notes, and to nobody else's", async () => {
		const answer = `I am good at <b>counting</b> & ${plan}`;
		const key = await invitationOf(everything, ada.email);
		await everything.willo.respond(key, [answer, 'In May']);
		const note = await noteWith(everything, ada.id, 'In May');
		expect(note).toContain('What brought you to us?');
		expect(note).toContain('&lt;b&gt;counting&lt;/b&gt; &amp;');
		for (const { candidateId } of everything.demo.applications) {
			expect(notesOf(everything, candidateId)).toEqual([]);
		}
	});

	test('repeats nothing when n8n restarts', async () => {
		const polled = nextPoll(everything);
		await everything.n8n.restart();
		await polled;
		expect(invitationsOf(everything, ada.email)).toHaveLength(1);
		expect(everything.willo.invitations).toHaveLength(1);
		expect(notesOf(everything, ada.id)).toHaveLength(2);
		expect(notesOf(everything, nobody.id)).toHaveLength(1);
		expect(notesOf(everything, refused.id)).toHaveLength(1);
		expect(notesOf(everything, grace.id)).toEqual([]);
		const runs = await everything.client.executions(workflow.id);
		expect(runs.map(({ status }) => status)).not.toContain('error');
	});

	test('removes its own webhook, and no other, when unpublished', async () => {
		const { client, willo } = everything;
		const [own] = willo.webhooks.keys();
		const foreign = {
			...willo.webhooks.get(own)!,
			key: 'f'.repeat(32),
			url: 'https://example.com/hook',
		};
		willo.webhooks.set(foreign.key, foreign);
		await client.unpublish(workflow.id);
		expect([...willo.webhooks.keys()]).toEqual(['f'.repeat(32)]);
	});
});

interface Candidate {
	id: string;
	applicationId: string;
	email: string;
}

/** A new candidate for one of the demonstration's jobs, standing in its first stage. */
function apply(
	{ ashby, demo }: Everything,
	job: 'support' | 'sales' | 'lead',
	name: string,
	email?: string,
): Candidate {
	const { id } = ashby.addCandidate({ name, email });
	const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs[job] });
	return { id, applicationId: application.id, email: email ?? '' };
}
