/** A mail server that takes every message and keeps it. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface Message {
	to: string[];
	subject: string;
	text: string;
}

export class MailServer {
	readonly messages: Message[] = [];
	private readonly server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, _session, callback) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				PostalMime.parse(Buffer.concat(chunks)).then((email) => {
					this.messages.push({
						to: (email.to ?? []).map(({ address }) => address ?? ''),
						subject: email.subject ?? '',
						text: email.text ?? '',
					});
					callback();
				}, callback);
			});
		},
	});

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server.server, 'listening');
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(resolve));
	}

	/** What a person types into n8n's credential of the type `smtp`. */
	get credential(): Record<string, unknown> {
		const { port } = this.server.server.address() as AddressInfo;
		return { host: '127.0.0.1', port, secure: false, disableStartTls: true };
	}
}
