import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { DEFAULT_BASE_URL as ASHBY_URL } from '../../nodes/Ashby/client/client.ts';
import { DEFAULT_BASE_URL as WILLO_URL } from '../../nodes/Willo/client/client.ts';

export type Options = ReturnType<typeof optionsOf>;

/** @throws AssertionError whose message says what to do and contains no values */
export function optionsOf(args: string[], env: Record<string, string | undefined>) {
	const { write, candidate = '', interview = '', email = '', ...values } = parsed(args);
	const url = values['webhook-url'];
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
	const isReading = !(candidate || interview || email || url);
	assert(write ?? isReading, '--candidate, --interview, --email and --webhook-url go with --write');
	const lacking = [
		keys.Ashby && !/^[0-9a-f-]{36}$/i.test(candidate) && '--candidate <ID of a candidate in Ashby>',
		keys.Willo &&
			!/^[0-9a-f]{32}$/i.test(interview) &&
			'--interview <key of an interview in Willo>',
		keys.Willo && !/^[^\s@]+@[^\s@]+$/.test(email) && '--email <an address of your own>',
	].filter(Boolean);
	assert(!write || lacking.length === 0, `--write also needs ${lacking.join(' and ')}`);
	assert(url === undefined || URL.canParse(url), '--webhook-url must be an address');
	const port = wholeNumber('--webhook-port', values['webhook-port'], 65_535);
	return {
		keys,
		baseUrls,
		waitMinutes: wholeNumber('--wait', values.wait ?? (url ? '10' : '0'), 600),
		write: write && { candidate, interview: interview.toLowerCase(), email },
		webhook: url === undefined ? undefined : { url, port },
	};
}

function parsed(args: string[]) {
	const text = { type: 'string' } as const;
	try {
		return parseArgs({
			args,
			options: {
				write: { type: 'boolean' },
				wait: text,
				candidate: text,
				interview: text,
				email: text,
				'webhook-url': text,
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
