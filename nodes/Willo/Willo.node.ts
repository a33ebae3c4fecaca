import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { toNodeError } from '../shared/failure';
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
		const output: INodeExecutionData[] = [];
		for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
			try {
				const results = await operationOf(run, itemIndex).execute(run, itemIndex);
				output.push(...results.map((json) => ({ json, pairedItem: { item: itemIndex } })));
			} catch (error) {
				const shown = toNodeError(this.getNode(), error, itemIndex);
				if (!this.continueOnFail()) throw shown;
				// Nothing beside the message: older versions of n8n send only such items to the error output.
				output.push({ json: { error: shown.message }, pairedItem: { item: itemIndex } });
			}
		}
		return [output];
	}
}
