/** Receives webhooks for as long as the command runs. Their bodies are kept in memory only. */
import fastify from 'fastify';
import { createHmac, randomBytes } from 'node:crypto';

export interface Received {
	/** What follows the secret part of the address, such as `ashby`. */
	name: string;
	body: unknown;
	/** Whether `Ashby-Signature` belongs to the secret; undefined without that header. */
	isSigned?: boolean;
	/** What was answered. */
	status: number;
}

export class Receiver {
	readonly received: Received[] = [];
	/** In the addresses, so that nobody else's request counts; also the secret that Ashby signs with. */
	readonly secret = randomBytes(16).toString('hex');
	private readonly app = fastify();
	private readonly failing = new Set<string>();

	constructor(private readonly publicUrl: string) {
		this.app.removeAllContentTypeParsers();
		this.app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
			done(null, body),
		);
		this.app.all('/*', async (request, reply) => {
			const [, name] = request.url.split('?')[0].split(`/${this.secret}/`);
			if (!name) return await reply.code(404).send();
			const text = String(request.body ?? '');
			const status = this.failing.delete(name) ? 503 : 200;
			const signature = request.headers['ashby-signature'];
			const isSigned = signature === undefined ? undefined : signature === this.signatureOf(text);
			this.received.push({ name, body: parsed(text), isSigned, status });
			return await reply.code(status).send();
		});
	}

	/** @throws Error when the port is in use */
	async start(port: number): Promise<void> {
		await this.app.listen({ port, host: '127.0.0.1' });
	}

	async stop(): Promise<void> {
		await this.app.close();
	}

	/** The public address of a webhook. With `failsOnce`, its first delivery is answered 503. */
	addressOf(name: string, { failsOnce = false } = {}): string {
		if (failsOnce) this.failing.add(name);
		return `${this.publicUrl.replace(/\/+$/, '')}/${this.secret}/${name}`;
	}

	/** Whether an address is one of this run. */
	isOwn(address: unknown): boolean {
		return typeof address === 'string' && address.includes(`/${this.secret}/`);
	}

	of(name: string): Received[] {
		return this.received.filter((each) => each.name === name);
	}

	private signatureOf(text: string): string {
		return `sha256=${createHmac('sha256', this.secret).update(text).digest('hex')}`;
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
