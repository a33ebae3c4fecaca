/**
 * The trigger against a model of recruiters, faults, kills and clocks. In this run a bounded number of
 * scripts; `npm run model -- --seed … --runs …` for long ones. Each file of tests plays its part of
 * them, so that they run side by side.
 */
import fc from 'fast-check';

import { forgetProcess } from '../../nodes/shared/processMemory.ts';
import { addFigure } from '../../scripts/addFigure.mts';
import { ONLY_DATE } from '../support/onlyDate.mts';
import { scripts } from './arbitraries.mts';
import { EXAMPLES } from './examples.mts';
import { totals } from './n8n.mts';
import type { Script } from './script.mts';
import { scriptText } from './scriptText.mts';
import { World } from './world.mts';

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => {
		await Promise.resolve();
		mockClock.passed?.(ms);
	},
}));

/** Whoever waits lets the script's time pass instead. */
const mockClock: { passed?: (ms: number) => void } = {};

const PARTS = 2;
const runs = Number(process.env.MODEL_RUNS ?? 900);
const seed = Number(process.env.MODEL_SEED ?? 20260302);
const path = process.env.MODEL_PATH;

/** A part takes minutes, a long run hours. */
export const TIMEOUT_MS = 24 * 3600_000;

/** Only `Date` is the script's clock. Timers and the network work as usual. */
beforeAll(() => {
	jest.useFakeTimers(ONLY_DATE);
});
beforeEach(() => {
	// The jitter of waits, so that a script always runs alike.
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterAll(() => jest.useRealTimers());

async function play(script: Script): Promise<void> {
	forgetProcess();
	const world = new World(script, (time) => jest.setSystemTime(time));
	mockClock.passed = (ms) => world.pass(ms);
	await world.play();
}

/** Plays one part of the scripts, each with a seed of its own. The first begins with the examples. */
export async function playPart(part: number): Promise<void> {
	const started = performance.now();
	const result = await fc.check(fc.asyncProperty(scripts(60), play), {
		numRuns: Math.ceil(runs / PARTS),
		seed: seed + part,
		path,
		examples: part === 0 ? EXAMPLES.map((script): [Script] => [script]) : [],
	});
	const seconds = Math.round((performance.now() - started) / 1000);
	const figures = `seed ${result.seed}, ${result.numRuns} scripts, ${JSON.stringify(totals)}, ${seconds} s`;
	console.log(figures);
	addFigure(figures);
	if (!result.failed) return;
	const [script] = result.counterexample ?? [];
	const reason = (result.errorInstance as Error | null)?.stack ?? '';
	throw new Error(
		`${reason}\n\nseed ${result.seed}, path ${result.counterexamplePath}, after ${result.numRuns} scripts and ${result.numShrinks} shrinks:\n${script ? scriptText(script) : ''}\n`,
	);
}
