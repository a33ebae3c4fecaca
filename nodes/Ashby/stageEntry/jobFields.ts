import type { IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { AshbyClient } from '../client/client';
import { JobFields } from '../customFields/ofJob';
import type { StageEntry } from './history';
import { readInterview } from './interviewField';
import { includeJobFieldsProperty } from './watchedStagesField';
import type { WatchedStage } from './watchedStages';

/** Reads the custom fields of each job once: for the items, if 'Include Job Fields' is on, and for the interview. */
export class JobsOfEntries {
	private readonly fields: JobFields;
	private readonly isIncluded: boolean;

	constructor(context: IPollFunctions | IWebhookFunctions, client: AshbyClient) {
		this.fields = new JobFields(client);
		this.isIncluded = context.getNodeParameter(includeJobFieldsProperty.name, false) === true;
	}

	async of(jobId: string): Promise<IDataObject> {
		return await this.fields.of(jobId);
	}

	/**
	 * The entry with what the item says about its job.
	 *
	 * @param now by Ashby's clock
	 */
	async addTo(entry: StageEntry, watchedStages: WatchedStage[], now: number): Promise<StageEntry> {
		return {
			...entry,
			jobFields: this.isIncluded ? await this.of(entry.application.job.id) : undefined,
			interview: await readInterview(this, watchedStages, entry, now),
		};
	}
}
