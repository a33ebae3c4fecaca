/** The requests of `npm run live` to one vendor: groups of requests, each announced, counted, and checked. */
import type { HttpAnswer, HttpRequest, Send } from '../../nodes/shared/api/http.ts';
import { TIMEOUT_MS } from '../../nodes/shared/api/http.ts';
import { httpText } from '../http.mts';
import type { Vendor } from './facts.mts';
import { FACTS } from './facts.mts';
import { asFailure } from './failure.mts';
import type { Findings } from './findings.mts';
import type { Options } from './options.mts';
import type { Receiver } from './receiver.mts';

/** The environment of the command, which tests can replace. */
export interface Surroundings {
	env: Record<string, string | undefined>;
	print: (line: string) => void;
	/** A line that a person enters; undefined if there is no terminal. */
	readLine: () => Promise<string | undefined>;
	wait: (ms: number) => Promise<void>;
	/** In ms, for durations. */
	now: () => number;
	/** Writes a file to the current folder. */
	write: (file: string, text: string) => void;
}

/** A request with its answer. Only kept in memory. */
export interface Seen {
	/** `application.list`, or `GET /participants/{key}/`. */
	endpoint: string;
	request: HttpRequest;
	answer: HttpAnswer;
	ms: number;
}

export interface Group {
	title: string;
	/** The question, in words. */
	asks: string;
	/** The maximum number of requests, without retries after throttling or outages. */
	atMost: number;
	/** The facts that it may show. */
	facts: string[];
	/** What it writes, in words. Then it is only done if a person types `yes`. */
	writes?: string;
	/** Without it, there is no point in continuing. */
	isEssential?: boolean;
}

/** Thrown if a vendor can't be asked at all. The message is safe to show. */
export class Stopped extends Error {}

const LARGEST_BODY = 20 * 1024 * 1024;

export class Session {
	readonly seen: Seen[] = [];
	/** What the command wrote and has not removed, in words. */
	readonly remains: string[] = [];
	readonly key: string;
	readonly baseUrl: string;
	private asked = 0;
	private most = 0;

	constructor(
		readonly vendor: Vendor,
		readonly options: Options,
		readonly findings: Findings,
		readonly around: Surroundings,
		readonly receiver?: Receiver,
	) {
		this.key = options.keys[vendor];
		this.baseUrl = options.baseUrls[vendor];
	}

	/** A `Send` for the vendor's client, with this `Authorization` header. */
	send(authorization: string): Send {
		return async (request) => {
			const began = this.around.now();
			const { status, headers, data } = await httpText.request<string>({
				method: request.method,
				url: request.url,
				params: request.qs,
				headers: { ...request.headers, Authorization: authorization },
				data: request.body === undefined ? undefined : JSON.stringify(request.body),
				signal: AbortSignal.timeout(TIMEOUT_MS),
				maxContentLength: LARGEST_BODY,
			});
			const answer = { status, headers: { ...headers }, body: parsed(data) };
			const ms = this.around.now() - began;
			const endpoint = this.endpointOf(request);
			this.seen.push({ endpoint, request, answer, ms });
			const count = `${++this.asked} of at most ${Math.max(this.asked, this.most)}`;
			this.around.print(`  ${count}: ${endpoint}, HTTP ${status}, ${(ms / 1000).toFixed(1)} s`);
			return answer;
		};
	}

	/**
	 * Runs a group of requests. Failures are printed, and the facts of the group remain open.
	 *
	 * @param run may return why the facts of the group that are still open can't be shown
	 * @throws Stopped if the group is essential
	 */
	async ask(group: Group, run: () => Promise<string | void>): Promise<void> {
		const { title, asks, atMost, facts, writes, isEssential } = group;
		const { vendor, around, findings } = this;
		if (writes) {
			around.print(`\n${vendor}: ${writes} Type yes to do it, anything else to leave it out.`);
			if ((await around.readLine())?.trim().toLowerCase() !== 'yes') {
				around.print('  Left out.');
				return findings.notShown(facts, 'Left out at the question');
			}
		}
		const requests = `${atMost} ${atMost === 1 ? 'request' : 'requests'}`;
		around.print(`\n${vendor}: ${title}. ${asks}. At most ${requests}.`);
		this.asked = 0;
		this.most = atMost;
		try {
			const why = await run();
			if (why) findings.notShown(facts, why);
		} catch (failure) {
			const said = plainly(vendor, failure);
			around.print(`  ${said}`);
			findings.notShown(facts, said);
			if (isEssential) throw new Stopped(said);
		}
	}

	/** The latest answer, regardless of how the client handled it. */
	get latest(): Seen {
		return this.seen[this.seen.length - 1];
	}

	/** Marks the remaining facts of this vendor as not shown. */
	giveUp(why: string): void {
		const own = FACTS.filter(({ vendor }) => vendor === this.vendor);
		this.findings.notShown(
			own.map(({ id }) => id),
			why,
		);
	}

	private endpointOf({ method, url }: HttpRequest): string {
		if (this.vendor === 'Ashby') return new URL(url).pathname.split('/').pop() ?? '';
		const path = url.split('?')[0].slice(this.baseUrl.replace(/\/+$/, '').length);
		const [resource, key] = path.split('/').filter(Boolean);
		return `${method} /${resource}/${key === undefined ? '' : '{key}/'}`;
	}
}

/** A failure in words without anything from the answer, such as IDs or the vendor's message. */
export function plainly(vendor: Vendor, reason: unknown): string {
	const failure = asFailure(reason);
	if (!failure) {
		return `An answer of ${vendor} could not be read (${Object(reason).name ?? 'Error'})`;
	}
	const { kind, message, advice, httpCode } = failure;
	const status = httpCode === undefined ? '' : ` (HTTP ${httpCode})`;
	switch (kind) {
		case 'credential':
		case 'permission':
		case 'rateLimited':
			// These are fixed sentences of the client. Other messages may quote the answer.
			return `${message}. ${advice}`;
		case 'unavailable': {
			const why = httpCode === undefined ? `: ${message.split(': ').pop()}` : status;
			return `${vendor} could not answer${why}. ${advice}`;
		}
		case 'refused': {
			const code = /^[a-z_]{1,60}$/.test(failure.code ?? '') ? `, code ${failure.code}` : '';
			return `${vendor} refused it${status}${code}. ${advice}`;
		}
		case 'unexpectedAnswer':
			return `The answer${status} is not one that ${vendor} gives. ${advice}`;
	}
}

/** The JSON in a text, or the text itself. */
export function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
