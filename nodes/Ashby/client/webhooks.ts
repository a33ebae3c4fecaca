import { undefinedIf } from '../../shared/api/failure';
import type { AshbyClient } from './client';
import { isNotFound, lacksPermission } from './failures';
import type { Webhook } from './types';

/** What Ashby says about a webhook, undefined if it no longer exists, or 'unknown' if the key can't read webhooks. */
export async function webhookInfo(
	client: AshbyClient,
	webhookId: string,
): Promise<Webhook | undefined | 'unknown'> {
	const asked = undefinedIf(isNotFound, client.call<Webhook>('webhook.info', { webhookId }));
	const told = await asked.catch((failure: unknown) => {
		if (lacksPermission(failure)) return 'unknown' as const;
		throw failure;
	});
	return told === 'unknown' ? told : told?.results;
}
