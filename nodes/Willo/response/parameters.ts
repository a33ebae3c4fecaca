import type { INodeProperties } from 'n8n-workflow';

/** The interviews that a trigger follows: a list of keys, empty for all. */
export const interviewsProperty: INodeProperties = {
	displayName: 'Interview Names or IDs',
	name: 'interviews',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getInterviews' },
	default: [],
	hint: 'If empty: all interviews, including new ones',
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};
