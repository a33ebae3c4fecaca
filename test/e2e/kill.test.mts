/**
 * The real n8n, killed again and again while recruiters move candidates about, in both of its ways to
 * poll. Afterwards its executions and Willo's invitations are compared with Ashby's own history.
 *
 * KILLS says how often, in each engine. SEED repeats the moves and moments, as far as time allows.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Everything } from '../../scripts/everything.mts';
import { importTemplate } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { momentOfKill } from './kill/moments.mts';
import { randomNumbers, Recruiters } from './kill/recruiters.mts';
import { judge, observed, type Run, type Verdict } from './kill/verdict.mts';
import { finish, nextPoll, notesOf, quiet, start } from './setup.mts';

const KILLS = Number(process.env.KILLS ?? 10);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Enough for a start of n8n on a busy machine and the wait for a moment, and for the end. */
const TIMEOUT_MS = 300_000 + KILLS * 150_000;

/** One row of Poll Times each: a custom schedule, every minute at this second. */
const SECONDS = [0, 10, 20, 30, 40, 50];

/**
 * When n8n dies while it starts a workflow's trigger, the next one does not start it before a lease
 * of two minutes is over. A shorter one saves the test that time; but n8n gives the first poll no more
 * than 70% of it, and the trigger's first look may take 40 s.
 */
const SHORT_LEASE = {
	N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '60',
	N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '1000',
};

interface Engine {
	engine: string;
	env: Record<string, string>;
	/** Whether n8n stores the execution and the trigger's state in one transaction. */
	transactional: boolean;
}

const ENGINES: Engine[] = [
	{ engine: 'classic', env: {}, transactional: false },
	{
		engine: 'durable',
		env: {
			N8N_SCHEDULER_ENABLED: 'true',
			N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
			N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
		},
		transactional: true,
	},
];

describe.each(ENGINES)('With the $engine poller', ({ engine, env, transactional }) => {
	const random = randomNumbers(SEED);
	const kills: number[] = [];
	const runs = new Map<string, Run>();
	let everything: Everything;
	let recruiters: Recruiters;
	let workflowId: string;
	let verdict: Verdict;

	beforeAll(async () => {
		everything = await start({ env: { ...SHORT_LEASE, ...env } });
		const { client, demo } = everything;
		recruiters = new Recruiters(everything, demo.jobs.support, demo.videoStages.support, random);
		const workflow = await importTemplate(everything, 'scale-enterprise', {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		});
		workflowId = workflow.id;
		const trigger = workflow.nodes.find(({ type }) => type.endsWith('.ashbyStageTrigger'))!;
		trigger.parameters.pollTimes = {
			item: SECONDS.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
		};
		await client.saveWorkflow(workflow);
		expect(await client.publish(workflowId)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		recruiters?.stop();
		await finish(everything);
	});

	test(
		`n8n survives ${KILLS} kills while recruiters move candidates about`,
		async () => {
			recruiters.start();
			for (let number = 0; number < KILLS; number++) {
				await momentOfKill(number, everything, random);
				await killAndRestart();
				await noteRuns();
			}
			recruiters.stop();
			// The first of these may have begun before the last move.
			for (let look = 0; look < 3; look++) await nextPoll(everything, 150_000);
			await waitFor('the executions to end', async () => {
				await noteRuns();
				return [...runs.values()].every(({ status }) => !['new', 'running'].includes(status));
			});
			const evidence = { stays: recruiters.stays(), runs: [...runs.values()], kills };
			verdict = judge({ ...evidence, ...observed(everything) });
			console.log(figures());
			expect(verdict.due.length).toBeGreaterThan(KILLS);
		},
		TIMEOUT_MS,
	);

	test('every stay reached an execution, unless a kill hit the hand-over to n8n', () => {
		expect(verdict.unreached).toEqual([]);
		if (transactional) expect(verdict.lostInHandOver).toEqual([]);
	});

	test('no stay reached two executions, unless a kill hit the hand-over to n8n', () => {
		expect(verdict.repeated).toEqual([]);
		if (transactional) expect(verdict.repeatedByHandOver).toEqual([]);
	});

	test('every stay that reached an execution was invited, unless n8n was killed within it', () => {
		expect(verdict.missing).toEqual([]);
	});

	test('nobody was invited twice', () => {
		expect(verdict.doubled).toEqual([]);
	});

	async function killAndRestart(): Promise<void> {
		const { n8n } = everything;
		kills.push(Date.now());
		await n8n.kill();
		// n8n waits ten seconds when it finds this.
		await rm(join(dirname(n8n.logFile), '.n8n', 'crash.journal'), { force: true });
		await n8n.restart();
	}

	/** Asked for after every start: n8n's list is cut at a hundred. */
	async function noteRuns(): Promise<void> {
		const ids = recruiters.stays().map(({ id }) => id);
		for (const { id, status, createdAt } of await everything.client.executions(workflowId)) {
			if (runs.get(id)?.status === status) continue;
			const data = await everything.client.executionData(id);
			const stayIds = new Set(ids.filter((stayId) => data.includes(stayId)));
			runs.set(id, { id, status, createdAt: Date.parse(createdAt), stayIds });
		}
	}

	function figures(): string {
		const { due, lostInHandOver, repeatedByHandOver, lostInExecution } = verdict;
		const { unreached, repeated, missing, doubled } = verdict;
		const all = [...runs.values()];
		const crashed = all.filter(({ status }) => status === 'crashed');
		const costly = kills.flatMap((kill, index) => {
			const parts = { lostInHandOver, repeatedByHandOver, lostInExecution };
			const counts = Object.entries(parts)
				.map(([name, blamed]) => [name, blamed.filter((each) => each.kill === kill).length])
				.filter(([, count]) => count !== 0);
			const text = counts.map(([name, count]) => `${name} ${count}`).join(', ');
			return text ? [`  kill ${index + 1} at ${new Date(kill).toISOString()}: ${text}`] : [];
		});
		return [
			`${engine}: KILLS=${KILLS} SEED=${SEED}`,
			`  stays: ${recruiters.stays().length}, seen by a whole look: ${due.length}`,
			`  executions: ${all.length}, of them killed: ${crashed.length}`,
			`  lost in the hand-over: ${lostInHandOver.length}, repeated by it: ${repeatedByHandOver.length}`,
			`  lost in killed executions: ${lostInExecution.length}`,
			`  invitations: ${everything.willo.invitations.length}, without a note: ${withoutNote()}`,
			`  unexplained: ${unreached.length} in no execution, ${repeated.length} in several, ${missing.length} not invited`,
			`  invited twice: ${doubled.length}`,
			...costly,
		].join('\n');
	}

	/** How many invitations no note of their candidate in Ashby tells of. */
	function withoutNote(): number {
		const { ashby, willo } = everything;
		const notes = [...ashby.candidates.keys()].flatMap((id) => notesOf(everything, id)).join('\n');
		return willo.invitations.filter(({ participantKey }) => !notes.includes(participantKey)).length;
	}
});
