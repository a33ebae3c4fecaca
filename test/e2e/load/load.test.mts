/**
 * `npm run test:load`: a whole intake at once, in the real n8n. Some thousands of candidates are moved
 * in one moment, through the committed template, while both vendors throttle. Everybody is invited once
 * and noted; the limits alone decide how long it takes; n8n needs no more memory for the second batch than
 * for the first; and the execution still opens in the editor.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { addFigure } from '../../../scripts/addFigure.mts';
import type { Everything, ConnectedSandboxes } from '../../../scripts/everything.mts';
import { importTemplate, connectSandboxes } from '../../../scripts/everything.mts';
import type { Workflow } from '../../../scripts/n8n/client.mts';
import { byTestId, Editor, launchBrowser } from '../editor.mts';
import { checkExchanges, invitationsOf, notesOf, quiet, start } from '../setup.mts';
import { type Figures, figuresOf, isNote, LIMITS, minutesOf } from './figures.mts';

const PEOPLE = Number(process.env.LOAD_PEOPLE ?? 2000);

/** The trigger's interval, then what the limits allow and half as much again. */
const LONGEST_MS = 60_000 * (6 + (1.5 * PEOPLE * 3) / LIMITS.ashby + (1.5 * PEOPLE) / LIMITS.willo);

const CASES = [{ retryAfter: 'seconds' }, { retryAfter: 'absent' }] as const;

interface Batch {
	sandboxes: ConnectedSandboxes;
	workflow: Workflow;
	people: { candidateId: string; email: string; entryId: string }[];
	figures: Figures;
	/** Of n8n's main process, in MB: the most during the batch. */
	memory: number;
	/** Of the largest execution. */
	kilobytes: number;
	executionId: string;
}

describe(`${PEOPLE} candidates at once, while both vendors throttle`, () => {
	let everything: Everything;
	const batches: Partial<Record<(typeof CASES)[number]['retryAfter'], Batch>> = {};

	beforeAll(async () => {
		everything = await start();
	});

	afterAll(async () => {
		console.log(table(Object.entries(batches)));
		for (const [retryAfter, { figures, memory }] of Object.entries(batches)) {
			const factor = figures['factor in turns'];
			const requests = `${figures['requests at Ashby']} and ${figures['requests at Willo']}`;
			addFigure(
				`Retry-After ${retryAfter}: ${figures.people} candidates in ${figures.minutes} minutes, ${factor} × the limits, ${requests} requests each, ${figures.throttled} throttled, ${memory} MB`,
			);
		}
		for (const { sandboxes } of Object.values(batches)) console.table(minutesOf(sandboxes));
		for (const { sandboxes } of Object.values(batches)) await sandboxes.stop();
		await everything?.stop();
	});

	describe.each(CASES)('with Retry-After $retryAfter', ({ retryAfter }) => {
		const batch = () => batches[retryAfter]!;

		test(
			'all candidates are invited once and have one note',
			async () => {
				batches[retryAfter] = await run(everything, retryAfter);
				const { sandboxes, people } = batch();
				const invitedOnce = people.filter(
					({ email }) => invitationsOf(sandboxes, email).length === 1,
				);
				expect(invitedOnce).toHaveLength(PEOPLE);
				expect(sandboxes.willo.invitations).toHaveLength(PEOPLE);
				const notNotedOnce = people.filter(({ candidateId, entryId }) => {
					const notes = notesOf(sandboxes, candidateId);
					return notes.length !== 1 || !notes[0].includes(entryId);
				});
				expect(notNotedOnce).toEqual([]);
				expect([...sandboxes.ashby.violations, ...sandboxes.willo.violations]).toEqual([]);
			},
			LONGEST_MS + 120_000,
		);

		test('the vendors got no more requests than they allow, and no candidate was lost', async () => {
			const { sandboxes, workflow, figures } = batch();
			expect(figures.throttled).toBeGreaterThan(0);
			const runs = await sandboxes.client.executions(workflow.id);
			expect(runs.map(({ status }) => status)).not.toContain('error');
		});

		test("the time is within 1.1 times what the vendors' limits allow", () => {
			expect(batch().figures['factor in turns']).toBeLessThanOrEqual(1.1);
		});

		test('the execution opens in the editor', async () => {
			const browser = await launchBrowser();
			try {
				const { workflow, executionId } = batch();
				const editor = await Editor.open(browser, everything.client);
				await editor.openExecution(workflow.id, executionId);
				const panel = await editor.openNode('Invite to Willo Interview');
				const counts = await byTestId(panel, 'ndv-items-count').allInnerTexts();
				expect(counts.join()).toMatch(/\d+ items/);
			} finally {
				await browser.close();
			}
		});
	});

	test('the second run takes no more memory than the first', () => {
		const [first, second] = CASES.map(({ retryAfter }) => batches[retryAfter]!.memory);
		expect(second / first).toBeLessThan(1.25);
	});
});

/** Moves all candidates into the stage of a separate organization, and waits until all have a note. */
async function run({ client, n8n }: Everything, retryAfter: 'seconds' | 'absent'): Promise<Batch> {
	const sandboxes = await connectSandboxes(client);
	checkExchanges(sandboxes);
	const { ashby, willo, demo } = sandboxes;
	Object.assign(ashby.switches, { retryAfter, requestsPerMinute: LIMITS.ashby });
	Object.assign(willo.switches, { retryAfter, requestsPerMinute: LIMITS.willo });
	const applications = Array.from({ length: PEOPLE }, (_, number) => {
		const email = `person${number}@example.com`;
		const candidate = ashby.addCandidate({ name: `Person ${number}`, email });
		const { id } = ashby.addApplication({ candidateId: candidate.id, jobId: demo.jobs.support });
		return { candidateId: candidate.id, email, applicationId: id };
	});
	const picks = {
		job: demo.jobs.support,
		stage: demo.videoStages.support,
		interview: demo.interviews.support,
	};
	const copy = CASES.findIndex((each) => each.retryAfter === retryAfter);
	const workflow = await importTemplate(sandboxes, 'scale-enterprise', picks, { copy });
	const refusal = await client.publish(workflow.id);
	if (refusal !== null) throw new Error(refusal);
	await quiet(sandboxes);
	ashby.resetLog();
	willo.resetLog();
	const people = applications.map(({ applicationId, ...person }) => ({
		...person,
		entryId: ashby.move(applicationId, demo.videoStages.support).id,
	}));
	let memory = 0;
	const written = () => ashby.requests.filter(isNote).filter(({ status }) => status === 200).length;
	const end = Date.now() + LONGEST_MS;
	while (written() < PEOPLE && Date.now() < end) {
		memory = Math.max(memory, await megabytesOf(n8n.pid!));
		await sleep(2_000);
	}
	await quiet(sandboxes);
	const executions = await client.executions(workflow.id);
	const sizes = await Promise.all(
		executions.map(async ({ id }) => ({ id, bytes: (await client.executionData(id)).length })),
	);
	await client.unpublish(workflow.id);
	const [largest] = sizes.sort((a, b) => b.bytes - a.bytes);
	return {
		sandboxes,
		workflow,
		people,
		memory: Math.round(memory),
		figures: figuresOf(sandboxes, PEOPLE),
		kilobytes: Math.round(largest.bytes / 1000),
		executionId: largest.id,
	};
}

/** What a process keeps in memory, according to Linux. */
async function megabytesOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1000;
}

function table(batches: [string, Batch][]): string {
	return batches
		.map(([name, { figures, memory, kilobytes }]) =>
			Object.entries({
				'Retry-After': name,
				...figures,
				'MB of n8n': memory,
				'kB of the largest execution': kilobytes,
			})
				.map(([what, value]) => `${what}: ${value}`)
				.join('\n'),
		)
		.join('\n\n');
}
