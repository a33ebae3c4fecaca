import { readAttempt } from '../../../../nodes/shared/trigger/attempt.ts';

const ATTEMPT = {
	entryId: 'entry-1',
	number: 2,
	isRepeat: false,
	since: '2026-03-02T09:00:00.000Z',
	until: '2026-03-02T12:00:00.000Z',
};

test.each([
	['as it was returned', {}, {}],
	['without an end', { until: undefined }, { until: null }],
	['without a number', { number: undefined }, { number: 1 }],
	['as a repeat, unless it says that it is none', { isRepeat: 'no' }, { isRepeat: true }],
])('an attempt is read %s', (_how, changes, read) => {
	expect(readAttempt({ ...ATTEMPT, ...changes })).toEqual({ ...ATTEMPT, ...read });
});

test.each([
	null,
	'entry-1',
	{ ...ATTEMPT, entryId: ' ' },
	{ ...ATTEMPT, since: '2026-13-02T09:00:00Z' },
	{ ...ATTEMPT, until: 1772442000000 },
])('%j is no attempt', (given) => {
	expect(readAttempt(given)).toBeUndefined();
});
