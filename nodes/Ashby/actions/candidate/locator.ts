import type {
	IDisplayOptions,
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { Candidate } from '../../client/types';
import { notesOf } from './notes';
import { candidatesWithEmail } from './search';
import { textIn } from '../parameters';

/** As in `profileUrl` and in the browser: …/candidates/<id>, whatever stands around it. */
const URL_PATTERN =
	'^https?://[^/]+/(?:.*/)?candidates/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:[/?#].*)?$';

/** The parameter `candidate`. */
export function candidateLocator(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Candidate',
		name: 'candidate',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions,
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
				hint: 'Exactly one candidate must have this address',
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
							errorMessage: 'Copy the address from a candidate’s page in Ashby',
						},
					},
				],
			},
		],
	};
}

/**
 * The id of the candidate whom the parameter `candidate` names, looked up when it is an email.
 *
 * @param notesContain tells candidates apart who share the email: a text that stands in the notes of
 *   the right one
 * @throws NodeOperationError when it is empty or a URL without a candidate, or when no candidate or
 *   several have the email
 * @throws ApiFailure when the look-up gets no good answer
 */
export async function candidateId(
	context: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
	notesContain?: string,
): Promise<string> {
	const { mode, value } = context.getNodeParameter(
		'candidate',
		itemIndex,
	) as INodeParameterResourceLocator;
	const given = textIn(value);
	const where = `[Item ${itemIndex}]`;
	if (!given) {
		throw new NodeOperationError(context.getNode(), `'Candidate' is empty ${where}`, {
			itemIndex,
			description:
				'Pick a candidate. If the field holds an expression, look at what it gives for this item',
		});
	}
	if (mode === 'url') {
		const id = new RegExp(URL_PATTERN).exec(given)?.[1];
		if (id) return id;
		throw new NodeOperationError(
			context.getNode(),
			`The URL in 'Candidate' is not the address of a candidate in Ashby ${where}`,
			{ itemIndex, description: 'Copy the address from the candidate’s page in Ashby' },
		);
	}
	if (mode !== 'email') return given;

	const sharing = await candidatesWithEmail(client, given);
	const found =
		sharing.length > 1 && notesContain?.trim()
			? await thoseWithNote(client, sharing, notesContain.trim())
			: sharing;
	if (found.length === 1) return found[0].id;
	if (sharing.length > 1 && found.length === 0) {
		throw new NodeOperationError(
			context.getNode(),
			`${sharing.length} candidates in Ashby have the email ${given}, and none has a note that contains '${notesContain}': ${named(sharing)} ${where}`,
			{
				itemIndex,
				description: "Name the right one in 'Candidate' by ID, or merge the candidates in Ashby",
			},
		);
	}
	if (found.length === 0) {
		throw new NodeOperationError(
			context.getNode(),
			`No candidate in Ashby has the email ${given} ${where}`,
			{
				itemIndex,
				description:
					'Check the address in \'Candidate\'. A candidate of a confidential job is seen only by a key with "Allow access to confidential jobs"',
			},
		);
	}
	throw new NodeOperationError(
		context.getNode(),
		`${found.length} candidates in Ashby have the email ${given}: ${named(found)} ${where}`,
		{
			itemIndex,
			description: "Name the right one in 'Candidate' by ID, or merge the candidates in Ashby",
		},
	);
}

async function thoseWithNote(
	client: AshbyClient,
	candidates: Candidate[],
	text: string,
): Promise<Candidate[]> {
	const found: Candidate[] = [];
	for (const candidate of candidates) {
		for await (const { content } of notesOf(client, candidate.id)) {
			if (!content?.includes(text)) continue;
			found.push(candidate);
			break;
		}
	}
	return found;
}

function named(candidates: Candidate[]): string {
	return candidates.map(({ id, name }) => `${name} (${id})`).join(', ');
}
