import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { sendForCredentialTest } from '../../shared/api/credentialTest';
import { ApiFailure } from '../../shared/api/failure';
import { AshbyClient, DEFAULT_BASE_URL } from '../client/client';
import { KEYS_PAGE } from '../client/failures';
import { missingPermissions } from '../client/missingPermissions';
import type { Permission } from '../client/permissions';
import { API_KEYS_WRITE, CANDIDATES_WRITE, NEEDED } from '../client/permissions';

const HINT = `${API_KEYS_WRITE.name} is also recommended. It is needed for ${API_KEYS_WRITE.serves}`;

/**
 * Tests an `Ashby API` credential when it is saved, and explains what to do next.
 *
 * n8n looks up the function in the first node that lists the credential, so every node with this `testedBy`
 * also has it in `methods.credentialTest`.
 */
export async function ashbyApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { apiKey, baseUrl } = (credential.data ?? {}) as { apiKey?: string; baseUrl?: string };
	const user = apiKey?.trim();
	if (!user) return refused(`Enter an API key. You can create one in ${KEYS_PAGE}`);
	const url = baseUrl?.trim() ? baseUrl.trim() : DEFAULT_BASE_URL;
	if (!/^https?:\/\/[^/]/i.test(url)) {
		return refused(`The Base URL must start with https:// or http://, such as ${DEFAULT_BASE_URL}`);
	}

	const send = sendForCredentialTest(this, { basic: { user, password: '' } });
	// A person is waiting for the result, so fail fast instead of retrying.
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

function lacking(missing: Permission[]): string {
	const named = missing.map(({ name, serves }) => `${name} (needed for ${serves})`);
	const last = named.pop();
	const list = named.length > 0 ? `${named.join('; ')}; and ${last}` : last;
	// n8n shows no message with a success, so nobody would learn why no notes can be written.
	const isReading = missing.every((permission) => permission === CANDIDATES_WRITE);
	const accepted = isReading
		? 'Connected, reading only: this key'
		: 'Ashby accepts this key, but it';
	return `${accepted} is missing ${missing.length > 1 ? 'permissions' : 'a permission'}: ${list}. Grant ${missing.length > 1 ? 'them' : 'it'} to the key in ${KEYS_PAGE}, then test again`;
}

function refused(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}
