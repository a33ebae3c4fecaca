import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import * as interviewGet from './interview/get';
import * as interviewGetAll from './interview/getAll';
import type { Operation, Run } from './operation';
import * as participantGet from './participant/get';
import * as participantGetAll from './participant/getAll';
import * as participantInvite from './participant/invite';

/** Every operation, by resource and by its name in saved workflows. */
const operations: Record<string, Record<string, Operation>> = {
	interview: { get: interviewGet, getAll: interviewGetAll },
	participant: {
		get: participantGet,
		getAll: participantGetAll,
		invite: participantInvite,
	},
};

/** The operation that an item's parameters name. @throws NodeOperationError when there is none */
export function operationOf({ context }: Run, itemIndex: number): Operation {
	const resource = String(context.getNodeParameter('resource', itemIndex));
	const operation = String(context.getNodeParameter('operation', itemIndex));
	const found = operations[resource]?.[operation];
	if (found) return found;
	throw new NodeOperationError(
		context.getNode(),
		`Willo has no operation '${operation}' of the resource '${resource}'`,
		{ description: "Choose the fields 'Resource' and 'Operation' from their lists", itemIndex },
	);
}

export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Interview', value: 'interview' },
			{ name: 'Participant', value: 'participant' },
		],
		default: 'participant',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['interview'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get an interview',
				description: 'Get one interview with its questions and settings',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many interviews',
				description: 'List the interviews that the API key may see',
			},
		],
		default: 'getAll',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['participant'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get a participant',
				description: 'Get one participant, with the responses once there are any',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many participants',
				description: 'List participants, of one interview or with one email address',
			},
			{
				name: 'Invite',
				value: 'invite',
				action: 'Invite a participant',
				description: 'Invite a person to an interview by email or text message',
			},
		],
		default: 'invite',
	},
	...Object.values(operations)
		.flatMap((ofResource) => Object.values(ofResource))
		.flatMap(({ description }) => description),
];
