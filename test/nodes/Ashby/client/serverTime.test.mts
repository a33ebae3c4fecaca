import { serverTimeOf } from '../../../../nodes/Ashby/client/serverTime.ts';

/** 2024-05-28T12:00:00.500Z as the first ten digits of a ULID. */
const AT = Date.parse('2024-05-28T12:00:00.500Z');
const ulid = (time: number, digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ') => {
	let id = '';
	for (let rest = time; id.length < 10; rest = Math.floor(rest / 32)) id = digits[rest % 32] + id;
	return `${id}0000000000000000`;
};
const date = (ms: number) => new Date(ms).toUTCString();

test.each([
	['the ID of the request where it agrees with Date', date(AT), ulid(AT), AT],
	['it in lower case', date(AT), ulid(AT).toLowerCase(), AT],
	['it if the answer took 20 seconds', date(AT + 20_000), ulid(AT), AT],
	['Date if the ID is of another day', date(AT), ulid(AT - 86_400_000), AT - 500],
	['Date if the ID is later', date(AT), ulid(AT + 2_000), AT - 500],
	['Date if the ID is no ULID', date(AT), 'a1b2c3', AT - 500],
	['nothing without Date', undefined, ulid(AT), undefined],
])('Ashby’s time is %s', (_what, dateHeader, id, time) => {
	expect(serverTimeOf({ date: dateHeader, 'x-ashby-request-id': id })).toBe(time);
});
