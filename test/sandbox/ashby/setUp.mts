import type { AxiosResponse } from 'axios';
import { DateTime } from 'luxon';
import type { DurationLike } from 'luxon';
import { httpText } from '../../../scripts/http.mts';
import { checkAshbyExchange } from '../../schemas/check.mts';
import { AshbySandbox } from '../ashby.mts';
import type { AshbySwitches } from './types.mts';

/** A local Ashby on a clock of its own, a key, and a client, for the tests of the sandbox itself. */
export class AshbyTest {
	/** The organization's time; it stands still unless a test moves it. */
	time = new Date('2026-11-23T10:00:00.000Z');
	readonly sandbox: AshbySandbox;
	readonly key: string;

	constructor(switches: Partial<AshbySwitches> = {}) {
		this.sandbox = new AshbySandbox({ now: () => this.time, switches });
		this.sandbox.onExchange = checkAshbyExchange;
		this.key = this.sandbox.addKey();
	}

	/** Lets time pass. */
	pass(duration: DurationLike): void {
		this.time = DateTime.fromJSDate(this.time).plus(duration).toJSDate();
	}

	/** A job with as many applications as asked for, a second apart; returns their ids, oldest first. */
	applications(count: number, jobId = this.sandbox.addJob({ title: 'Engineer' }).id): string[] {
		return Array.from({ length: count }, (_, index) => {
			this.pass({ seconds: 1 });
			const { id } = this.sandbox.addCandidate({
				name: `Candidate ${index}`,
				email: `candidate${index}@example.com`,
			});
			return this.sandbox.addApplication({ candidateId: id, jobId }).id;
		});
	}

	/** The id of a stage of an application's job by its title. */
	stage(applicationId: string, title: string): string {
		const { jobId } = this.sandbox.applications.get(applicationId)!;
		return this.sandbox.stagesOf(jobId).find((stage) => stage.title === title)!.id;
	}

	/** Sends a request as the API requires. `headers` override the defaults; an undefined one is omitted. */
	async send(
		path: string,
		body: unknown = {},
		headers: Record<string, string | undefined> = {},
		key = this.key,
	): Promise<AxiosResponse<string>> {
		const all = {
			authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
			'content-type': 'application/json',
			...headers,
		};
		const sent = Object.entries(all).filter((header): header is [string, string] => !!header[1]);
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return await httpText.post(this.sandbox.url + path, Buffer.from(text), {
			headers: Object.fromEntries(sent),
		});
	}

	/** The answer's JSON. */
	async call(path: string, body: unknown = {}, key = this.key): Promise<any> {
		return JSON.parse((await this.send(path, body, {}, key)).data);
	}

	/** The code of a refusal, undefined for a success. */
	async code(path: string, body: unknown = {}, key = this.key): Promise<string | undefined> {
		return (await this.call(path, body, key)).errorInfo?.code;
	}

	/** All pages of a list from a first body on: the ids in their order, the last token, the answers. */
	async listing(path: string, first: Record<string, unknown> = {}) {
		const later = { ...first, syncToken: undefined };
		const pages = [await this.call(path, first)];
		while (pages.at(-1).moreDataAvailable) {
			pages.push(await this.call(path, { ...later, cursor: pages.at(-1).nextCursor }));
		}
		const ids: string[] = pages.flatMap(({ results }) => results.map((row: any) => row.id));
		return { ids, token: pages.at(-1).syncToken as string | undefined, pages };
	}

	/** What the answers of the sandbox had wrong; the requests of these tests are wrong on purpose. */
	get wrongAnswers(): string[] {
		return this.sandbox.violations.filter((violation) => !violation.startsWith('request'));
	}
}

let current: AshbyTest | undefined;

/** Starts a sandbox for one test; `afterEach(stopAshby)` stops it and checks its responses. */
export async function startAshby(switches: Partial<AshbySwitches> = {}): Promise<AshbyTest> {
	current = new AshbyTest(switches);
	await current.sandbox.start();
	return current;
}

export async function stopAshby(): Promise<void> {
	current?.sandbox.park();
	expect(current?.wrongAnswers ?? []).toEqual([]);
	current = undefined;
}
