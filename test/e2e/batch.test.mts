/**
 * Many candidates in one execution of a template in the real n8n: a failure of one doesn't affect the
 * others, and candidates without a note are returned again automatically. A test run changes nothing.
 */
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS, importTemplate } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { finish, invitationsOf, notesOf, quiet, start } from './setup.mts';

const PEOPLE = {
	ada: { name: 'Ada Byron', email: 'ada@example.com' },
	/** Ashby takes no note on her at first. */
	unnoted: { name: 'Una Unnoted', email: 'una@example.com' },
	nobody: { name: 'Nemo Nobody', email: undefined },
	/** Willo refuses him. */
	refused: { name: 'Rex Refused', email: 'rex@example.com' },
	/** Willo has a bad moment when it is asked to invite her. */
	unlucky: { name: 'Ulla Unlucky', email: 'ulla@example.com' },
	grace: { name: 'Grace Murray', email: 'grace@example.com' },
};

type Who = keyof typeof PEOPLE;

/** The trigger's second attempt follows about four minutes after the first. */
const AGAIN_MS = 420_000;

describe('Candidates in one execution', () => {
	let everything: Everything;
	let workflow: Workflow;
	const candidates = {} as Record<Who, string>;
	const applications = {} as Record<Who, string>;
	/** The ids of their entries into the stage. */
	const entries = {} as Record<Who, string>;
	const all = Object.keys(PEOPLE) as Who[];

	beforeAll(async () => {
		everything = await start();
		const { ashby, client, demo } = everything;
		for (const who of all) {
			candidates[who] = ashby.addCandidate(PEOPLE[who]).id;
			const application = { candidateId: candidates[who], jobId: demo.jobs.support };
			applications[who] = ashby.addApplication(application).id;
		}
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		};
		workflow = await importTemplate(everything, 'launch', picks, { pollTimes: EVERY_TEN_SECONDS });
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	const isNoted = (who: Who) => notesOf(everything, candidates[who]).length > 0;

	test('are all shown by a test run, which invites nobody and writes nothing', async () => {
		const { ashby, client, demo, willo } = everything;
		// The faults come first: the next poll may be near.
		ashby.fault = ({ path, body }) =>
			path === '/candidate.createNote' && body?.candidateId === candidates.unnoted
				? { kind: 'code', code: 'not_today' }
				: undefined;
		willo.fault = ({ body }) => {
			if (body?.email === PEOPLE.unlucky.email) return { kind: 'status', status: 503 };
			const refusal = '{"email":["Enter a valid email address."]}';
			return body?.email === PEOPLE.refused.email
				? { kind: 'status', status: 400, body: refusal }
				: undefined;
		};
		await client.unpublish(workflow.id);
		for (const who of all) {
			entries[who] = ashby.move(applications[who], demo.videoStages.support).id;
		}
		const { status, data } = await client.runFrom(
			workflow.id,
			'Ashby Stage Trigger',
			'Add Invitation Note',
		);
		expect(status).toBe('success');
		expect(data).toContain('Test run');
		// A test event is the latest five of the six.
		expect(data).toContain(PEOPLE.refused.email);
		expect(willo.invitations).toEqual([]);
		expect(willo.requests.filter(({ method, path }) => isInvitation(method, path))).toEqual([]);
		expect(all.filter(isNoted)).toEqual([]);
	});

	test('fail it if one of them fails, and the execution says who and why', async () => {
		const { ashby, client, demo } = everything;
		for (const who of all) ashby.archive(applications[who]);
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
		for (const who of all) {
			entries[who] = ashby.move(applications[who], demo.videoStages.support).id;
		}
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
		await quiet(everything);
		expect(all.filter((who) => !isNoted(who))).toEqual(['unnoted', 'unlucky']);
		for (const who of ['ada', 'grace'] as const) {
			const [key, ...more] = invitationsOf(everything, PEOPLE[who].email);
			expect(more).toEqual([]);
			expect(everything.willo.participants.get(key)).toMatchObject({
				...PEOPLE[who],
				externalId: candidates[who],
			});
			expectNote(who, key);
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
			for (const who of ['ada', 'unnoted', 'unlucky', 'grace'] as const) {
				const [key, ...more] = invitationsOf(everything, PEOPLE[who].email);
				expect(more).toEqual([]);
				expectNote(who, key);
			}
			expect(everything.willo.invitations).toHaveLength(4);
		},
		AGAIN_MS + 60_000,
	);

	/** One note, with the text and the entry's id. */
	function expectNote(who: Who, text: string): void {
		const [note, ...more] = notesOf(everything, candidates[who]);
		expect(more).toEqual([]);
		expect(note).toContain(text);
		expect(note).toContain(entries[who]);
	}
});

function isInvitation(method: string, path: string): boolean {
	return method === 'POST' && path.endsWith('/participants/');
}
