import type { Resource } from '../../../shared/node/operations';
import type { Run } from '../operation';
import * as get from './get';
import * as getAll from './getAll';

export const job: Resource<Run> = {
	name: 'Job',
	default: 'getAll',
	operations: { get, getAll },
};
