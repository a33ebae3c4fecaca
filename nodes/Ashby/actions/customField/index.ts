import type { Resource } from '../../../shared/node/operations';
import type { Run } from '../operation';
import * as setChoices from './setChoices';

export const customField: Resource<Run> = {
	name: 'Custom Field',
	default: 'setChoices',
	operations: { setChoices },
};
