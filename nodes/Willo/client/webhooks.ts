import type { WilloClient } from './client';
import type { Webhook } from './types';

/** Finds the webhooks with the ID of a node in their address: one, none, or several after a lost answer. */
export async function findWebhooks(
	client: WilloClient,
	id: string,
): Promise<Array<Webhook & { key: string }>> {
	const found: Array<Webhook & { key: string }> = [];
	for await (const webhook of client.rows<Webhook>('webhooks')) {
		const { key } = webhook;
		const url = String(webhook.url);
		const isOwn = URL.canParse(url) && new URL(url).searchParams.get('registration') === id;
		if (isOwn && key) found.push({ ...webhook, key });
	}
	return found;
}

/** Whether Willo uses a webhook. It doesn't document what the status says. */
export function isActive({ status }: Webhook): boolean {
	return !/inactive|disab|paus|fail|error|suspend/i.test(status ?? '');
}
