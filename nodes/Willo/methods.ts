import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ILoadOptionsFunctions,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { sendForCredentialTest } from '../shared/credentialTest';
import { ApiFailure, toNodeError } from '../shared/failure';
import { bareKey } from './client/apiKey';
import { DEFAULT_BASE_URL, willoClient, WilloClient } from './client/client';
import { isNotFound } from './client/failures';
import type { Interview, WilloObject } from './client/types';
import { readParticipant } from './participant';

/** One page of the interviews for a resource locator; the search is Willo's own. */
export async function searchInterviews(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await willoClient(this);
		const query = filter?.trim() ? { search: filter.trim() } : {};
		const page = await client.page<Interview>('interviews', query, paginationToken);
		return { results: page.rows.map(optionOf), paginationToken: page.next };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** How many pages one search for a participant reads at most, since Willo may not search itself. */
const MOST_PAGES = 10;

/** Participants for a resource locator; names and addresses are compared here as well. */
export async function searchParticipants(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await willoClient(this);
		const wanted = filter?.trim().toLowerCase() ?? '';
		const query = wanted ? { search: wanted } : {};
		const results: INodeListSearchResult['results'] = [];
		let next = paginationToken;
		let pages = 0;
		do {
			const page = await client.page<WilloObject>('participants', query, next);
			next = page.next;
			for (const row of page.rows) {
				const { key, name, email } = readParticipant(row);
				const shown = [name, email].filter(Boolean).join(', ') || key;
				if (key && shown?.toLowerCase().includes(wanted)) results.push({ name: shown, value: key });
			}
		} while (results.length === 0 && next !== undefined && ++pages < MOST_PAGES);
		return { results, paginationToken: next };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** All interviews for a list of choices. */
export async function getInterviews(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const client = await willoClient(this);
		const options: INodePropertyOptions[] = [];
		for await (const interview of client.rows<Interview>('interviews')) {
			options.push(optionOf(interview));
		}
		return options;
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

function optionOf({ key, title }: Interview): { name: string; value: string } {
	return { name: title?.trim() || String(key), value: String(key) };
}

/** Checks a `willoApi` credential by the cheapest request that the nodes need anyway. */
export async function willoApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const key = bareKey(credential.data?.apiKey);
	const baseUrl = String(credential.data?.baseUrl ?? '').trim() || DEFAULT_BASE_URL;
	if (!/^[\x21-\x7e]+$/.test(key)) {
		return refused(
			key ? 'The API Key holds characters that no key has' : 'The API Key is empty',
			'Copy the key from Willo → Integrations → API',
		);
	}
	if (!/^https?:\/\/[^/]/i.test(baseUrl) || !URL.canParse(baseUrl)) {
		return refused('The Base URL is not an address', `It should be ${DEFAULT_BASE_URL}`);
	}
	const send = sendForCredentialTest(this, { headers: { Authorization: key } });
	// A person is waiting, and a second try would hide that Willo is throttling the key.
	const client = new WilloClient(send, baseUrl, { tries: 1 });
	try {
		await client.page('interviews', { page_size: 1 });
		return { status: 'OK', message: 'Willo accepts this API key' };
	} catch (error) {
		if (isNotFound(error)) {
			return refused(
				'There is no Willo API at the Base URL',
				`It should be ${DEFAULT_BASE_URL} unless you use a proxy`,
			);
		}
		if (error instanceof ApiFailure) return refused(error.message, error.advice);
		return refused('The check did not finish', 'Try again');
	}
}

function refused(message: string, advice: string): INodeCredentialTestResult {
	return { status: 'Error', message: `${message}. ${advice}.` };
}
