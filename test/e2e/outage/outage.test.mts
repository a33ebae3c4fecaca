/**
 * `npm run test:outage`: an ordinary bad hour, in the real n8n. There are many copies of the templates, each
 * with its own Ashby and Willo, and for some minutes something is wrong with them. Nobody intervenes;
 * afterwards every candidate is invited once and has a note, and every response has a note.
 *
 * Meanwhile, another n8n is killed in the middle of an outage, after which a key no longer works. The only
 * thing that a person does there is save a new key.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Everything } from '../../../scripts/everything.mts';
import { start } from '../setup.mts';
import * as outages from './faults.mts';
import { type Case, type Result, Trial } from './trial.mts';

const MINUTE_MS = 60_000;
/** How long n8n keeps polling after the outage; enough for the second attempt, at 8 minutes for the third. */
const RECOVERY_MINUTES = 9;
/** A refused key costs the second attempt, and the third follows eight minutes later. */
const RECOVERY_WITH_KEY_MINUTES = 14;

const CASES: Case[] = [
	{ name: 'Willo answers 503', outage: outages.willoDown },
	{ name: 'connections to Willo are cut', outage: outages.willoCut },
	{ name: "Willo's answers get lost", outage: outages.willoSilent },
	{ name: 'Willo refuses the key (401)', outage: outages.willoRefusesKey },
	{ name: 'Willo answers 7 of 8 requests with 429', outage: outages.willoThrottles },
	{ name: 'Ashby answers 503 to createNote', outage: outages.notesDown },
	{ name: "Ashby's answers to createNote get lost", outage: outages.notesSilent },
	{ name: 'the Ashby key loses candidatesWrite', outage: outages.noCandidatesWrite },
	{ name: 'both are down after the second invitation', outage: outages.bothDown, after: 2 },
	{ name: 'Willo answers 503, instant', outage: outages.willoDown, plan: 'instant' },
	{ name: 'both are down, instant', outage: outages.bothDown, plan: 'instant' },
	{
		name: 'both are down after 60 of a batch of 200',
		outage: outages.bothDown,
		people: 200,
		after: 60,
	},
	{
		name: '1,000 at once, both throttle',
		outage: outages.fewAMinute,
		people: 1000,
		recovery: 18,
	},
	{ ...responses('growth'), name: 'responses, Willo Trigger' },
	{ ...responses('growth'), name: 'responses, Willo Response Trigger', reachable: false },
	{ ...responses('instant'), name: 'responses, instant' },
];

const KILLED: Case[] = [
	{ name: 'Willo down, n8n killed, new Willo key', outage: keyGone('willoApi') },
	{ name: 'both down, n8n killed, new Ashby key', outage: keyGone('ashbyApi') },
	{
		...responses('growth'),
		name: 'responses: Ashby down, n8n killed, new Ashby key',
		outage: keyGone('ashbyApi'),
		minutes: 3,
	},
];

function responses(plan: 'growth' | 'instant') {
	const outage = outages.ashbyDown;
	return { plan, outage, lane: 'responses', people: 3, minutes: 2.5 } as const;
}

/** Once it is over, the key does not work any more. */
function keyGone(type: 'ashbyApi' | 'willoApi'): outages.Outage {
	return (sandboxes) => {
		const { ashby, willo, credentialData } = sandboxes;
		const end = (type === 'ashbyApi' ? outages.bothDown : outages.willoDown)(sandboxes);
		return () => {
			end();
			const { apiKey } = credentialData[type];
			if (type === 'ashbyApi') ashby.keys.delete(apiKey);
			else willo.removeKey(apiKey);
		};
	};
}

/** Somebody makes a new key and saves it in n8n. */
async function replaceKey({ given, sandboxes }: Trial): Promise<void> {
	const { ashby, willo, client, credentials, credentialData } = sandboxes;
	const type = given.name.endsWith('new Ashby key') ? 'ashbyApi' : 'willoApi';
	const apiKey = type === 'ashbyApi' ? ashby.addKey() : willo.addKey();
	await client.updateCredential(type, credentials[type], { ...credentialData[type], apiKey });
}

describe('After an outage', () => {
	const started: { stop(): Promise<void> }[] = [];
	const results: Record<string, Result> = {};
	const violations: Record<string, string[]> = {};

	beforeAll(async () => {
		const [everything, toBeKilled] = [await start(), await start()];
		started.push(everything, toBeKilled);
		const trials = await publish(CASES, everything);
		const killed = await publish(KILLED, toBeKilled);
		const all = await Promise.allSettled([
			...trials.map(async (trial) => {
				await trial.endure();
				await trial.recover(trial.given.recovery ?? RECOVERY_MINUTES);
			}),
			surviveKill(killed, toBeKilled),
		]);
		for (const trial of [...trials, ...killed]) {
			results[trial.given.name] = await trial.result();
			violations[trial.given.name] = trial.violations;
		}
		console.log(table(results));
		const failure = all.find((each) => each.status === 'rejected');
		if (failure) throw failure.reason;
	}, 40 * MINUTE_MS);

	afterAll(async () => {
		for (const each of started.reverse()) await each.stop();
	});

	async function publish(cases: Case[], { client }: Everything): Promise<Trial[]> {
		const trials: Trial[] = [];
		for (const given of cases) {
			const trial = await Trial.begin(given, client, trials.length);
			started.push(trial);
			trials.push(trial);
		}
		return trials;
	}

	async function surviveKill(trials: Trial[], { n8n }: Everything): Promise<void> {
		const outages = Promise.all(trials.map(async (trial) => await trial.endure()));
		// Participants who respond were invited before: their outage starts after a first poll has recorded that.
		await sleep(2.5 * MINUTE_MS);
		await n8n.kill();
		await n8n.restart();
		await outages;
		await sleep(2 * MINUTE_MS);
		for (const trial of trials) await replaceKey(trial);
		await Promise.all(
			trials.map(async (trial) => await trial.recover(RECOVERY_WITH_KEY_MINUTES - 2)),
		);
	}

	test.each([...CASES, ...KILLED].map(({ name, lane }) => ({ name, lane })))(
		'$name: all candidates are processed, and none twice',
		({ name, lane }) => {
			const { people } = results[name];
			expect(results[name]).toMatchObject({
				'invited once': people,
				noted: people,
				'invited twice': 0,
				'noted twice': 0,
				'responses noted once': lane === 'responses' ? people : 0,
			});
			expect(violations[name]).toEqual([]);
		},
	);
});

function table(results: Record<string, Result>): string {
	const rows = Object.entries(results).map(([name, result]) => {
		const { responses, 'responses noted once': noted, executions } = result;
		return [
			name,
			`${result['invited once']} of ${result.people}`,
			result['invited twice'],
			result.noted,
			result['noted twice'],
			responses === 0 ? '' : `${noted} of ${responses}`,
			result['done after'],
			executions,
		].map(String);
	});
	const head = [
		...['', 'invited once', 'twice', 'noted', 'twice'],
		...['responses', 'done after', 'executions'],
	];
	const widths = head.map((_, column) =>
		Math.max(...[head, ...rows].map((row) => row[column].length)),
	);
	return [head, ...rows]
		.map((row) => row.map((text, column) => text.padEnd(widths[column])).join('  '))
		.join('\n');
}
