import type { AshbySwitches } from '../../../sandbox/ashby.mts';
import { MINUTE, Organisation } from '../../../support/organisation.mts';

/** Call it at the top of a test file: makes organisations, which are stopped after each test. */
export function organisations(): (switches?: Partial<AshbySwitches>) => Promise<Organisation> {
	const made: Organisation[] = [];
	afterEach(async () => {
		for (const { ashby } of made.splice(0)) {
			await ashby.stop();
			expect(ashby.violations).toEqual([]);
		}
	});
	return async (switches) => {
		const organisation = new Organisation(switches);
		await organisation.ashby.start();
		made.push(organisation);
		return organisation;
	};
}

/**
 * Call it at the top of a test file: `Date` is the test's, timers and the network go on as ever.
 *
 * @returns lets time pass, for Ashby and for n8n's machine
 */
export function onlyDatePasses(): (organisation: Organisation, ms?: number) => void {
	beforeEach(() => {
		jest.useFakeTimers({
			now: Date.parse('2026-03-02T09:00:00.000Z'),
			doNotFake: [
				'hrtime',
				'nextTick',
				'performance',
				'queueMicrotask',
				'setImmediate',
				'clearImmediate',
				'setInterval',
				'clearInterval',
				'setTimeout',
				'clearTimeout',
			],
		});
	});
	afterEach(() => {
		jest.useRealTimers();
	});
	return (organisation, ms = MINUTE) => {
		organisation.pass(ms);
		jest.setSystemTime(Date.now() + ms);
	};
}
