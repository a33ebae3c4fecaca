import type { INodeParameters } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { pollContext } from '../../../support/contexts.mts';
import { ClassicEngine, type Engine, type EngineOptions } from '../../../support/engines.mts';
import type { ContextOptions } from '../../../support/nodeWorkflow.mts';
import { ONLY_DATE } from '../../../support/onlyDate.mts';
import { MINUTE, TwoJobs } from '../../../support/twoJobs.mts';
import type { Poller } from '../../setUp.mts';

export { POLLERS, type Poller } from '../../setUp.mts';

/** The organization of the current test, in files that call `useTwoJobs`. */
export let org: TwoJobs;

/** Starts such an Ashby before each test, and stops it afterwards. Time only passes by what it returns. */
export function useTwoJobs(): typeof pass {
	beforeEach(async () => {
		org = new TwoJobs();
		await org.ashby.start();
	});
	afterEach(() => {
		org.ashby.park();
		expect(org.ashby.violations).toEqual([]);
	});
	return onlyDatePasses();
}

/**
 * Call it at the top of a test file: `Date` is the test's, timers and the network work as usual.
 *
 * @returns lets time pass, for Ashby and for n8n's machine
 */
export function onlyDatePasses(): (org: TwoJobs, ms?: number) => void {
	beforeEach(() => {
		jest.useFakeTimers({ ...ONLY_DATE, now: Date.parse('2026-03-02T09:00:00.000Z') });
	});
	afterEach(() => void jest.useRealTimers());
	return pass;
}

function pass(org: TwoJobs, ms = MINUTE): void {
	org.pass(ms);
	jest.setSystemTime(Date.now() + ms);
}

/** Lets so much time pass, so many times, and polls after each. Only where only `Date` passes. */
export async function polls(org: TwoJobs, engine: Engine, times: number, ms = MINUTE) {
	for (let time = 0; time < times; time++) {
		pass(org, ms);
		await engine.tick();
	}
}

export const HOUR = 60 * MINUTE;

/** The trigger in one of n8n's pollers. It isn't published yet. */
export function engineFor(
	org: TwoJobs,
	parameters: INodeParameters = org.parameters(),
	Kind: Poller = ClassicEngine,
	more: Partial<EngineOptions> = {},
): Engine {
	const credentials = org.credentials();
	return new Kind(new AshbyStageTrigger(), { parameters, credentials, ...more });
}

/** The same after a person has published it. */
export async function publishedFor(...given: Parameters<typeof engineFor>): Promise<Engine> {
	const engine = engineFor(...given);
	await engine.publish();
	return engine;
}

/** The same with these options, a minute later. Only where only `Date` passes. */
export async function publishedWith(org: TwoJobs, options: INodeParameters, Kind?: Poller) {
	const engine = await publishedFor(org, org.parameters({ options }), Kind);
	pass(org);
	return engine;
}

/** The trigger without a poller: each call of `poll` is one, published unless the options say otherwise. */
export function pollerOf(org: TwoJobs, more: ContextOptions = {}) {
	const node = new AshbyStageTrigger();
	const { parameters = org.parameters() } = more;
	const context = pollContext(node, { credentials: org.credentials(), ...more, parameters });
	const poll = async () => ((await node.poll.call(context))?.[0] ?? []).map(({ json }) => json);
	return { context, poll };
}

/** Somebody applies and enters the stage. */
export function enter(org: TwoJobs, name: string, stage = 'Video Interview', job = org.job) {
	const application = org.apply(name, job);
	return { ...application, entry: org.move(application, stage, job) };
}

/** The IDs of the entries that it has returned. */
export const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);
