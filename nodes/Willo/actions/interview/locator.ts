import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { textOf } from '../../../shared/parameters';
import { readInterview } from '../../client/interview';
import { isKey } from '../../client/types';
import type { Run } from '../operation';
import { byKey, noKey } from '../parameters';

const KEY_IN_TEXT = '(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])';

export const interviewLocator: INodeProperties = {
	displayName: 'Interview',
	name: 'interview',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an interview…',
			typeOptions: { searchListMethod: 'searchInterviews', searchable: true },
		},
		byKey,
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.willotalent.com/invite/AbCd12/',
			hint: "The interview's URL in Willo, or its invite link",
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*https?://\\S+\\s*$',
						errorMessage: 'A URL starts with https://',
					},
				},
			],
		},
	],
};

/**
 * The key of the interview in the parameter `interview`.
 *
 * @throws NodeOperationError that names the field and what to enter
 * @throws ApiFailure if an invite link can't be looked up
 */
export async function interviewKey(run: Run, itemIndex: number): Promise<string> {
	const { name, displayName } = interviewLocator;
	const given = run.context.getNodeParameter(name, itemIndex, '');
	const value = textOf(given);
	if (isKey(value)) return value.toLowerCase();
	const { mode } = Object(given) as Partial<INodeParameterResourceLocator>;
	if (mode === 'url' && value) return await interviewAt(run, value, itemIndex);
	throw noKey(run, displayName, value, itemIndex);
}

/** The interview's key from an address in Willo's app, which may be an invite link. */
async function interviewAt(run: Run, address: string, itemIndex: number): Promise<string> {
	const named = new RegExp(`/interviews?/(${KEY_IN_TEXT})`).exec(address)?.[1];
	const key = named ?? new RegExp(KEY_IN_TEXT).exec(address)?.[0];
	if (key) return key.toLowerCase();
	const code = inviteCode(address);
	const linked = code && (run.linkedInterviews.get(code) ?? (await interviewOfLink(run, code)));
	if (linked) return linked;
	throw new NodeOperationError(
		run.context.getNode(),
		`No interview found for the URL in 'Interview': ${address}`,
		{
			description: code
				? 'None of your interviews in Willo has this invite link. Select the interview from the list, or enter its key'
				: "Paste the interview's URL from Willo, which contains a key of 32 digits and letters, or its invite link (https://app.willotalent.com/invite/…)",
			itemIndex,
		},
	);
}

/** The six letters and digits of an invite link, such as `AbCd12`. */
function inviteCode(address: unknown): string | undefined {
	return /\/invite\/([0-9a-zA-Z]+)\/?(?:[?#].*)?$/.exec(String(address ?? ''))?.[1];
}

async function interviewOfLink(run: Run, code: string): Promise<string | undefined> {
	for await (const row of run.client.rows('interviews')) {
		const { key, inviteLink } = readInterview(row);
		const listed = inviteCode(inviteLink);
		if (listed && key) run.linkedInterviews.set(listed, key);
		if (listed === code) return key ?? undefined;
	}
	return undefined;
}
