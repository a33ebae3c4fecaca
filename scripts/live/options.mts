import { parseArgs } from 'node:util';
import { DEFAULT_BASE_URL as ASHBY_URL } from '../../nodes/Ashby/client/client.ts';
import { DEFAULT_BASE_URL as WILLO_URL } from '../../nodes/Willo/client/client.ts';

export const USAGE = `npm run live asks the real Ashby and Willo what nobody documents, and reports what it finds.

  ASHBY_API_KEY=… WILLO_API_KEY=… npm run live            reads only
  … npm run live -- --wait 10                             watches Ashby for ten minutes: move two test candidates
  … npm run live -- --write --candidate <ID of a test candidate in Ashby>
        --interview <key of a test interview in Willo> --email <an address of your own>
        [--webhook-url <public address> --webhook-port 4610]   asks before each step

--webhook-url is a public address that leads to --webhook-port on this machine, such as that of a tunnel.
ASHBY_BASE_URL and WILLO_BASE_URL lead elsewhere than to ${ASHBY_URL} and ${WILLO_URL}.`;

export interface Options {
	/** Empty if it isn't given. */
	keys: { Ashby: string; Willo: string };
	baseUrls: { Ashby: string; Willo: string };
	waitMinutes: number;
	write?: { candidate: string; interview: string; email: string };
	webhook?: { url: string; port: number };
}

/** An invalid option. The message says what to do and contains no values. */
export class BadOptions extends Error {}

/** @throws BadOptions before any request is sent */
export function optionsOf(args: string[], env: Record<string, string | undefined>): Options {
	const { write, candidate = '', interview = '', email = '', ...values } = parsed(args);
	const url = values['webhook-url'];
	const given = (name: string) => env[name]?.trim() ?? '';
	const keys = { Ashby: given('ASHBY_API_KEY'), Willo: given('WILLO_API_KEY') };
	const baseUrls = {
		Ashby: given('ASHBY_BASE_URL') || ASHBY_URL,
		Willo: given('WILLO_BASE_URL') || WILLO_URL,
	};
	const isUrl = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text);
	const lacks = (need: string, pattern: RegExp, text: string, key: string) =>
		key && !pattern.test(text) ? [need] : [];
	const lacking = [
		...lacks('--candidate <ID of a candidate in Ashby>', /^[0-9a-f-]{36}$/i, candidate, keys.Ashby),
		...lacks(
			'--interview <key of an interview in Willo>',
			/^[0-9a-f]{32}$/i,
			interview,
			keys.Willo,
		),
		...lacks('--email <an address of your own>', /^[^\s@]+@[^\s@]+$/, email, keys.Willo),
	];
	demand(keys.Ashby || keys.Willo, 'Set ASHBY_API_KEY, WILLO_API_KEY or both');
	demand(isUrl(baseUrls.Ashby), 'ASHBY_BASE_URL must be an address that starts with https://');
	demand(isUrl(baseUrls.Willo), 'WILLO_BASE_URL must be an address that starts with https://');
	demand(
		write ?? !(candidate || interview || email || url),
		'--candidate, --interview, --email and --webhook-url go with --write',
	);
	demand(!write || lacking.length === 0, `--write also needs ${lacking.join(' and ')}`);
	demand(url === undefined || URL.canParse(url), '--webhook-url must be an address');
	const port = wholeNumber('--webhook-port', values['webhook-port'] ?? '4610', 65_535);
	return {
		keys,
		baseUrls,
		waitMinutes: wholeNumber('--wait', values.wait ?? (url ? '10' : '0'), 600),
		...(write && { write: { candidate, interview: interview.toLowerCase(), email } }),
		...(url && { webhook: { url, port } }),
	};
}

function demand(isMet: unknown, said: string): void {
	if (!isMet) throw new BadOptions(said);
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
				'webhook-port': text,
			},
		}).values;
	} catch {
		throw new BadOptions(
			'There is an option that the command does not have, or one without a value',
		);
	}
}

function wholeNumber(name: string, text: string, most: number): number {
	const number = Number(text);
	demand(/^\d+$/.test(text) && number <= most, `${name} must be a whole number up to ${most}`);
	return number;
}
