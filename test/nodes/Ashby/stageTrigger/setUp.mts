import type { AshbySwitches } from '../../../sandbox/ashby.mts';
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
