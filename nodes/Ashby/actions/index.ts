import type { Resources } from '../../shared/node/operations';
import { application } from './application';
import { candidate } from './candidate';
import { connection } from './connection';
import { customField } from './customField';
import { job } from './job';
import type { Run } from './operation';

/** Every operation of the node, by the values of the parameters `resource` and `operation`. */
export const resources: Resources<Run> = {
	application,
	candidate,
	connection,
	customField,
	job,
};
