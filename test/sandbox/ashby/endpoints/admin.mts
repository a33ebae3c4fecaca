import { z } from 'zod/v4';

import { endpoint, list } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { userJson, webhookJson } from '../render.mts';
import { WEBHOOK_TYPES } from '../types.mts';

/** `candidatesRead` as apiKey.info spells it: `candidates:read`. */
const scopeOf = (permission: string): string => permission.replace(/(Read|Write)$/, toSuffix);
const toSuffix = (right: string): string => `:${right.toLowerCase()}`;

/** Keys, users, archive reasons and webhooks. */
export const adminEndpoints: Record<string, Endpoint> = {
	'/apiKey.info': endpoint('apiKeysRead', z.object({}), ({ key }) => ({
		results: {
			title: key.title,
			createdAt: key.createdAt,
			scopes: key.permissions.map(scopeOf),
		},
	})),

	'/archiveReason.list': endpoint('hiringProcessMetadataRead', z.object({}), ({ org }) => ({
		results: [...org.archiveReasons.values()],
	})),

	'/user.list': list({
		permission: 'organizationRead',
		source: (org) => org.users,
		toJson: userJson,
		matches: ({ isEnabled }) => isEnabled,
	}),

	'/webhook.create': endpoint(
		'apiKeysWrite',
		z.object({
			webhookType: z.enum(WEBHOOK_TYPES),
			requestUrl: z.url(),
			secretToken: z.string(),
		}),
		async ({ webhooks }, body) => {
			const hook = await webhooks.create(body);
			return { results: { ...webhookJson(hook), secretToken: hook.secretToken } };
		},
	),

	'/webhook.update': endpoint(
		'apiKeysWrite',
		z.object({
			webhookId: z.uuid(),
			enabled: z.boolean().optional(),
			requestUrl: z.url().optional(),
			secretToken: z.string().optional(),
		}),
		async ({ webhooks }, { webhookId, ...change }) => {
			const hook = await webhooks.update(webhookId, change);
			return { results: { ...webhookJson(hook), secretToken: hook.secretToken } };
		},
	),

	'/webhook.info': endpoint(
		'apiKeysRead',
		z.object({ webhookId: z.uuid() }),
		({ webhooks }, { webhookId }) => ({ results: webhookJson(webhooks.get(webhookId)) }),
	),

	'/webhook.delete': endpoint(
		'apiKeysWrite',
		z.object({ webhookId: z.uuid() }),
		({ webhooks }, { webhookId }) => {
			webhooks.delete(webhookId);
			return { results: { webhookId } };
		},
	),
};
