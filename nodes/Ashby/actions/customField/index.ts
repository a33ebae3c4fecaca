import type { Resource } from '../../../shared/operations';
import type { Run } from '../operation';
import * as setChoices from './setChoices';

export const customField: Resource<Run> = {
	name: 'Custom Field',
	default: 'setChoices',
	operations: { setChoices },
};
