/**
 * A template's loop in the real n8n: many candidates in one execution, each finished, note included,
 * before the next begins, and what one of them meets is no other's concern.
 */
import type { Everything } from '../../scripts/everything.mts';
import { importTemplate } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { names } from '../../workflows/parts/names.ts';
import { finish, invitationsOf, notesOf, quiet, start } from './setup.mts';

const PEOPLE = {
	ada: { name: 'Ada Byron', email: 'ada@example.com' },
	/** Ashby takes no note on her. */
	unnoted: { name: 'Una Unnoted', email: 'una@example.com' },
	nobody: { name: 'Nemo Nobody', email: undefined },
	/** Willo refuses him. */
	refused: { name: 'Rex Refused', email: 'rex@example.com' },
	/** Ashby does not tell of her. */
	unread: { name: 'Ulla Unread', email: 'ulla@example.com' },
	/** Dealt with before. */
	noted: { name: 'Nora Noted', email: 'nora@example.com' },
	/** Ashby takes no note on him either. */
	silent: { name: 'Sid Silent', email: undefined },
	grace: { name: 'Grace Murray', email: 'grace@example.com' },
};

type Who = keyof typeof PEOPLE;

describe('Candidates in one execution', () => {
	let everything: Everything;
	let workflow: Workflow;
	const candidates = {} as Record<Who, string>;
	const applications = {} as Record<Who, string>;
	/** The ids of their entries into the stage. */
	const entries = {} as Record<Who, string>;

	beforeAll(async () => {
		everything = await start();
		const { ashby, client, demo, willo } = everything;
		for (const [who, person] of Object.entries(PEOPLE) as [Who, (typeof PEOPLE)[Who]][]) {
			candidates[who] = ashby.addCandidate(person).id;
			const application = { candidateId: candidates[who], jobId: demo.jobs.support };
			applications[who] = ashby.addApplication(application).id;
		}
		ashby.fault = ({ path, body }) => {
			const at = (which: Who, of: string) =>
				path === of && Object.values(body ?? {}).includes(candidates[which]);
			return at('unnoted', '/candidate.createNote') ||
				at('silent', '/candidate.createNote') ||
				at('unread', '/candidate.info')
				? { kind: 'code', code: 'not_today' }
				: undefined;
		};
		willo.fault = ({ body }) =>
			body?.email === PEOPLE.refused.email
				? { kind: 'status', status: 400, body: '{"email":["Enter a valid email address."]}' }
				: undefined;
		workflow = await importTemplate(everything, 'launch', {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		});
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	/** Moves them to the stage, lets the trigger look, and returns the execution that came of it. */
	async function enter(...whom: Who[]) {
		const { ashby, client, demo, n8n } = everything;
		const before = (await client.executions(workflow.id)).length;
		await n8n.stop();
		for (const who of whom) {
			entries[who] = ashby.move(applications[who], demo.videoStages.support).id;
		}
		if (whom.includes('noted')) ashby.addNote(candidates.noted, `Entry: ${entries.noted}`);
		// A restart is when the trigger looks; else it does so every 3 hours.
		await n8n.restart();
		return await waitFor(
			'the execution to end',
			async () => {
				const runs = await client.executions(workflow.id);
				const isOver = runs.length > before && !['new', 'running'].includes(runs[0].status);
				return isOver && { ...runs[0], number: runs.length - before };
			},
			{ timeoutMs: 180_000 },
		);
	}

	/**
	 * Whom Willo was asked to invite, and on whom Ashby was asked to write a note, as they came, those
	 * next to each other of the same person taken together.
	 */
	function deedsByPerson(): string[][] {
		const { ashby, willo } = everything;
		const invited = willo.requests
			.filter(({ method, path }) => method === 'POST' && path.endsWith('/participants/'))
			.map(({ at, body }) => ({ at, name: body.name, deed: `invite ${body.name}` }));
		const noted = ashby.requests
			.filter(({ path }) => path === '/candidate.createNote')
			.map(({ at, body }) => ({ at, name: ashby.candidates.get(body.candidateId)!.name }))
			.map(({ at, name }) => ({ at, name, deed: `note ${name}` }));
		const inOrder = [...invited, ...noted].sort((a, b) => a.at.getTime() - b.at.getTime());
		const groups: string[][] = [];
		for (const [index, { name, deed }] of inOrder.entries()) {
			if (name === inOrder[index - 1]?.name) groups.at(-1)!.push(deed);
			else groups.push([deed]);
		}
		return groups;
	}

	test('fail it visibly when a note is not taken, and say on whom', async () => {
		const execution = await enter(...(Object.keys(PEOPLE) as Who[]));
		expect(execution).toMatchObject({ status: 'error', number: 1 });
		const data = await everything.client.executionData(execution.id);
		const [, people, reason] = /Ashby did not take the note on ([^:"]*): ([^"]*)/.exec(data) ?? [];
		expect(people?.split(', ').sort()).toEqual(['Sid Silent', 'Una Unnoted']);
		expect(reason).toContain('not_today');
	});

	test('are finished one after the other, and tried again where Ashby took no note', () => {
		const [una, sid] = ['note Una Unnoted', 'note Sid Silent'];
		expect(deedsByPerson().sort()).toEqual([
			['invite Ada Byron', 'note Ada Byron'],
			['invite Grace Murray', 'note Grace Murray'],
			['invite Rex Refused', 'note Rex Refused'],
			['invite Una Unnoted', una, una, una, una, una],
			['note Nemo Nobody'],
			[sid, sid, sid, sid, sid],
			['note Ulla Unread'],
		]);
	});

	test('are each invited under their own name, and their note names their own entry', () => {
		const { willo } = everything;
		for (const who of ['ada', 'grace'] as const) {
			const [key, ...more] = invitationsOf(everything, PEOPLE[who].email);
			expect(more).toEqual([]);
			expect(willo.participants.get(key)).toMatchObject({
				...PEOPLE[who],
				externalId: candidates[who],
			});
			expect(notesOf(everything, candidates[who])).toEqual([
				`Invited to a one-way video interview in Willo. Willo participant: ${key}. Entry: ${entries[who]}`,
			]);
		}
	});

	test.each([
		['nobody', 'the candidate has no e-mail address in Ashby'],
		['refused', 'Enter a valid email address'],
		['unread', 'not_today'],
	] as const)('are told of when not invited, each with the reason: %s', (who, reason) => {
		const [note, ...more] = notesOf(everything, candidates[who]);
		expect(note).toContain(reason);
		expect(note).toMatch(new RegExp(`Entry: ${entries[who]}$`));
		expect(more).toEqual([]);
	});

	test('are left alone when a note names the entry', () => {
		expect(invitationsOf(everything, PEOPLE.noted.email)).toEqual([]);
		expect(notesOf(everything, candidates.noted)).toEqual([`Entry: ${entries.noted}`]);
	});

	test('are all invited when n8n cannot remember whom it has handled', async () => {
		const { ashby, client, willo } = everything;
		ashby.fault = undefined;
		willo.fault = undefined;
		// n8n's node refuses to go on when its memory is full, which it holds a batch of entries in.
		const memory = workflow.nodes.find(({ name }) => name === names.removeDuplicates)!;
		(memory.parameters.options as { historySize: number }).historySize = 1;
		await client.saveWorkflow(workflow);
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
		for (const who of ['ada', 'grace', 'noted'] as const) ashby.archive(applications[who]);
		const invitations = willo.invitations.length;
		const execution = await enter('ada', 'grace', 'noted');
		expect(execution.status).toBe('success');
		const data = await client.executionData(execution.id);
		expect(data).toContain('exceeds the maximum history size');
		expect(willo.invitations.length).toBe(invitations + 2);
		for (const who of ['ada', 'grace'] as const) {
			expect(invitationsOf(everything, PEOPLE[who].email)).toHaveLength(2);
			expect(notesOf(everything, candidates[who]).at(-1)).toContain(`Entry: ${entries[who]}`);
		}
	});
});
