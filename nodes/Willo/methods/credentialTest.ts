import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { sendForCredentialTest } from '../../shared/api/credentialTest';
import { ApiFailure } from '../../shared/api/failure';
import { bareKey } from '../client/apiKey';
import { askForKey, DEFAULT_BASE_URL, WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';

/** Tests a `willoApi` credential with a cheap request that the nodes need anyway. */
export async function willoApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const key = bareKey(credential.data?.apiKey);
	const baseUrl = String(credential.data?.baseUrl ?? '').trim() || DEFAULT_BASE_URL;
	if (!/^[\x21-\x7e]+$/.test(key)) {
		return refused(
			key ? 'The API Key contains invalid characters' : 'The API Key is empty',
			'Copy the key from Willo → Integrations → API',
		);
	}
	if (!/^https?:\/\/[^/]/i.test(baseUrl) || !URL.canParse(baseUrl)) {
		return refused("The Base URL isn't a valid URL", `It should be ${DEFAULT_BASE_URL}`);
	}
	const send = sendForCredentialTest(this, { headers: { Authorization: key } });
	// A person is waiting, and a retry would hide that Willo is throttling the key.
	const client = new WilloClient(send, baseUrl, { tries: 1 });
	try {
		await askForKey(client);
		return { status: 'OK', message: 'Willo accepts this API key' };
	} catch (error) {
		if (isNotFound(error)) {
			return refused(
				'There is no Willo API at the Base URL',
				`It should be ${DEFAULT_BASE_URL} unless you use a proxy`,
			);
		}
		if (error instanceof ApiFailure && error.kind === 'credential') {
			// Every user can read the list of interviews, so the problem isn't a lack of access.
			return refused(error.message, 'Copy the key again from Willo → Integrations → API');
		}
		if (error instanceof ApiFailure) return refused(error.message, error.advice);
		return refused("The test couldn't be completed", 'Try again');
	}
}

function refused(message: string, advice: string): INodeCredentialTestResult {
	return { status: 'Error', message: `${message}. ${advice}.` };
}
