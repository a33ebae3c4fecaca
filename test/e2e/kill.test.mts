/**
 * The real n8n, killed again and again while recruiters move candidates, with both of its pollers.
 * Afterwards its executions and Willo's invitations are compared with Ashby's own history.
 *
 * KILLS says how often, in each of the four cases. SEED repeats the moves and moments, as far as time allows.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addFigure } from '../../scripts/addFigure.mts';
import type { Everything } from '../../scripts/everything.mts';
import { importTemplate } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { momentOfKill } from './kill/moments.mts';
import { randomNumbers, Recruiters } from './kill/recruiters.mts';
import { judge, observed, type Run, type Verdict } from './kill/verdict.mts';
import { finish, nextPoll, notesOf, quiet, start } from './setup.mts';

const KILLS = Number(process.env.KILLS ?? 10);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
/** A candidate who was lost twice is returned again after 4 and 8 minutes, after three times 16 minutes later. */
const RECOVERY_MS = 1_800_000;
/** After the last move, hundreds of entries may still be invited one after the other. */
const WORK_OFF_MS = 300_000;
/** Enough for a start of n8n on a busy machine and the wait for a moment, and for the end. */
const TIMEOUT_MS = RECOVERY_MS + 4 * WORK_OFF_MS + 600_000 + KILLS * 150_000;

/** One row of Poll Times each: a custom schedule, every minute at this second. */
const SECONDS = [0, 10, 20, 30, 40, 50];

/**
 * When n8n dies while it starts a workflow's trigger, the next one does not start it before a lease
 * of two minutes is over. A shorter one saves the test that time; but n8n gives the first poll no more
 * than 70% of it, and the trigger's first poll may take 40 s.
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

/** With Include Candidates Who Left, every entry counts. Without it, those of candidates who were in the stage when the trigger polled. */
const CASES = ENGINES.flatMap((each) =>
	[false, true].map((includeWhoLeft) => ({
		...each,
		includeWhoLeft,
		who: includeWhoLeft ? 'everybody' : 'who stands there',
	})),
);

describe.each(CASES)('With the $engine poller, inviting $who', (given) => {
	const { engine, env, transactional, includeWhoLeft, who } = given;
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
		const { support: job } = demo.jobs;
		const { support: stage } = demo.videoStages;
		// A candidate who comes back has another email; the invitation for the previous entry would go there.
		recruiters = new Recruiters(everything, job, stage, random, includeWhoLeft);
		const workflow = await importTemplate(everything, 'scale-enterprise', {
			job,
			stage,
			interview: demo.interviews.support,
		});
		workflowId = workflow.id;
		const trigger = workflow.nodes.find(({ type }) => type.endsWith('.ashbyStageTrigger'))!;
		trigger.parameters.pollTimes = {
			item: SECONDS.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
		};
		Object.assign(trigger.parameters.options as object, { includeWhoLeft });
		await client.saveWorkflow(workflow);
		expect(await client.publish(workflowId)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		recruiters?.stop();
		await finish(everything);
	});

	test(
		`n8n survives ${KILLS} kills while recruiters move candidates`,
		async () => {
			recruiters.start();
			for (let number = 0; number < KILLS; number++) {
				await momentOfKill(number, everything, random);
				await killAndRestart();
				await noteRuns();
			}
			recruiters.stop();
			// The first of these may have begun before the last move.
			for (let poll = 0; poll < 3; poll++) await nextPoll(everything, WORK_OFF_MS);
			await waitFor('the lost ones to be returned again', lastExecutionsToEnd, {
				timeoutMs: RECOVERY_MS,
				// Judging takes a while, and the sandbox in this process can't respond meanwhile.
				everyMs: 20_000,
			}).catch(() => {});
			// There was enough time for anything that would invite somebody twice.
			await nextPoll(everything, WORK_OFF_MS);
			await lastExecutionsToEnd();
			console.log(figures());
			addFigure(
				`${engine}, ${who}: ${verdict.due.length} entries and ${KILLS} kills, ${verdict.missing.length} missed, ${verdict.doubled.length} invited twice`,
			);
			expect(verdict.due.length).toBeGreaterThan(KILLS);
		},
		TIMEOUT_MS,
	);

	test('every entry led to an invitation, unless the candidate left before a lost one could be repeated', () => {
		expect(verdict.missing).toEqual([]);
		expect(verdict.unexplained).toEqual([]);
	});

	test('nobody was invited twice', () => {
		expect(verdict.doubled).toEqual([]);
	});

	test('no entry was in two executions, unless the first was killed', () => {
		expect(verdict.repeated).toEqual([]);
		if (transactional) expect(verdict.repeatedAfterUnsavedPoll).toEqual([]);
	});

	test('each invitation has a note, unless the candidate left before it was written', () => {
		expect(withoutNote()).toEqual([]);
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
		const ids = recruiters.entries().map(({ id }) => id);
		for (const { id, status, createdAt } of await everything.client.executions(workflowId)) {
			if (runs.get(id)?.status === status) continue;
			const data = await everything.client.executionData(id);
			// As a whole string: the notes of a candidate who has come back also mention an earlier entry.
			const entryIds = new Set(ids.filter((entryId) => data.includes(`"${entryId}"`)));
			runs.set(id, { id, status, createdAt: Date.parse(createdAt), entryIds });
		}
	}

	/** Judges again. Returns whether all executions have ended and nobody is missing. */
	async function lastExecutionsToEnd(): Promise<boolean> {
		await noteRuns();
		const evidence = {
			entries: recruiters.entries(),
			includeWhoLeft,
			runs: [...runs.values()],
			kills,
		};
		verdict = judge({ ...evidence, ...observed(everything) });
		const haveEnded = evidence.runs.every(({ status }) => !['new', 'running'].includes(status));
		return haveEnded && verdict.missing.length === 0 && withoutNote().length === 0;
	}

	function figures(): string {
		const { due, missing, unexplained, leftBeforeRepeat, doubled } = verdict;
		const { repeated, repeatedAfterCrash, repeatedAfterUnsavedPoll } = verdict;
		const all = [...runs.values()];
		const crashed = all.filter(({ status }) => status === 'crashed');
		return [
			`${engine}, ${who}: KILLS=${KILLS} SEED=${SEED}`,
			`  entries: ${recruiters.entries().length}, of them due: ${due.length}`,
			`  executions: ${all.length}, of them killed: ${crashed.length}`,
			`  returned again after a crash: ${repeatedAfterCrash.length}`,
			`  twice, because n8n was killed before it saved the poll: ${repeatedAfterUnsavedPoll.length}, for no known reason: ${repeated.length}`,
			`  lost by a kill, and left before they were returned again: ${leftBeforeRepeat.length}`,
			`  not invited: ${missing.length}, without a known reason: ${unexplained.length}`,
			`  invitations: ${everything.willo.invitations.length}, without a note: ${withoutNote().length}`,
			`  invited twice: ${doubled.length}`,
		].join('\n');
	}

	/** Candidates who were invited without a note about it, and still count. */
	function withoutNote(): string[] {
		const { ashby } = everything;
		const { invitations } = observed(everything);
		return recruiters
			.entries()
			.filter(({ left }) => includeWhoLeft || left === Infinity)
			.filter(({ email }) => invitations.has(email))
			.filter(({ id, applicationId }) => {
				const { candidateId } = ashby.applications.get(applicationId)!;
				return !notesOf(everything, candidateId).some((note) => note.includes(id));
			})
			.map(({ email }) => email);
	}
});
