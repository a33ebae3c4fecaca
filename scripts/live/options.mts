import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { DEFAULT_BASE_URL as ASHBY_URL } from '../../nodes/Ashby/client/client.ts';
import { DEFAULT_BASE_URL as WILLO_URL } from '../../nodes/Willo/client/client.ts';

export type Options = ReturnType<typeof optionsOf>;

/** What `--write` needs for each vendor. */
const NEEDED = [
	['Ashby', 'candidate', /^[0-9a-f-]{36}$/i, '<ID of a candidate in Ashby>'],
	['Willo', 'interview', /^[0-9a-f]{32}$/i, '<key of an interview in Willo>'],
	['Willo', 'email', /^[^\s@]+@[^\s@]+$/, '<an address of your own>'],
] as const;

/** @throws AssertionError whose message says what to do and contains no values */
export function optionsOf(args: string[], env: Record<string, string | undefined>) {
	const { write, wait, 'webhook-url': url, 'webhook-port': ownPort, ...own } = parsed(args);
	const given = (name: string) => env[name]?.trim() ?? '';
	const keys = { Ashby: given('ASHBY_API_KEY'), Willo: given('WILLO_API_KEY') };
	const baseUrls = {
		Ashby: given('ASHBY_BASE_URL') || ASHBY_URL,
		Willo: given('WILLO_BASE_URL') || WILLO_URL,
	};
	assert(keys.Ashby || keys.Willo, 'Set ASHBY_API_KEY, WILLO_API_KEY or both');
	for (const [vendor, base] of Object.entries(baseUrls)) {
		const isUrl = /^https?:\/\//i.test(base) && URL.canParse(base);
		assert(isUrl, `${vendor.toUpperCase()}_BASE_URL must be an address that starts with https://`);
	}
	const isReading = !url && Object.values(own).join('') === '';
	assert(write || isReading, '--candidate, --interview, --email and --webhook-url go with --write');
	const lacking = NEEDED.filter(([vendor, name, form]) => keys[vendor] && !form.test(own[name]));
	const lacks = lacking.map(([, name, , what]) => `--${name} ${what}`).join(' and ');
	assert(!write || !lacks, `--write also needs ${lacks}`);
	assert(url === undefined || URL.canParse(url), '--webhook-url must be an address');
	const port = wholeNumber('--webhook-port', ownPort, 65_535);
	return {
		keys,
		baseUrls,
		waitMinutes: wholeNumber('--wait', wait ?? (url ? '10' : '0'), 600),
		isWriting: write,
		candidateId: own.candidate,
		interview: own.interview.toLowerCase(),
		email: own.email,
		webhook: url === undefined ? undefined : { url, port },
	};
}

function parsed(args: string[]) {
	const text = { type: 'string', default: '' } as const;
	try {
		return parseArgs({
			args,
			options: {
				write: { type: 'boolean', default: false },
				wait: { type: 'string' },
				candidate: text,
				interview: text,
				email: text,
				'webhook-url': { type: 'string' },
				'webhook-port': { type: 'string', default: '4610' },
			},
		}).values;
	} catch {
		assert.fail('There is an option that the command does not have, or one without a value');
	}
}

function wholeNumber(name: string, text: string, most: number): number {
	const isOne = /^\d+$/.test(text) && Number(text) <= most;
	assert(isOne, `${name} must be a whole number up to ${most}`);
	return Number(text);
}
