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
import { ExistingNotes } from './actions/candidate/existingNotes';
import { ashbyClient } from './client/client';
import { Metadata } from './client/metadata';
import { askForKey } from './client/missingPermissions';
import { ashbyApiTest } from './methods/credentialTest';
import {
	searchApplicationStages,
	searchCandidates,
	searchJobs,
	searchJobsOrAny,
	searchStages,
} from './methods/listSearch';
import { getArchiveReasons, getUsers } from './methods/loadOptions';
import {
	searchCustomFields,
	searchCustomFieldValues,
	searchFeedbackFields,
	searchFeedbackForms,
	searchFeedbackValues,
	searchTags,
} from './methods/metadataSearch';

export class Ashby implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ashby',
		name: 'ashby',
		icon: { light: 'file:../../icons/ashby.svg', dark: 'file:../../icons/ashby.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(resources, {
			'application.changeStage': { parameter: 'stage', label: 'Move to' },
			'candidate.addTag': { parameter: 'tag', label: 'Add tag' },
			'candidate.removeTag': { parameter: 'tag', label: 'Remove tag' },
		}),
		description: 'Work with candidates, applications, and jobs in Ashby',
		defaults: { name: 'Ashby' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ashbyApi', required: true, testedBy: 'ashbyApiTest' }],
		properties: propertiesOf(resources, 'candidate'),
	};

	methods = {
		credentialTest: { ashbyApiTest },
		listSearch: {
			searchApplicationStages,
			searchCandidates,
			searchCustomFields,
			searchCustomFieldValues,
			searchFeedbackFields,
			searchFeedbackForms,
			searchFeedbackValues,
			searchJobs,
			searchJobsOrAny,
			searchStages,
			searchTags,
		},
		loadOptions: { getArchiveReasons, getUsers },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const client = await ashbyClient(this);
		return await runOperations(
			{
				context: this,
				client,
				ask: async () => await askForKey(client),
				metadata: new Metadata(client),
				notes: new ExistingNotes(client),
			},
			resources,
		);
	}
}
