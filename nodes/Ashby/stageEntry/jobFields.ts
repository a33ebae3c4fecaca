import type { IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { AshbyClient } from '../client/client';
import { JobFields } from '../fields/ofJob';
import { includeJobFieldsProperty } from './parameters';

/** Reads each job's custom fields once, undefined unless 'Include Job Fields' is on. */
export function jobFieldsReader(
	context: IPollFunctions | IWebhookFunctions,
	client: AshbyClient,
): ((jobId: string) => Promise<IDataObject>) | undefined {
	if (context.getNodeParameter(includeJobFieldsProperty.name, false) !== true) return undefined;
	const fields = new JobFields(client);
	return async (jobId) => await fields.of(jobId);
}
