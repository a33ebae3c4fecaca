import type { INodeProperties } from 'n8n-workflow';
import * as changeStage from './changeStage';
import * as get from './get';
import * as getAll from './getAll';

export const operations = { changeStage, get, getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['application'] } },
		options: [
			{
				name: 'Change Stage',
				value: 'changeStage',
				action: 'Change stage of application',
				description: 'Move an application to another interview stage',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get application',
				description: 'Get one application with the history of its stages',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many applications',
				description: 'Get many applications, filtered by job, status or age',
			},
		],
		default: 'get',
	},
	...Object.values(operations).flatMap((operation) => operation.description),
];
