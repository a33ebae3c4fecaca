import type { Patience, Send } from '../../../../nodes/shared/api/http.ts';
import { retryAfterMs, sendPatiently } from '../../../../nodes/shared/api/http.ts';

const REQUEST = { method: 'POST' as const, url: 'https://vendor.test/x' };

/** Sends with the given responses one after the other, repeating the last; returns the waits between them. */
async function patiently(answers: (number | Error)[], more: Partial<Patience> = {}, headers = {}) {
	const waits: number[] = [];
	let tries = 0;
	const send: Send = async () => {
		const answer = answers[Math.min(tries++, answers.length - 1)];
		if (answer instanceof Error) throw answer;
		return { status: answer, headers, body: '' };
	};
	const wait = async (ms: number) => void waits.push(ms);
	const outcome = await sendPatiently(send, REQUEST, { repeatable: true, wait, ...more });
	return { outcome, tries, waits };
}

test('pauses before each try even if Retry-After is zero', async () => {
	const { waits } = await patiently([429], {}, { 'retry-after': 0 });
	expect(waits.length).toBeGreaterThanOrEqual(3);
	expect(Math.min(...waits)).toBeGreaterThanOrEqual(750);
});

test('stops after four tries, or after the given number', async () => {
	expect((await patiently([500])).tries).toBe(4);
	expect((await patiently([500], { tries: 2 })).tries).toBe(2);
});

test('waits for a minute if a throttled request doesn’t say how long to wait, then gives up', async () => {
	const { tries, waits } = await patiently([429]);
	const waited = waits.reduce((sum, ms) => sum + ms, 0);
	expect(waited).toBeGreaterThan(60_000 - 5_000);
	expect(waited).toBeLessThanOrEqual(65_000);
	// However late in the minute the throttle ends, little of the next one is lost.
	expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
	expect(tries).toBe(waits.length + 1);
	expect((await patiently([429], { tries: 1 })).tries).toBe(1);
});

test('waits for at most a minute in total if it is throttled again', async () => {
	const { waits } = await patiently([429], { repeatable: false }, { 'retry-after': 40 });
	expect(waits).toEqual([40_000]);
});

test('doesn’t wait longer than the time that is left', async () => {
	let leftMs = 2500;
	const wait = async (ms: number) => void (leftMs -= ms);
	const { tries } = await patiently([500], { timeLeftMs: () => leftMs, wait });
	expect(tries).toBeLessThan(4);
	expect(leftMs).toBeGreaterThanOrEqual(0);
});

test.each([
	[Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
	[Object.assign(new Error('x'), { cause: { code: 'ENOTFOUND' } }), 'ENOTFOUND'],
	[new Error('timeout of 20000ms exceeded'), 'timed out'],
	[new Error('Basic c2VjcmV0'), 'the connection was closed'],
])('describes %p: %s', async (reason, words) => {
	const { outcome } = await patiently([reason], { tries: 1 });
	expect(outcome).toEqual({ noAnswer: words });
});

const at = (time: string) => `Mon, 02 Nov 2026 ${time} GMT`;

test.each([
	[{ 'retry-after': '12' }, 12_000],
	[{ 'retry-after': '-5' }, 0],
	[{ 'retry-after': 'soon' }, undefined],
	[{ date: at('10:00:00'), 'retry-after': at('10:01:00') }, 60_000],
	[{ 'retry-after': 'Mon, 02 Nov 2020 10:00:00 GMT' }, 0],
])('Retry-After of %j is %p ms', (headers, expected) => {
	expect(retryAfterMs(headers)).toBe(expected);
});
