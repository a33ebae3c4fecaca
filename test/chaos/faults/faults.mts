/** What a vendor, or the connection to it, may do to one request. */
import type { Fault } from '../../sandbox/faults.mts';

export interface Trouble {
	name: string;
	/** Faults of one kind need the same code: `npm test` tries the first of each, `npm run test:chaos` all of them. */
	kind: Kind;
	fault: (elsewhere: string) => Fault;
	/**
	 * How often a request may be repeated after it: `never`, `always` (the vendor didn't carry it out), or for
	 * reads only, because it may have been carried out.
	 */
	repeats: 'never' | 'always' | 'reads';
	/** The key isn't accepted: the items after it aren't tried. */
	refusesKey?: true;
}

type Kind =
	| 'refused'
	| 'wrong key'
	| 'down'
	| 'unreadable'
	| 'lost'
	| 'endless'
	| 'throttled'
	| 'throttled for long'
	| 'sent elsewhere'
	| 'own words';

const JSON_TYPE = { 'content-type': 'application/json' };

const status = (
	kind: Kind,
	code: number,
	repeats: Trouble['repeats'],
	{ body = '', headers = {}, refusesKey }: Partial<Answered> = {},
): Trouble => ({
	name: String(code),
	kind,
	fault: () => ({ kind: 'status', status: code, body, headers }),
	repeats,
	...(refusesKey && { refusesKey }),
});

interface Answered {
	body: string;
	headers: Record<string, string>;
	refusesKey: true;
}

const json = (value: unknown): Partial<Answered> => ({
	body: JSON.stringify(value),
	headers: JSON_TYPE,
});

const throttle = (name: string, headers: Record<string, string>): Trouble => ({
	...status('throttled', 429, 'always', { headers }),
	name: `429, Retry-After ${name}`,
});

/** Of both vendors. */
export const TROUBLES: Trouble[] = [
	...[400, 404, 405, 409, 413, 422, 451].map((code) => status('refused', code, 'never')),
	status('wrong key', 401, 'never', { refusesKey: true }),
	status('wrong key', 403, 'never', { refusesKey: true }),
	...[500, 502, 503, 504].map((code) => status('down', code, 'reads')),
	{
		...status('down', 502, 'reads', { body: '<html><h1>Bad Gateway</h1></html>' }),
		name: '502 with HTML',
	},
	{
		...status('unreadable', 200, 'never', {
			body: '<html>Sign in</html>',
			headers: { 'content-type': 'text/html' },
		}),
		name: '200 with HTML',
	},
	{
		name: 'JSON cut in half',
		kind: 'unreadable',
		fault: () => ({ kind: 'invalidJson' }),
		repeats: 'never',
	},
	{
		name: 'cut after it was carried out',
		kind: 'lost',
		fault: () => ({ kind: 'dropAfter' }),
		repeats: 'reads',
	},
	{ name: 'body cut off', kind: 'lost', fault: () => ({ kind: 'truncate' }), repeats: 'reads' },
	{
		name: 'cut before it was received',
		kind: 'lost',
		fault: () => ({ kind: 'drop' }),
		repeats: 'reads',
	},
	{
		name: 'answer drips for ever',
		kind: 'endless',
		fault: () => ({ kind: 'drip' }),
		repeats: 'reads',
	},
	{
		name: 'answer never ends',
		kind: 'endless',
		fault: () => ({ kind: 'flood' }),
		repeats: 'reads',
	},
	throttle('in seconds', { 'retry-after': '30' }),
	throttle('as a date', {
		date: 'Mon, 02 Nov 2026 10:00:00 GMT',
		'retry-after': 'Mon, 02 Nov 2026 10:00:20 GMT',
	}),
	throttle('nonsense', { 'retry-after': 'soon' }),
	throttle('absent', {}),
	throttle('of zero', { 'retry-after': '0' }),
	{
		...throttle('of an hour', { 'retry-after': '3600' }),
		kind: 'throttled for long',
		repeats: 'never',
	},
	{
		name: 'redirect to another host',
		kind: 'sent elsewhere',
		fault: (elsewhere) => ({ kind: 'status', status: 307, headers: { location: elsewhere } }),
		repeats: 'never',
	},
	{
		name: 'a huge error',
		kind: 'refused',
		fault: () => ({ kind: 'status', status: 400, body: 'x'.repeat(5_000_000) }),
		repeats: 'never',
	},
];

/** Faults of Ashby's envelope. */
export const ENVELOPES: Trouble[] = [
	['without errorInfo', { success: false }],
	['with errorInfo', { success: false, errorInfo: { code: 'odd', message: 'Odd' } }],
	['with strings in errors', { success: false, errors: ['odd', 'odder'] }],
	['with objects in errors', { success: false, errors: [{ message: 'Odd' }, { code: 7 }, null] }],
	['with a text for errors', { success: false, errors: 'odd' }],
	['without results', { success: true }],
].map(([name, envelope]) => ({
	...status('own words', 200, 'never', json(envelope)),
	name: `success: ${(envelope as { success: boolean }).success}, ${String(name)}`,
}));

/** Faults of Django. */
export const DJANGO: Trouble[] = [
	['of a field', { name: ['This field is required.'] }],
	['of several', { name: [{ deep: [['odd']] }, null, 7], detail: { code: 'odd' } }],
	['as a list', ['odd']],
].map(([name, body]) => ({
	...status('own words', 400, 'never', json(body)),
	name: `400, errors ${String(name)}`,
}));
