/**
 * How much faster more workers are, with a Willo that takes a second to respond: for the polling template,
 * where a poll is one execution, and for the instant template, where each delivery is one.
 */
import { addFigure } from '../../../scripts/addFigure.mts';
import { startQueue } from '../../../scripts/n8n/queue.mts';
import { waitFor } from '../../../scripts/wait.mts';
import { Trial } from '../outage/trial.mts';

const MINUTE_MS = 60_000;
const WILLO_MS = 1_000;
const PEOPLE = { 'scale-enterprise': 60, instant: 180 } as const;
const PLANS = ['scale-enterprise', 'instant'] as const;

const rows: Record<string, string | number>[] = [];

afterAll(() => {
	console.table(rows);
	for (const row of rows) {
		addFigure(
			Object.entries(row)
				.map(([what, figure]) => `${what}: ${figure}`)
				.join(', '),
		);
	}
});

test.each([1, 2, 4])(
	'%i workers: all candidates are invited once',
	async (workers) => {
		const queue = await startQueue(JSON.parse(process.env.N8N_INSTALLATION!), workers);
		const row: Record<string, string | number> = { workers };
		try {
			for (const [copy, plan] of PLANS.entries()) {
				const people = PEOPLE[plan];
				const given = { name: plan, plan, people, outage: () => () => {}, minutes: 0 };
				const trial = await Trial.begin(given, queue.client, copy);
				const { willo } = trial.sandboxes;
				willo.fault = ({ path }) =>
					path.endsWith('/participants/') ? { kind: 'delay', ms: WILLO_MS } : undefined;
				await trial.endure();
				await waitFor('all invitations', () => willo.invitations.length >= people, {
					timeoutMs: 8 * MINUTE_MS,
				});
				await trial.recover(0.5);
				const times = willo.requests
					.filter(({ method, path }) => method === 'POST' && path.endsWith('/participants/'))
					.map(({ at }) => at.getTime());
				const minutes = (Math.max(...times) - Math.min(...times) + WILLO_MS) / MINUTE_MS;
				row[`${plan}, invitations a minute`] = Math.round(people / minutes);
				const result = await trial.result();
				await trial.stop();
				expect(result).toMatchObject({ 'invited once': people, 'invited twice': 0 });
			}
		} finally {
			rows.push(row);
			await queue.stop();
		}
	},
	20 * MINUTE_MS,
);
