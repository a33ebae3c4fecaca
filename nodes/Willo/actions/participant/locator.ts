import type { INodeProperties } from 'n8n-workflow';
import { textParameter } from '../../../shared/parameters';
import { isKey } from '../../client/types';
import type { Run } from '../operation';
import { byKey, noKey } from '../parameters';

export const participantLocator: INodeProperties = {
	displayName: 'Participant',
	name: 'participant',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Search by name or email…',
			typeOptions: { searchListMethod: 'searchParticipants', searchable: true },
		},
		byKey,
	],
};

/**
 * The key of the participant in the parameter `participant`.
 *
 * @throws NodeOperationError that names the field and what to enter
 */
export function participantKey(run: Run, itemIndex: number): string {
	const { name, displayName } = participantLocator;
	const value = textParameter(run, name, itemIndex);
	if (isKey(value)) return value.toLowerCase();
	throw noKey(run, displayName, value, itemIndex);
}
