import fastify from 'fastify';
import { jsonParse } from 'n8n-workflow';
import { createHmac, randomBytes } from 'node:crypto';

export type Receiver = ReturnType<typeof receiverAt>;

export interface Received {
	/** The part of the address after the secret, such as `ashby`. */
	name: string;
	body: unknown;
	/** Whether `Ashby-Signature` matches the secret. */
	isSigned: boolean;
	/** The status of the answer. */
	status: number;
}

/** Receives webhooks while the command runs. Their bodies are only kept in memory. */
export function receiverAt(publicUrl: string) {
	const received: Received[] = [];
	/** Part of the addresses, so that no other request counts. Also the secret that Ashby signs with. */
	const secret = randomBytes(16).toString('hex');
	const at = (name: string) => received.filter((each) => each.name === name);
	const app = fastify();
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.all('/*', async (request, reply) => {
		const [, name] = request.url.split('?')[0].split(`/${secret}/`);
		if (!name) return await reply.code(404).send();
		const text = String(request.body ?? '');
		const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
		const isSigned = request.headers['ashby-signature'] === signature;
		const status = name.startsWith('failing') && at(name).length === 0 ? 503 : 200;
		const body = jsonParse<unknown>(text, { fallbackValue: text });
		received.push({ name, body, isSigned, status });
		return await reply.code(status).send();
	});
	return {
		received,
		secret,
		at,
		/** @throws Error if the port is in use */
		start: async (port: number) => await app.listen({ port, host: '127.0.0.1' }),
		stop: async () => await app.close(),
		/** A public address. If the name begins with `failing`, the first delivery to it is answered with 503. */
		addressOf: (name: string) => `${publicUrl.replace(/\/+$/, '')}/${secret}/${name}`,
		/** Whether an address belongs to this run. */
		isOwn: (address: unknown) => String(address).includes(`/${secret}/`),
	};
}
