import type {
	INodeParameterResourceLocator,
	INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';
import { needingAttention } from '../../../shared/api/failure';
import { failureBefore, itemError, textOf } from '../../../shared/node/parameters';
import type { Candidate } from '../../client/types';
import type { Run } from '../operation';
import { candidatesWithEmail } from './search';

const ID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** Matches `profileUrl` and the address in the browser: …/candidates/<id>, with anything around it. */
const URL_PATTERN = `^https?://[^/]+/(?:.*/)?candidates/(${ID})(?:[/?#].*)?$`;

export const candidateLocator: INodeProperties = {
	displayName: 'Candidate',
	name: 'candidate',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The candidate in Ashby',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Search by name or email…',
			typeOptions: {
				searchListMethod: 'searchCandidates',
				searchable: true,
				searchFilterRequired: true,
			},
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. e9ed20fd-d45f-4aad-8a00-a19bfba0083e',
			url: '=https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{{$value}}',
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. ada@example.com',
			hint: "Exactly one candidate must have this email. The candidate's URL works, too",
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.ashbyhq.com/candidates/e9ed20fd-d45f-4aad-8a00-a19bfba0083e',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: URL_PATTERN,
						errorMessage: "Copy the URL from a candidate's page in Ashby",
					},
				},
			],
		},
	],
};

/**
 * The ID or email in the parameter `candidate`, undefined if it is empty. A candidate's URL is one in every mode, so that
 * people can paste what they have.
 *
 * @throws NodeOperationError if it is a URL without a candidate
 */
export function namedCandidate(
	run: Run,
	itemIndex: number,
): { id: string } | { email: string } | undefined {
	const { mode, value } = run.context.getNodeParameter(
		'candidate',
		itemIndex,
	) as INodeParameterResourceLocator;
	const given = textOf(value);
	if (!given) return undefined;
	const id = new RegExp(URL_PATTERN).exec(given)?.[1];
	if (id) return { id };
	if (mode !== 'url' && !/^https?:/.test(given)) {
		return mode === 'email' ? { email: given } : { id: given };
	}
	const message = "The URL in 'Candidate' doesn't point to a candidate in Ashby";
	throw itemError(run, itemIndex, message, "Copy the URL from the candidate's page in Ashby");
}

/**
 * The ID of the candidate in the parameter `candidate`, looked up if it is an email.
 *
 * @throws NodeOperationError if it is empty or a URL without a candidate, or unless exactly one candidate has
 *   the email
 * @throws ApiFailure if the look-up fails
 */
export async function candidateId(run: Run, itemIndex: number): Promise<string> {
	const named = namedCandidate(run, itemIndex);
	if (!named) throw nobody(run, itemIndex, []);
	if ('id' in named) return named.id;
	const who = `the email ${named.email}`;
	const sharing = await candidatesWithEmail(run.client, named.email);
	if (sharing.length > 1) throw several(run, itemIndex, who, sharing);
	if (sharing.length === 0) throw nobody(run, itemIndex, [who]);
	return sharing[0].id;
}

/** The error if several candidates have, for example, `the email a@b.c`. */
export function several(
	run: Run,
	itemIndex: number,
	what: string,
	candidates: Candidate[],
): NodeOperationError {
	const listed = candidates.map(({ id, name }) => `${name} (${id})`).join(', ');
	const message = `${candidates.length} candidates in Ashby have ${what}: ${listed}`;
	const advice = "Enter the ID of the right one in 'Candidate', or merge the candidates in Ashby";
	return needingAttention(itemError(run, itemIndex, message, advice));
}

/** Why no candidate was found. `looked` lists what was searched for, such as `the email a@b.c`. */
export function whyNobody(looked: string[]): string {
	return looked.length > 0
		? `No candidate in Ashby has ${looked.join(' or ')}`
		: "'Candidate' is empty";
}

/** The same as an error: that of the step before if it failed and there is nobody to look for. */
export function nobody(run: Run, itemIndex: number, looked: string[]): NodeOperationError {
	const before = looked.length === 0 ? failureBefore(run, itemIndex) : undefined;
	if (before) return before;
	const advice =
		looked.length > 0
			? 'Check the value of \'Candidate\'. For candidates of confidential jobs, the key needs "Allow access to confidential jobs"'
			: 'Select a candidate. If the field contains an expression, check what it returns for this item';
	const error = itemError(run, itemIndex, whyNobody(looked), advice);
	return looked.length > 0 ? needingAttention(error) : error;
}

/** Whether a text can be the ID of a candidate. Ashby rejects anything else as invalid input. */
export function canBeId(text: string): boolean {
	return new RegExp(`^${ID}$`).test(text);
}
