/** Receives webhooks while the command runs. Their bodies are only kept in memory. */
import fastify from 'fastify';
import { createHmac, randomBytes } from 'node:crypto';
import { parsed } from './session.mts';

export interface Received {
	/** The part of the address after the secret, such as `ashby`. */
	name: string;
	body: unknown;
	/** Whether `Ashby-Signature` matches the secret; undefined without the header. */
	isSigned?: boolean;
	/** The status of the answer. */
	status: number;
}

export class Receiver {
	readonly received: Received[] = [];
	/** Part of the addresses, so that no other request counts. Also the secret that Ashby signs with. */
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

	/** @throws Error if the port is in use */
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

	/** Whether an address belongs to this run. */
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
