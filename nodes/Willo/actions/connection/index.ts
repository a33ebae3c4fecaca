import type { Resource } from '../../../shared/node/operations';
import type { Run } from '../operation';
import * as check from './check';

export const connection: Resource<Run> = {
	name: 'Connection',
	default: 'check',
	operations: { check },
};
