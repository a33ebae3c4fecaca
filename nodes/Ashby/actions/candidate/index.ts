import type { Resource } from '../../../shared/node/operations';
import type { Run } from '../operation';
import * as addNote from './addNote';
import * as addTag from './addTag';
import * as get from './get';
import * as getAll from './getAll';
import * as getNotes from './getNotes';
import * as removeTag from './removeTag';
import * as setCustomFields from './setCustomFields';

export const candidate: Resource<Run> = {
	name: 'Candidate',
	default: 'addNote',
	operations: { addNote, addTag, get, getAll, getNotes, removeTag, setCustomFields },
};
