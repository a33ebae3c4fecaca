import type { INodeProperties } from 'n8n-workflow';
import { itemError, fromList, requiredText } from '../../../shared/node/parameters';
import { isKey } from '../../client/types';
import type { Run } from '../operation';

export const participantLocator: INodeProperties = {
	displayName: 'Participant',
	name: 'participant',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		fromList('searchParticipants', 'Search by name or email…'),
		{
			displayName: 'By Key',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 0f1e2d3c4b5a69788796a5b4c3d2e1f0',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*[0-9a-fA-F]{32}\\s*$',
						errorMessage: 'A key has 32 digits and letters from a to f',
					},
				},
			],
		},
	],
};

/**
 * The key of the participant in the parameter `participant`.
 *
 * @throws NodeOperationError that names the field and what to enter
 */
export function participantKey(run: Run, itemIndex: number): string {
	const value = requiredText(run, participantLocator, itemIndex);
	if (isKey(value)) return value.toLowerCase();
	const message = `'${participantLocator.displayName}' is not a valid Willo key: ${value}`;
	const advice = 'Select from the list, or enter a key (32 digits and letters from a to f)';
	throw itemError(run, itemIndex, message, advice);
}
