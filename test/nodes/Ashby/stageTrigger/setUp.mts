import type { INodeParameters } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { AshbySwitches } from '../../../sandbox/ashby.mts';
import type { Engine, EngineOptions } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import { ONLY_DATE } from '../../../support/onlyDate.mts';
import { MINUTE, TwoJobs } from '../../../support/twoJobs.mts';

/** Call it at the top of a test file: starts such an Ashby whenever asked to, and stops it after the test. */
export function setUpTwoJobs(): (switches?: Partial<AshbySwitches>) => Promise<TwoJobs> {
	const made: TwoJobs[] = [];
	afterEach(() => {
		for (const { ashby } of made.splice(0)) {
			ashby.park();
			expect(ashby.violations).toEqual([]);
		}
	});
	return async (switches) => {
		const org = new TwoJobs(switches);
		await org.ashby.start();
		made.push(org);
		return org;
	};
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
	afterEach(() => {
		jest.useRealTimers();
	});
	return (org, ms = MINUTE) => {
		org.pass(ms);
		jest.setSystemTime(Date.now() + ms);
	};
}

export type Poller = typeof ClassicEngine | typeof DurableEngine;

/** n8n's pollers by name, for `describe.each`. */
export const POLLERS: Array<[string, Poller]> = [
	['classic', ClassicEngine],
	['durable', DurableEngine],
];

/** The trigger in one of n8n's pollers. It isn't published yet. */
export function engineFor(
	org: TwoJobs,
	parameters: INodeParameters = org.parameters(),
	Kind: Poller = ClassicEngine,
	more: Pick<EngineOptions, 'onProblem'> = {},
): Engine {
	const credentials = org.credentials();
	return new Kind(new AshbyStageTrigger(), { parameters, credentials, ...more });
}

/** The IDs of the entries that it has returned. */
export const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);
