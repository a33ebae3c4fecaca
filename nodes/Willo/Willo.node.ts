import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { propertiesOf, runOperations } from '../shared/node/operations';
import { operationSubtitle } from '../shared/node/subtitle';
import { resources } from './actions';
import { askForKey, willoClient } from './client/client';
import { willoApiTest } from './methods/credentialTest';
import { searchInterviews, searchParticipants } from './methods/listSearch';
import { getInterviews } from './methods/loadOptions';

export class Willo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Willo',
		name: 'willo',
		icon: { light: 'file:../../icons/willo.svg', dark: 'file:../../icons/willo.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: operationSubtitle(resources, {
			'participant.invite': { parameter: 'interview' },
		}),
		description: 'Invite people to Willo video interviews and get their responses',
		defaults: { name: 'Willo' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'willoApi', required: true, testedBy: 'willoApiTest' }],
		properties: propertiesOf(resources, 'participant'),
	};

	methods = {
		credentialTest: { willoApiTest },
		listSearch: { searchInterviews, searchParticipants },
		loadOptions: { getInterviews },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const client = await willoClient(this);
		return await runOperations(
			{
				context: this,
				client,
				ask: async () => await askForKey(client),
				interviews: new Map(),
				participants: new Map(),
			},
			resources,
		);
	}
}
