import type { IDataObject } from 'n8n-workflow';
import { undefinedIf } from '../../shared/api/failure';
import type { AshbyClient } from '../client/client';
import { PAGE_SIZE } from '../client/client';
import { lacksPermission } from '../client/failures';
import { Metadata } from '../client/metadata';
import type { Job } from '../client/types';

export type JobWithFields = Omit<Job, 'customFields'> & { customFields: IDataObject };

/** The custom fields of jobs by title. Each job is read once, and a failure is that of all its candidates. */
export class JobFields {
	private readonly known = new Map<string, Promise<IDataObject>>();

	constructor(private readonly client: Pick<AshbyClient, 'call'>) {}

	async of(jobId: string): Promise<IDataObject> {
		const known =
			this.known.get(jobId) ??
			jobWithFields(this.client, jobId).then(({ customFields }) => customFields);
		this.known.set(jobId, known);
		return await known;
	}
}

/**
 * A job with its custom fields by title. `job.info` has them with jobsRead alone (Ashby's API description). Whether it
 * lists fields without a value isn't documented, so a field that is missing may be empty.
 *
 * @returns the job as Ashby describes it, with `customFields: {title: value}`. The value of a select field is that of the
 *   choice, not its label. If fields share a title, the first one with a value counts.
 * @throws ApiFailure, also if the job doesn't exist or the key may not see it
 */
export async function jobWithFields(
	client: Pick<AshbyClient, 'call'>,
	jobId: string,
): Promise<JobWithFields> {
	const { results } = await client.call<Job>('job.info', { id: jobId });
	const values = new Map<string, unknown>();
	for (const { title, value } of results.customFields ?? []) {
		if ((values.get(title) ?? null) === null) values.set(title, value ?? null);
	}
	return { ...results, customFields: Object.fromEntries(values) as IDataObject };
}

/** The custom fields that jobs have, with their types if the key may read them. */
export interface KnownFields {
	fields: Array<{ title: string; fieldType?: string }>;
	/** Whether there are no others. */
	areAll: boolean;
}

/**
 * The custom fields of jobs. Without hiringProcessMetadataRead, they are those that the first 100 jobs list. If one of
 * them is empty, Ashby also lists fields without a value, so there are no others.
 *
 * @throws ApiFailure if Ashby can't be read
 */
export async function fieldsOfJobs(client: AshbyClient): Promise<KnownFields> {
	const listed = await undefinedIf(lacksPermission, new Metadata(client).customFields('Job'));
	if (listed) return { fields: listed, areAll: true };
	const jobs = await client.firstRows<Job>('job.list', PAGE_SIZE);
	const fields = jobs.flatMap(({ customFields }) => customFields ?? []);
	return { fields, areAll: fields.some(({ value }) => (value ?? null) === null) };
}
