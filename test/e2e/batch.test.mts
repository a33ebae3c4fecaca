/**
 * Many candidates in one execution of a template in the real n8n: a failure of one doesn't affect the
 * others, and candidates without a note are returned again automatically. A test run changes nothing.
 */
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { finish, invitationsOf, notesOf, quiet, start } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { apply, publishPlan } from './templateRun.mts';

const NAMES = {
	ada: 'Ada Byron',
	/** Ashby takes no note on her at first. */
	unnoted: 'Una Unnoted',
	/** Has no email address. */
	nobody: 'Nemo Nobody',
	/** Willo refuses him. */
	refused: 'Rex Refused',
	/** Willo has a bad moment when it is asked to invite her. */
	unlucky: 'Ulla Unlucky',
	grace: 'Grace Murray',
};

type Who = keyof typeof NAMES;

/** The trigger's second attempt follows about four minutes after the first. */
const AGAIN_MS = 420_000;

describe('Candidates in one execution', () => {
	let everything: Everything;
	let workflow: Workflow;
	const people = {} as Record<Who, Applicant>;
	/** The ids of their entries into the stage. */
	const entries = {} as Record<Who, string>;
	const all = Object.keys(NAMES) as Who[];

	beforeAll(async () => {
		everything = await start();
		for (const who of all) {
			const email = who === 'nobody' ? null : undefined;
			people[who] = apply(everything, NAMES[who], 'support', email);
		}
		workflow = await publishPlan(everything, 'launch', { pollTimes: EVERY_TEN_SECONDS });
	});

	afterAll(async () => {
		await finish(everything);
	});

	const isNoted = (who: Who) => notesOf(everything, people[who].id).length > 0;
	const allEnter = () => {
		for (const who of all) entries[who] = people[who].enter();
	};

	test('are all shown by a test run, which invites nobody and writes nothing', async () => {
		const { ashby, client, willo } = everything;
		// The faults come first: the next poll may be near.
		ashby.fault = ({ path, body }) =>
			path === '/candidate.createNote' && body?.candidateId === people.unnoted.id
				? { kind: 'code', code: 'not_today' }
				: undefined;
		willo.fault = ({ body }) => {
			if (body?.email === people.unlucky.email) return { kind: 'status', status: 503 };
			const refusal = '{"email":["Enter a valid email address."]}';
			return body?.email === people.refused.email
				? { kind: 'status', status: 400, body: refusal }
				: undefined;
		};
		await client.unpublish(workflow.id);
		const testRun = async () =>
			await client.runFrom(workflow.id, 'Ashby Stage Trigger', 'Add Invitation Note');
		const empty = await testRun();
		expect(empty.status).toBe('error');
		expect(empty.data).toContain('No candidates are currently in the selected stages');
		allEnter();
		const { status, data } = await testRun();
		expect(status).toBe('success');
		expect(data).toContain('Test run');
		// A test event has the latest five of the six, who entered at almost the same time.
		expect(all.filter((who) => data.includes(NAMES[who]))).toHaveLength(5);
		expect(willo.invitations).toEqual([]);
		const posts = willo.requests.filter(({ method }) => method === 'POST');
		expect(posts.filter(({ path }) => path.endsWith('/participants/'))).toEqual([]);
		expect(all.filter(isNoted)).toEqual([]);
	});

	test('fail it if one of them fails, and the execution says who and why', async () => {
		const { ashby, client } = everything;
		for (const who of all) ashby.archive(people[who].applicationId);
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
		allEnter();
		const failed = await waitFor(
			'the execution to fail',
			async () => {
				const runs = await client.executions(workflow.id);
				return runs.find(({ status, mode }) => status === 'error' && mode === 'trigger');
			},
			{ timeoutMs: 150_000 },
		);
		const data = await client.executionData(failed.id);
		expect(data).toContain('not_today');
		expect(data).toContain('503');
	});

	test('get their own notes even if others don’t', async () => {
		const { willo } = everything;
		await quiet(everything);
		expect(all.filter((who) => !isNoted(who))).toEqual(['unnoted', 'unlucky']);
		for (const who of ['ada', 'grace'] as const) {
			const { id, email } = people[who];
			const [key] = expectInvited(who);
			expect(willo.participants.get(key)).toMatchObject({
				name: NAMES[who],
				email,
				externalId: id,
			});
		}
	});

	test.each([
		['nobody', 'No email address'],
		['refused', 'Enter a valid email address'],
	] as const)('are told of when not invited, with the reason: %s', (who, reason) => {
		expectNote(who, reason);
	});

	test(
		'are returned again automatically: nobody is missed or invited twice',
		async () => {
			everything.ashby.fault = undefined;
			everything.willo.fault = undefined;
			await waitFor('a note on each', () => all.every(isNoted), { timeoutMs: AGAIN_MS });
			await quiet(everything);
			for (const who of ['ada', 'unnoted', 'unlucky', 'grace'] as const) expectInvited(who);
			expect(everything.willo.invitations).toHaveLength(4);
		},
		AGAIN_MS + 60_000,
	);

	/** One invitation, and its note. */
	function expectInvited(who: Who): string[] {
		const keys = invitationsOf(everything, people[who].email);
		expect(keys).toHaveLength(1);
		expectNote(who, keys[0]);
		return keys;
	}

	/** One note, with the text and the entry's id. */
	function expectNote(who: Who, text: string): void {
		const [note, ...more] = notesOf(everything, people[who].id);
		expect(more).toEqual([]);
		expect(note).toContain(text);
		expect(note).toContain(entries[who]);
	}
});
