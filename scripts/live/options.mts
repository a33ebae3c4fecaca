import { parseArgs } from 'node:util';
import { DEFAULT_BASE_URL as ASHBY_URL } from '../../nodes/Ashby/client/client.ts';
import { DEFAULT_BASE_URL as WILLO_URL } from '../../nodes/Willo/client/client.ts';

export const USAGE = `npm run live asks the real Ashby and Willo what nobody documents, and reports what it finds.

  ASHBY_API_KEY=… WILLO_API_KEY=… npm run live            reads only
  … npm run live -- --wait 10                             watches Ashby for ten minutes: move two test candidates
  … npm run live -- --write --candidate <ID of a test candidate in Ashby>
        --interview <key of a test interview in Willo> --email <an address of your own>
        [--webhook-url <public address> --webhook-port 4610]   asks before each step
  npm run live -- --docs                                  writes the table in docs/facts.md

--webhook-url is a public address that leads to --webhook-port on this machine, such as that of a tunnel.
ASHBY_BASE_URL and WILLO_BASE_URL lead elsewhere than to ${ASHBY_URL} and ${WILLO_URL}.`;

export interface Options {
	ashby?: { key: string; baseUrl: string };
	willo?: { key: string; baseUrl: string };
	waitMinutes: number;
	write?: { candidate: string; interview: string; email: string };
	webhook?: { url: string; port: number };
	docs: boolean;
}

/** An invalid option. The message says what to do and contains no values. */
export class BadOptions extends Error {}

/** @throws BadOptions before any request is sent */
export function optionsOf(args: string[], env: Record<string, string | undefined>): Options {
	const values = parsed(args);
	const docs = values.docs === true;
	const key = (name: string) => env[name]?.trim() || undefined;
	const [ashbyKey, willoKey] = [key('ASHBY_API_KEY'), key('WILLO_API_KEY')];
	if (!docs && !ashbyKey && !willoKey) {
		throw new BadOptions('Set ASHBY_API_KEY, WILLO_API_KEY or both');
	}
	const baseUrl = (name: string, standard: string) => {
		const url = key(name) ?? standard;
		if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
			throw new BadOptions(`${name} must be an address that starts with https://`);
		}
		return url;
	};
	const options: Options = {
		docs,
		waitMinutes: wholeNumber('--wait', values.wait ?? (values['webhook-url'] ? '10' : '0'), 600),
	};
	if (ashbyKey) options.ashby = { key: ashbyKey, baseUrl: baseUrl('ASHBY_BASE_URL', ASHBY_URL) };
	if (willoKey) options.willo = { key: willoKey, baseUrl: baseUrl('WILLO_BASE_URL', WILLO_URL) };
	if (values.write) {
		const { candidate = '', interview = '', email = '' } = values;
		const wrong = [
			ashbyKey && !/^[0-9a-f-]{36}$/i.test(candidate) && '--candidate <ID of a candidate in Ashby>',
			willoKey &&
				!/^[0-9a-f]{32}$/i.test(interview) &&
				'--interview <key of an interview in Willo>',
			willoKey && !/^[^\s@]+@[^\s@]+$/.test(email) && '--email <an address of your own>',
		].filter(Boolean);
		if (wrong.length > 0) throw new BadOptions(`--write also needs ${wrong.join(' and ')}`);
		options.write = { candidate, interview: interview.toLowerCase(), email };
		const url = values['webhook-url'];
		if (url !== undefined) {
			if (!URL.canParse(url)) throw new BadOptions('--webhook-url must be an address');
			const port = wholeNumber('--webhook-port', values['webhook-port'] ?? '4610', 65_535);
			options.webhook = { url, port };
		}
	} else if (values.candidate ?? values.interview ?? values.email ?? values['webhook-url']) {
		throw new BadOptions('--candidate, --interview, --email and --webhook-url go with --write');
	}
	return options;
}

function parsed(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				write: { type: 'boolean' },
				docs: { type: 'boolean' },
				wait: { type: 'string' },
				candidate: { type: 'string' },
				interview: { type: 'string' },
				email: { type: 'string' },
				'webhook-url': { type: 'string' },
				'webhook-port': { type: 'string' },
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
	if (/^\d+$/.test(text) && number <= most) return number;
	throw new BadOptions(`${name} must be a whole number up to ${most}`);
}
