import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forEachItem } from '../shared/items';
import { operationOf, properties } from './actions';
import type { Run } from './actions/operation';
import { willoClient } from './client/client';
import { getInterviews, searchInterviews, searchParticipants, willoApiTest } from './methods';

export class Willo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Willo',
		name: 'willo',
		icon: { light: 'file:../../icons/willo.svg', dark: 'file:../../icons/willo.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Invite people to Willo video interviews and read their responses',
		defaults: { name: 'Willo' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'willoApi', required: true, testedBy: 'willoApiTest' }],
		properties,
	};

	methods = {
		credentialTest: { willoApiTest },
		listSearch: { searchInterviews, searchParticipants },
		loadOptions: { getInterviews },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const run: Run = {
			context: this,
			client: await willoClient(this),
			linkedInterviews: new Map(),
		};
		return await forEachItem(
			this,
			async (itemIndex) => await operationOf(run, itemIndex).execute(run, itemIndex),
			(itemIndex) => ({ finishesAll: operationOf(run, itemIndex).finishesAll ?? false }),
		);
	}
}
