import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { toNodeError } from '../shared/failure';
import { description, OPERATIONS } from './actions';
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
		const output: INodeExecutionData[] = [];
		// One client for all items, so that many items are paced together.
		const client = await ashbyClient(this);
		for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
			try {
				const resource = this.getNodeParameter('resource', itemIndex) as string;
				const operation = this.getNodeParameter('operation', itemIndex) as string;
				const { execute } = OPERATIONS[resource][operation];
				const rows = await execute.call(this, client, itemIndex);
				output.push(...rows.map((json) => ({ json, pairedItem: { item: itemIndex } })));
			} catch (error) {
				const nodeError = toNodeError(this.getNode(), error, itemIndex);
				if (!this.continueOnFail()) throw nodeError;
				output.push({ json: { error: nodeError.message }, pairedItem: { item: itemIndex } });
			}
		}
		return [output];
	}
}
