/** Runs tests in several time zones. */
import { runInThisContext } from 'node:vm';

/** West of UTC, UTC itself, and east of it. */
export const TIME_ZONES = ['America/Los_Angeles', 'UTC', 'Europe/Berlin'];

/** Sets n8n's time zone for the tests of a `describe`, which jest's own copy of `process.env` can't. */
export function useTimeZone(zone: string): void {
	const { env } = runInThisContext('process') as NodeJS.Process;
	const before = env.TZ;
	const set = (value: string | undefined) => {
		if (value === undefined) delete env.TZ;
		else env.TZ = value;
	};
	beforeAll(() => set(zone));
	afterAll(() => set(before));
}
