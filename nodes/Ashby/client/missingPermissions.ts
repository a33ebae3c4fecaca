import { ApiFailure } from '../../shared/failure';
import type { AshbyClient } from './client';
import type { Permission } from './permissions';
import { API_KEYS_WRITE, NEEDED } from './permissions';
import type { ApiKeyInfo } from './types';

/**
 * The required permissions that the key lacks. They are read from the key's description if possible. Otherwise
 * each one is tried, because a valid key may lack apiKeysRead.
 *
 * @param optional permissions that the nodes don't require
 * @throws ApiFailure if Ashby doesn't accept the key or gives no usable answer
 */
export async function missingPermissions(
	client: AshbyClient,
	optional: Permission[] = [API_KEYS_WRITE],
): Promise<Permission[]> {
	const scopes = await scopesOf(client);
	if (scopes) return [...NEEDED, ...optional].filter(({ scope }) => !scopes.includes(scope));
	const missing: Permission[] = [];
	for (const permission of NEEDED) {
		if (!(await mayUse(client, permission))) missing.push(permission);
	}
	for (const permission of optional) {
		// If this can't be determined for any other reason, the key isn't blamed.
		if (!(await mayUse(client, permission).catch(() => true))) missing.push(permission);
	}
	return missing;
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
	const { results } = await client
		.call<ApiKeyInfo | undefined>('apiKey.info')
		.catch((failure: unknown) => {
			if (isKind(failure, 'permission')) return { results: undefined };
			return Promise.reject(failure);
		});
	return results?.scopes;
}

/** Any other refusal, such as invalid input, shows that the key has the permission. */
async function mayUse(client: AshbyClient, { probe }: Permission): Promise<boolean> {
	return await client.call(probe.method, probe.body).then(
		() => true,
		(failure: unknown) => {
			if (isKind(failure, 'permission')) return false;
			if (isKind(failure, 'refused')) return true;
			return Promise.reject(failure);
		},
	);
}

function isKind(failure: unknown, kind: ApiFailure['kind']): boolean {
	return failure instanceof ApiFailure && failure.kind === kind;
}
