import type { Resource } from '../../../shared/node/operations';
import type { Run } from '../operation';
import * as changeStage from './changeStage';
import * as get from './get';
import * as getAll from './getAll';
import * as setCustomFields from './setCustomFields';
import * as submitFeedback from './submitFeedback';

export const application: Resource<Run> = {
	name: 'Application',
	default: 'get',
	operations: { changeStage, get, getAll, setCustomFields, submitFeedback },
};
