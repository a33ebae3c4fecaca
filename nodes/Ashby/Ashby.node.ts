import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forEachItem } from '../shared/items';
import { description, OPERATIONS } from './actions';
import { StandingNotes } from './actions/candidate/standingNotes';
import type { Operation } from './actions/operation';
import { ashbyClient } from './client/client';
import { ashbyApiTest } from './credentialTest';
import {
	getArchiveReasons,
	searchApplicationStages,
	searchCandidates,
	searchJobs,
} from './listSearch';

export class Ashby implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ashby',
		name: 'ashby',
		icon: { light: 'file:../../icons/ashby.svg', dark: 'file:../../icons/ashby.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Work with candidates, applications and jobs in Ashby',
		defaults: { name: 'Ashby' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ashbyApi', required: true, testedBy: 'ashbyApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Application', value: 'application' },
					{ name: 'Candidate', value: 'candidate' },
					{ name: 'Job', value: 'job' },
				],
				default: 'candidate',
			},
			...description,
		],
	};

	methods = {
		credentialTest: { ashbyApiTest },
		listSearch: { searchApplicationStages, searchCandidates, searchJobs },
		loadOptions: { getArchiveReasons },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// One client for all items, so that many items are paced together.
		const client = await ashbyClient(this);
		const notes = new StandingNotes(client);
		const operationOf = (itemIndex: number): Operation => {
			const resource = this.getNodeParameter('resource', itemIndex) as string;
			const operation = this.getNodeParameter('operation', itemIndex) as string;
			return OPERATIONS[resource][operation];
		};
		return await forEachItem(
			this,
			async (itemIndex) =>
				await operationOf(itemIndex).execute.call(this, client, itemIndex, notes),
			(itemIndex) => ({ finishesAll: operationOf(itemIndex).finishesAll ?? false }),
		);
	}
}
