import { ApiFailure } from '../../../../nodes/shared/api/failure.ts';
import type { FailureKind } from '../../../../nodes/shared/api/failure.ts';
import { Failures } from '../../../../nodes/shared/node/giveUp.ts';
import { ONLY_DATE } from '../../../support/onlyDate.mts';

const failureOf = (kind: FailureKind) => new ApiFailure({ kind, message: kind, advice: 'Wait' });
const down = failureOf('unavailable');

/** What each of so many failures in a row led to. */
async function verdicts(failures: Failures, kind: FailureKind, count: number) {
	const because: unknown[] = [];
	for (let one = 0; one < count; one++) {
		because.push((await failures.failed(failureOf(kind)))?.because);
	}
	return because;
}

afterEach(() => jest.useRealTimers());

test.each(['unavailable', 'permission', 'refused'] as const)(
	'after three failures in a row (%s), the vendor is asked, and the run goes on while it answers',
	async (kind) => {
		const ask = jest.fn(async () => await Promise.resolve());
		const failures = new Failures(ask);
		expect(await verdicts(failures, kind, 2)).toEqual([undefined, undefined]);
		expect(ask).not.toHaveBeenCalled();
		expect(await verdicts(failures, kind, 2)).toEqual([undefined, undefined]);
		expect(ask).toHaveBeenCalledTimes(1);
	},
);

test('a run stops at once if the vendor is down', async () => {
	const failures = new Failures(async () => await Promise.reject(down));
	expect(await verdicts(failures, 'unavailable', 3)).toEqual([undefined, undefined, 'vendor']);
});

test.each(['credential', 'rateLimited'] as const)(
	'the vendor is asked at once after %s',
	async (kind) => {
		const failures = new Failures(async () => await Promise.reject(down));
		expect(await failures.failed(failureOf(kind))).toEqual({ because: 'vendor', failure: down });
	},
);

test('a success in between shows that the vendor answers', async () => {
	const ask = jest.fn(async () => await Promise.resolve());
	const failures = new Failures(ask);
	for (let one = 0; one < 6; one++) {
		await failures.failed(down);
		failures.succeeded();
	}
	expect(ask).not.toHaveBeenCalled();
});

test('a run stops after twenty failures, or five minutes of them', async () => {
	const failures = new Failures(async () => await Promise.resolve());
	expect((await verdicts(failures, 'refused', 20)).indexOf('items')).toBe(19);
	jest.useFakeTimers({ ...ONLY_DATE, now: 0 });
	const slow = new Failures(async () => await Promise.resolve());
	expect(await verdicts(slow, 'refused', 2)).toEqual([undefined, undefined]);
	jest.setSystemTime(5 * 60_000);
	expect(await verdicts(slow, 'refused', 1)).toEqual(['items']);
});
