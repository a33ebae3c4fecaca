/**
 * `npm run test:queue`: n8n's queue mode, with a real Redis and a real PostgreSQL. Each case has its own main
 * process, webhook processor, and two workers. While candidates are being invited, one part is killed.
 * Nobody intervenes; afterwards every candidate is invited once and has a note.
 */
import { readFile } from 'node:fs/promises';
import type { N8nServer } from '../../../scripts/n8n/server.mts';
import { type Queue, startQueue } from '../../../scripts/n8n/queue.mts';
import { waitFor } from '../../../scripts/wait.mts';
import type { Case, Result } from '../outage/trial.mts';
import { Trial } from '../outage/trial.mts';

const MINUTE_MS = 60_000;
/** The second attempt follows after four minutes and a second for each candidate, and takes a while. */
const RECOVERY_MINUTES = 12;

interface Row {
	name: string;
	/** Goes wrong in the middle, and is over when it resolves. */
	event: (queue: Queue) => Promise<void>;
}

const ROWS: Row[] = [
	{
		name: 'the worker of the execution is killed for good',
		async event({ workers }) {
			await (await busiest(workers)).kill();
		},
	},
	{
		name: 'all workers are killed, and start again',
		async event({ workers }) {
			await Promise.all(workers.map(async (worker) => await worker.kill()));
			for (const worker of workers) await worker.restart();
		},
	},
	{
		name: 'the main process is killed, and starts again',
		async event({ main }) {
			await main.kill();
			await main.restart();
		},
	},
	{
		name: 'the webhook processor is killed, and starts again',
		async event({ webhooks }) {
			await webhooks.kill();
			await webhooks.restart();
		},
	},
	{
		name: 'Redis is stopped, and starts again with what it held',
		async event({ redis }) {
			await redis.stop();
			await redis.start();
		},
	},
	{
		name: 'Redis is killed, and starts again empty',
		async event({ redis }) {
			await redis.kill();
			await redis.start();
		},
	},
];

const CASES: Omit<Case, 'name' | 'outage'>[] = [
	{ plan: 'scale-enterprise', people: 200, after: 60 },
	{ plan: 'instant', people: 60, after: 20 },
];

/** Makes Willo slow enough that the kill hits the middle of an execution. */
const WILLO_MS = 250;

const results: (Result & { case: string })[] = [];

afterAll(() => {
	console.table(results);
});

test.concurrent.each(
	ROWS.flatMap((row) => CASES.map((given) => ({ ...row, given, plan: given.plan }))),
)(
	'When $name, all candidates are invited once and have a note: $plan',
	async ({ name, event, given }) => {
		const queue = await startQueue(JSON.parse(process.env.N8N_INSTALLATION!), 2);
		let trial: Trial | undefined;
		try {
			let happening: Promise<void> | undefined;
			const outage = () => {
				happening = event(queue);
				return () => {};
			};
			const full = { ...given, name: `${name}: ${given.plan}`, outage, minutes: 0 };
			trial = await Trial.begin(full, queue.client, 0);
			trial.sandboxes.willo.fault = ({ path }) =>
				path.endsWith('/participants/') ? { kind: 'delay', ms: WILLO_MS } : undefined;
			await trial.endure();
			await happening;
			await trial.recover(RECOVERY_MINUTES);
			const result = await trial.result();
			results.push({ case: full.name, ...result });
			const { people } = result;
			expect(result).toMatchObject({
				'invited once': people,
				'invited twice': 0,
				noted: people,
				'noted twice': 0,
			});
			expect(trial.violations).toEqual([]);
		} finally {
			await trial?.stop();
			await queue.stop();
		}
	},
	30 * MINUTE_MS,
);

/** The worker that began an execution last. */
async function busiest(workers: N8nServer[]): Promise<N8nServer> {
	return await waitFor('a worker to begin an execution', async () => {
		const begun = await Promise.all(
			workers.map(async ({ logFile }) => {
				const log = await readFile(logFile, 'utf8');
				const started = [...log.matchAll(/Worker started execution (\d+)/g)];
				return Math.max(0, ...started.map(([, id]) => Number(id)));
			}),
		);
		const latest = Math.max(...begun);
		return latest > 0 && workers[begun.indexOf(latest)];
	});
}
