import type { Resource } from '../../../shared/node/operations';
import type { Run } from '../operation';
import * as remove from './delete';
import * as get from './get';
import * as getAll from './getAll';
import * as invite from './invite';

export const participant: Resource<Run> = {
	name: 'Participant',
	default: 'invite',
	operations: { delete: remove, get, getAll, invite },
};
