import { z } from 'zod/v4';

import { endpoint, filtersIn, pageOf, syncKeys } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { userJson, webhookJson } from '../render.mts';
import { WEBHOOK_TYPES } from '../types.mts';
import type { User } from '../types.mts';

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

	'/archiveReason.list': endpoint(
		'hiringProcessMetadataRead',
		z.object({ includeArchived: z.boolean().optional() }),
		({ org }, { includeArchived }) => ({
			results: [...org.archiveReasons.values()].filter(
				({ isArchived }) => includeArchived === true || !isArchived,
			),
		}),
	),

	'/user.list': endpoint(
		'organizationRead',
		z.object({ ...syncKeys, includeDeactivated: z.boolean().optional() }),
		async (context, body) => {
			const filters = filtersIn(body, ['includeDeactivated']);
			const matches = (user: User, { includeDeactivated }: Record<string, unknown>): boolean =>
				includeDeactivated === true || user.isEnabled;
			return await pageOf(context, { source: context.org.users, body, filters, matches }, userJson);
		},
	),

	'/user.search': endpoint('organizationRead', z.object({ email: z.string() }), ({ org }, body) => {
		const wanted = body.email.toLowerCase();
		const found = [...org.users.values()].filter(({ email }) => email.toLowerCase() === wanted);
		return { results: found.map(userJson) };
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
		async ({ webhooks }, { webhookId, ...sent }) => {
			const change = filtersIn(sent, ['enabled', 'requestUrl', 'secretToken']);
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
