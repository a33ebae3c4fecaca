/** The requests of `npm run live` to one vendor: groups of requests, each announced, counted, and checked. */
import type { ApiFailure, FailureKind } from '../../nodes/shared/api/failure.ts';
import { undefinedIf } from '../../nodes/shared/api/failure.ts';
import type { HttpAnswer, HttpRequest, Send } from '../../nodes/shared/api/http.ts';
import { TIMEOUT_MS } from '../../nodes/shared/api/http.ts';
import { http } from '../http.mts';
import type { Vendor } from './facts.mts';
import { FACTS } from './facts.mts';
import { findingsOn } from './findings.mts';
import type { Options } from './options.mts';
import type { Receiver } from './receiver.mts';
import type { Surroundings } from './surroundings.mts';

const LARGEST_BODY = 20 * 1024 * 1024;

export type Session = ReturnType<typeof sessionWith>;

export function sessionWith(
	vendor: Vendor,
	options: Options,
	around: Surroundings,
	receiver?: Receiver,
) {
	const facts = FACTS.filter((fact) => fact.vendor === vendor);
	const findings = findingsOn(facts);
	/** Only kept in memory. An endpoint is `application.list`, or `GET /participants/{key}/`. */
	const seen: { endpoint: string; answer: HttpAnswer; ms: number }[] = [];
	/** What the command wrote and has not removed, in words. */
	const remains: string[] = [];
	const baseUrl = options.baseUrls[vendor];
	/** The group that is being asked. */
	let group = { asked: 0, atMost: 0, ids: [] as string[] };

	/** What the vendor's client is made with, for this `Authorization` header. */
	function connect(authorization: string): [Send, string, { wait: Surroundings['wait'] }] {
		const send: Send = async (request) => {
			const began = around.now();
			const { status, headers, data } = await http.request({
				method: request.method,
				url: request.url,
				params: request.qs,
				headers: { ...request.headers, Authorization: authorization },
				data: request.body,
				signal: AbortSignal.timeout(TIMEOUT_MS),
				maxContentLength: LARGEST_BODY,
			});
			const ms = around.now() - began;
			const answer = { status, headers, body: data };
			const endpoint = endpointOf(request);
			seen.push({ endpoint, answer, ms });
			const count = `${++group.asked} of at most ${Math.max(group.asked, group.atMost)}`;
			around.print(`  ${count}: ${endpoint}, HTTP ${status}, ${(ms / 1000).toFixed(1)} s`);
			return answer;
		};
		return [send, baseUrl, { wait: around.wait }];
	}

	function endpointOf({ method, url }: HttpRequest): string {
		const path = url.split('?')[0].slice(baseUrl.replace(/\/+$/, '').length);
		const [, first, key] = path.split('/');
		return vendor === 'Ashby' ? first : `${method} /${first}/${key ? '{key}/' : ''}`;
	}

	/**
	 * Begins a group of requests by announcing it.
	 *
	 * @param says the title and the question, in words
	 * @param atMost the maximum number of requests, without retries after throttling or outages
	 * @param ids the facts that it may show
	 */
	function ask(says: string, atMost: number, ids: string[]): void {
		around.print(`\n${vendor}: ${says}. At most ${atMost} request${atMost === 1 ? '' : 's'}.`);
		group = { asked: 0, atMost, ids };
		findings.notShown(ids);
	}

	/** The same for requests that write, which need `--write`, are described, and are only allowed if a person types `yes`. */
	async function askToWrite(writes: string, ...asked: Parameters<typeof ask>): Promise<boolean> {
		if (!options.isWriting) return false;
		around.print(`\n${vendor}: ${writes} Type yes to do it, anything else to leave it out.`);
		const isAllowed = (await around.readLine())?.trim().toLowerCase() === 'yes';
		if (isAllowed) ask(...asked);
		else {
			around.print('  Left out.');
			findings.notShown(asked[2], 'Left out at the question');
		}
		return isAllowed;
	}

	/**
	 * Runs groups one after the other. Failures are printed, and the facts of the group remain open.
	 *
	 * @returns how the first one failed, in words that are safe to show: then nothing else is asked
	 */
	async function run<S>(session: S, groups: ((session: S) => Promise<void>)[]) {
		for (const each of groups) {
			try {
				await each(session);
			} catch (reason) {
				const failure = inWords(vendor, reason);
				around.print(`  ${failure}`);
				findings.notShown(group.ids, failure);
				if (each === groups[0]) return failure;
			}
		}
		return undefined;
	}

	const own = { vendor, options, around, receiver, facts, key: options.keys[vendor], seen };
	/** The latest answer, regardless of how the client handled it. */
	const latest = () => seen.at(-1)!.answer;
	return { ...own, ...findings, remains, latest, connect, ask, askToWrite, run };
}

/**
 * Whether a failure is of one of these kinds. It isn't recognized by its class, which Node.js loads once for the nodes,
 * which are CommonJS, and once for scripts.
 */
export function isOf(...kinds: FailureKind[]): (failure: unknown) => boolean {
	return (failure) => kinds.includes(Object(failure).kind);
}

/** A failure in words without anything from the answer, such as IDs or the vendor's message. */
function inWords(vendor: Vendor, reason: unknown): string {
	const { name = 'Error', kind, message, advice, code, httpCode }: ApiFailure = Object(reason);
	if (name !== 'ApiFailure') return `An answer of ${vendor} could not be read (${name})`;
	const status = httpCode === undefined ? '' : ` (HTTP ${httpCode})`;
	const why = status || `: ${message.split(': ').pop()}`;
	const said = /^[a-z_]{1,60}$/.test(code ?? '') ? `, code ${code}` : '';
	const words: Record<FailureKind, string> = {
		// These are fixed sentences of the client. Other messages may quote the answer.
		credential: message,
		permission: message,
		rateLimited: message,
		unavailable: `${vendor} could not answer${why}`,
		refused: `${vendor} refused it${status}${said}`,
		unexpectedAnswer: `The answer${status} is not one that ${vendor} gives`,
	};
	return `${words[kind]}. ${advice}`;
}

/** The `results` of an answer; empty if it has no list. */
export function rowsOf(body: unknown): unknown[] {
	const { results } = Object(body) as { results?: unknown };
	return Array.isArray(results) ? results : [];
}

/** Whether a request is accepted. @throws any failure except a refusal */
export async function isTaken(request: Promise<object>): Promise<boolean> {
	return (await undefinedIf(isOf('refused'), request)) !== undefined;
}
