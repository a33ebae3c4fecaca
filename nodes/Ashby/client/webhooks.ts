import { ApiFailure } from '../../shared/api/failure';
import type { AshbyClient } from './client';
import { isNotFound } from './failures';
import type { Webhook } from './types';

/** What Ashby says about a webhook, undefined if it no longer exists, or 'unknown' if the key can't read webhooks. */
export async function webhookInfo(
	client: AshbyClient,
	webhookId: string,
): Promise<Webhook | undefined | 'unknown'> {
	return await client.call<Webhook>('webhook.info', { webhookId }).then(
		({ results }) => results,
		(failure: unknown) => {
			if (isNotFound(failure)) return undefined;
			return failure instanceof ApiFailure && failure.kind === 'permission'
				? 'unknown'
				: Promise.reject(failure);
		},
	);
}
