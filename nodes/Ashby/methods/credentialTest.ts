import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { sendForCredentialTest } from '../../shared/credentialTest';
import { ApiFailure } from '../../shared/failure';
import { AshbyClient, DEFAULT_BASE_URL } from '../client/client';
import { KEYS_PAGE } from '../client/failures';
import type { Permission } from '../client/permissions';
import { API_KEYS_WRITE, NEEDED } from '../client/permissions';
import type { ApiKeyInfo } from '../client/types';

const HINT = `${API_KEYS_WRITE.name} is also recommended: it is needed for ${API_KEYS_WRITE.serves}`;

/**
 * Tests an `Ashby API` credential when it is saved, and says what to do next.
 *
 * n8n looks up the function on the very node whose credential entry it found first, so every node that
 * names it in `testedBy` also has it in `methods.credentialTest`.
 */
export async function ashbyApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { apiKey, baseUrl } = (credential.data ?? {}) as { apiKey?: string; baseUrl?: string };
	const user = apiKey?.trim();
	if (!user) return refused(`Enter an API key. Keys are made in ${KEYS_PAGE}`);
	const url = baseUrl?.trim() ? baseUrl.trim() : DEFAULT_BASE_URL;
	if (!/^https?:\/\/[^/]/i.test(url)) {
		return refused(`The Base URL must start with https://, such as ${DEFAULT_BASE_URL}`);
	}

	const send = sendForCredentialTest(this, { basic: { user, password: '' } });
	// Somebody is waiting for the test: fail fast instead of retrying.
	const client = new AshbyClient(send, url, { tries: 1 });
	try {
		const missing = await missingPermissions(client);
		const needed = missing.filter((permission) => NEEDED.includes(permission));
		const optional = missing.includes(API_KEYS_WRITE) ? `. ${HINT}` : '';
		return needed.length === 0
			? { status: 'OK', message: `Connected${optional}` }
			: refused(`${lacking(needed)}${optional}`);
	} catch (error) {
		if (error instanceof ApiFailure) return refused(`${error.message}. ${error.advice}`);
		return refused(error instanceof Error ? error.message : String(error));
	}
}

/**
 * The needed permissions that the key doesn't have. Read from the key's own description, otherwise found
 * out by trying, because a perfectly good key may lack apiKeysRead.
 *
 * @throws ApiFailure if Ashby doesn't accept the key or gives no usable answer
 */
async function missingPermissions(client: AshbyClient): Promise<Permission[]> {
	const scopes = await scopesOf(client);
	if (scopes) return [...NEEDED, API_KEYS_WRITE].filter(({ scope }) => !scopes.includes(scope));
	const missing: Permission[] = [];
	for (const permission of NEEDED) {
		if (!(await mayUse(client, permission))) missing.push(permission);
	}
	// Any other reason for which this can't be found out says nothing against the key.
	if (!(await mayUse(client, API_KEYS_WRITE).catch(() => true))) missing.push(API_KEYS_WRITE);
	return missing;
}

async function scopesOf(client: AshbyClient): Promise<string[] | undefined> {
	const { results } = await client
		.call<ApiKeyInfo | undefined>('apiKey.info')
		.catch((failure: unknown) => {
			if (isKind(failure, 'permission')) return { results: undefined };
			return Promise.reject(failure);
		});
	return results?.scopes;
}

/** Any answer but the missing permission, such as an invalid input, shows that the key got past it. */
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

function lacking(missing: Permission[]): string {
	const named = missing.map(({ name, serves }) => `${name} (${serves})`);
	const last = named.pop();
	const list = named.length > 0 ? `${named.join('; ')}; and ${last}` : last;
	return `Ashby accepts this key, but it lacks ${list}. Tick ${missing.length > 1 ? 'them' : 'it'} for this key in ${KEYS_PAGE}, then test again`;
}

function refused(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}
