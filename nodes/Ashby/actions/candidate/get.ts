import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isNotFound } from '../../client/failures';
import type { Candidate } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { candidateId, candidateLocator } from './locator';
import { allNotesOf } from '../../client/notes';
import { continueIfNotFound, optionsField } from '../../../shared/node/parameters';
import type { Clues } from './recipient';
import { clueOptions, recipientByClues } from './recipient';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get a candidate',
	description: 'Get a candidate by ID, email, or URL',
};

export const properties: INodeProperties[] = [
	candidateLocator,
	{
		...optionsField,
		options: [
			continueIfNotFound(
				"Whether to return <code>found: false</code> instead of failing if the ID in 'Candidate' no longer exists",
			),
			...clueOptions,
			{
				displayName: 'Include Notes',
				name: 'includeNotes',
				type: 'boolean',
				default: false,
				description: "Whether to also return the candidate's notes in <code>notes</code>",
			},
		],
	},
];

interface Options extends Clues {
	continueIfNotFound?: boolean;
	includeNotes?: boolean;
}

/**
 * One candidate, as `candidate.info` returns them, with their notes if requested. Whoever was merged is found by the
 * options that say so. If there is nobody, `{id, found: false}` with 'Continue If Not Found'.
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client, context } = run;
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const given = await candidateId(run, itemIndex);
	const read = async (id: string) =>
		(await client.call<Candidate>('candidate.info', { id })).results;
	const candidate = await read(given).catch(async (failure: unknown) => {
		if (!isNotFound(failure)) throw failure;
		const merged = await recipientByClues(run, itemIndex, { ...options, isGone: true }, []);
		if (merged) return await read(merged.id);
		if (!options.continueIfNotFound) throw failure;
		return undefined;
	});
	if (!candidate) return [{ id: given, found: false }];
	return asItems([
		options.includeNotes
			? { ...candidate, notes: await allNotesOf(client, candidate.id) }
			: candidate,
	]);
}
