import type { Resource } from '../../../shared/operations';
import type { Run } from '../operation';
import * as addNote from './addNote';
import * as get from './get';
import * as getAll from './getAll';
import * as getNotes from './getNotes';

export const candidate: Resource<Run> = {
	name: 'Candidate',
	default: 'addNote',
	operations: { addNote, get, getAll, getNotes },
};
