import { randomBytes } from 'node:crypto';

import type { Context, Endpoint } from './ashby/api.mts';
import { applicationEndpoints } from './ashby/endpoints/applications.mts';
import { candidateEndpoints } from './ashby/endpoints/candidates.mts';
import { jobEndpoints } from './ashby/endpoints/jobs.mts';
import { metadataEndpoints } from './ashby/endpoints/metadata.mts';
import { adminEndpoints } from './ashby/endpoints/admin.mts';
import { Listings, Refusal } from './ashby/listing.mts';
import { AshbyPeople } from './ashby/people.mts';
import { applicationJson } from './ashby/render.mts';
import type { ApiKey, Application, Permission, WebhookType } from './ashby/types.mts';
import { Webhooks } from './ashby/webhooks.mts';
import type { Answer } from './faults.mts';
import type { SandboxRequest } from './server.mts';

export type * from './ashby/forms.mts';
export type * from './ashby/types.mts';

export const ENDPOINTS: Record<string, Endpoint> = {
	...applicationEndpoints,
	...candidateEndpoints,
	...jobEndpoints,
	...metadataEndpoints,
	...adminEndpoints,
};

const API_VERSION = '2026-01-01';
const MINUTE_MS = 60_000;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A local Ashby: the API over HTTP as the vendor's description, its guides and recordings have it, over
 * an organization in memory that tests set up and change through the methods of `AshbyState` and
 * `AshbyPeople`. Where the vendor's behavior is not known, `switches` holds each reading.
 *
 * Paths in `requests`, `counts.byPath` and `fault` begin with a slash: `/application.list`.
 */
export class AshbySandbox extends AshbyPeople {
	readonly webhooks = new Webhooks(this.switches, this.now);
	private readonly listings = new Listings(this.switches, this.now);
	/** By key: the beginning of the present minute of its throttle, and the requests in it. */
	private readonly minutes = new Map<string, { start: number; requests: number }>();

	override async stop(): Promise<void> {
		this.webhooks.stop();
		await super.stop();
	}

	override park(): void {
		this.webhooks.stop();
		super.park();
	}

	protected override async answer(request: SandboxRequest): Promise<Answer> {
		const { method, path, headers, body } = request;
		const { userAgent, version } = this.switches;
		if (userAgent === 'required' && !headers['user-agent']) {
			const html = { 'content-type': 'text/html' };
			return { status: 403, headers: html, body: '<html><title>403 Forbidden</title></html>' };
		}
		const endpoint = method === 'POST' ? ENDPOINTS[path] : undefined;
		if (!endpoint) return { status: 404, body: 'Not Found' };
		if (headers.authorization === undefined) return { status: 401, body: 'Unauthorized' };
		const key = this.keyOf(headers.authorization);
		if (!key) {
			const status = this.switches.wrongKeyStatus;
			return { status, body: status === 401 ? 'Unauthorized' : 'Forbidden' };
		}
		if (version === 'removed' && this.switches.removedAs === 'notFound') {
			return { status: 404, body: 'Not Found' };
		}
		if (version === 'removed') {
			const message = `Version ${API_VERSION} of the API has been removed`;
			return { ...this.refuse('api_version_not_supported', message), status: 400 };
		}
		const throttled = this.throttle(key);
		if (throttled) return throttled;
		if (!key.permissions.includes(endpoint.permission)) return this.forbid(endpoint.permission);
		if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
			return this.refuse('invalid_input', 'Content-Type must be application/json');
		}

		const { listings, webhooks } = this;
		const context: Context = { org: this, key, path, listings, webhooks };
		try {
			const success = await endpoint.run(context, body);
			return { status: 200, body: { success: true, ...success } };
		} catch (refusal) {
			if (refusal instanceof Refusal) return this.refuse(refusal.code, refusal.message);
			throw refusal;
		}
	}

	protected override answerOfCode(code: string): Answer {
		return this.refuse(code, `The request was refused: ${code}`);
	}

	protected override headers(): Record<string, string> {
		const { version, deprecatedAs } = this.switches;
		return {
			...super.headers(),
			'x-ashby-request-id': this.requestId(),
			'ashby-version': API_VERSION,
			'ashby-version-status': version === 'deprecated' ? deprecatedAs : version,
		};
	}

	protected override notify(actions: WebhookType[], data: () => unknown): void {
		this.webhooks.notify(actions, data);
	}

	protected override webhookData(application: Application): unknown {
		return { application: applicationJson(this, application) };
	}

	/** The key of a Basic header: the user name, with an empty password. */
	private keyOf(authorization: string): ApiKey | undefined {
		const [, encoded = ''] = /^Basic\s+(\S+)$/i.exec(authorization) ?? [];
		const [name, password] = Buffer.from(encoded, 'base64').toString().split(':');
		const key = this.keys.get(name);
		return password === '' && key && !key.disabled ? key : undefined;
	}

	/** Ashby allows so many requests a minute a key. The clock that counts is the organization's. */
	private throttle({ key }: ApiKey): Answer | undefined {
		const now = this.now().getTime();
		let minute = this.minutes.get(key);
		if (!minute || now - minute.start >= MINUTE_MS) {
			minute = { start: now, requests: 0 };
			this.minutes.set(key, minute);
		}
		minute.requests++;
		if (minute.requests <= this.switches.requestsPerMinute) return undefined;
		const end = minute.start + MINUTE_MS;
		const answer: Answer = { status: 429, body: 'Too Many Requests' };
		const { retryAfter } = this.switches;
		if (retryAfter === 'absent') return answer;
		const seconds = String(Math.ceil((end - now) / 1000));
		const date = new Date(Math.ceil(end / 1000) * 1000).toUTCString();
		return { ...answer, headers: { 'retry-after': retryAfter === 'date' ? date : seconds } };
	}

	private forbid(permission: Permission): Answer {
		const message = `You do not have the permission that this endpoint needs: ${permission}`;
		if (this.switches.permissionBody === 'errorObjects') {
			const errors = [{ message, parameter: 'apiKey' }];
			return { status: 403, body: { success: false, errors } };
		}
		return { ...this.refuse('missing_endpoint_permission', message), status: 403 };
	}

	/** The envelope of what would elsewhere be a 4xx. */
	private refuse(code: string, message: string): Answer {
		const requestId = this.requestId();
		const errorInfo = { code, message, requestId };
		const headers = { 'x-ashby-request-id': requestId };
		return { status: 200, headers, body: { success: false, errors: [code], errorInfo } };
	}

	/** A ULID, as Ashby's are: the time in ms in ten letters of Crockford's alphabet, then chance. */
	private requestId(): string {
		const letters = this.now().getTime().toString(32).padStart(10, '0');
		const time = [...letters].map((letter) => CROCKFORD[parseInt(letter, 32)]).join('');
		return time + [...randomBytes(16)].map((byte) => CROCKFORD[byte % 32]).join('');
	}
}
