import type { INodeProperties } from 'n8n-workflow';
import * as application from './application';
import * as candidate from './candidate';
import * as job from './job';
import type { Operation } from './operation';

/** Every operation of the node, by the values of the parameters `resource` and `operation`. */
export const OPERATIONS: Record<string, Record<string, Operation>> = {
	application: application.operations,
	candidate: candidate.operations,
	job: job.operations,
};

export const description: INodeProperties[] = [
	...application.description,
	...candidate.description,
	...job.description,
];
