import { ApiFailure, undefinedIf } from '../../shared/api/failure';
import type { AshbyClient } from './client';
import { lacksPermission } from './failures';
import type { Permission } from './permissions';
import { API_KEYS_WRITE, NEEDED, scopeOf } from './permissions';
import type { ApiKeyInfo } from './types';

/**
 * Which permissions the key has. They are read from the key's description if possible. Otherwise each one is tried,
 * because a valid key may lack apiKeysRead.
 *
 * @param optional permissions that the nodes don't require; undefined if it can't be determined whether the key has one
 * @throws ApiFailure if Ashby doesn't accept the key or gives no usable answer
 */
export async function permissionsOf(
	client: AshbyClient,
	optional: Permission[],
): Promise<Map<Permission, boolean | undefined>> {
	const scopes = await scopesOf(client);
	const granted = new Map<Permission, boolean | undefined>();
	for (const permission of [...NEEDED, ...optional]) {
		const isOptional = optional.includes(permission);
		const has = scopes
			? scopes.includes(scopeOf(permission))
			: await mayUse(client, permission).catch((failure: unknown) =>
					isOptional ? undefined : Promise.reject(failure),
				);
		granted.set(permission, has);
	}
	return granted;
}

/** The permissions that the key lacks for certain. Throws as `permissionsOf`. */
export async function missingPermissions(client: AshbyClient): Promise<Permission[]> {
	const granted = await permissionsOf(client, [API_KEYS_WRITE]);
	return [...granted].filter(([, has]) => has === false).map(([permission]) => permission);
}

/**
 * One cheap request that shows whether Ashby can be used.
 *
 * @throws ApiFailure if Ashby is down or doesn't accept the key
 */
export async function askForKey(client: Pick<AshbyClient, 'call'>): Promise<void> {
	await scopesOf(client);
}

async function scopesOf(client: Pick<AshbyClient, 'call'>): Promise<string[] | undefined> {
	const info = await undefinedIf(lacksPermission, client.call<ApiKeyInfo>('apiKey.info'));
	return info?.results.scopes;
}

/** Any other refusal, such as invalid input, shows that the key has the permission. */
async function mayUse(client: AshbyClient, { probe }: Permission): Promise<boolean> {
	return await client.call(probe.method, probe.body).then(
		() => true,
		(failure: unknown) => {
			if (lacksPermission(failure)) return false;
			if (failure instanceof ApiFailure && failure.kind === 'refused') return true;
			throw failure;
		},
	);
}
