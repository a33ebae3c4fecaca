import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { askForEditor } from '../../shared/editor';
import { textOf } from '../../shared/parameters';
import type { AshbyClient } from '../client/client';
import { ashbyClient, PAGE_SIZE } from '../client/client';
import { stagesOfJob } from '../client/stages';
import type { Answer, Application, Candidate, Job } from '../client/types';
import { ANY_JOB } from '../stageEntry/watchedStages';

const ANY_JOB_ITEM: INodeListSearchItems = { name: 'Any Job', value: ANY_JOB };

/**
 * The open jobs: a page at a time, or those that `job.search` finds for a title.
 *
 * @param paginationToken the cursor of the next page
 */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await askForEditor(
		this,
		ashbyClient,
		async (client) => await openJobs(client, filter, paginationToken),
	);
}

/** The open jobs as above, under 'Any Job'. */
export async function searchJobsOrAny(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const jobs = await askForEditor(
		this,
		ashbyClient,
		async (client) => await openJobs(client, filter, paginationToken),
	);
	if (paginationToken || !matches(ANY_JOB_ITEM.name, filter)) return jobs;
	return { ...jobs, results: [ANY_JOB_ITEM, ...jobs.results] };
}

/** The stages of the job selected next to the field, in the parameter `job` of the same row. */
export async function searchStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const jobId = textOf(this.getCurrentNodeParameter('&job'));
	if (jobId === ANY_JOB) {
		throw new NodeOperationError(this.getNode(), 'Any Job has no stages of its own to list', {
			description:
				'Choose By Name and type the name of the stage: it is looked for in the interview plan of every job',
		});
	}
	if (!jobId) {
		throw new NodeOperationError(this.getNode(), 'Pick a job first', {
			description: 'The stages listed here are those of the job. By Name works without one',
		});
	}
	return await askForEditor(
		this,
		ashbyClient,
		async (client) => await stageItems(client, jobId, filter),
	);
}

/** The stages that the application of the parameter `applicationId` can be moved to: its job's. */
export async function searchApplicationStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const applicationId = textOf(this.getCurrentNodeParameter('applicationId'));
	if (!applicationId) {
		throw new NodeOperationError(this.getNode(), "Fill in 'Application ID' first", {
			description:
				'The stages listed here are those of the application’s job. By ID works without the list',
		});
	}
	return await askForEditor(this, ashbyClient, async (client) => {
		const { results } = await client.call<Application>('application.info', { applicationId });
		return await stageItems(client, results.job.id, filter);
	});
}

/** Candidates by name, or by email once the filter has an @. Needs a filter: there are thousands. */
export async function searchCandidates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const sought = filter?.trim();
	if (!sought) return { results: [] };
	return await askForEditor(this, ashbyClient, async (client) => {
		const { results } = await client.call<Candidate[]>(
			'candidate.search',
			sought.includes('@') ? { email: sought } : { name: sought },
		);
		return {
			results: results.map(({ id, name, primaryEmailAddress, profileUrl }) => ({
				name: primaryEmailAddress ? `${name} (${primaryEmailAddress.value})` : name,
				value: id,
				url: profileUrl,
			})),
		};
	});
}

async function openJobs(
	client: AshbyClient,
	filter: string | undefined,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	const title = filter?.trim();
	if (title) {
		const { results } = await client.call<Job[]>('job.search', { title });
		return { results: results.filter(({ status }) => status === 'Open').map(jobItem) };
	}
	let page: Answer<Job[]>;
	let cursor = paginationToken;
	do {
		page = await client.call<Job[]>('job.list', { status: ['Open'], limit: PAGE_SIZE, cursor });
		cursor = page.moreDataAvailable ? page.nextCursor : undefined;
		// The editor asks for the next page when the list is scrolled: an empty page would be the last.
	} while (page.results.length === 0 && cursor);
	return { results: page.results.map(jobItem), paginationToken: cursor };
}

function jobItem({ id, title, customRequisitionId }: Job): INodeListSearchItems {
	return { name: customRequisitionId ? `${title} (${customRequisitionId})` : title, value: id };
}

async function stageItems(
	client: AshbyClient,
	jobId: string,
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const plans = await stagesOfJob(client, jobId);
	const items = plans.flatMap(({ title: planTitle, stages }) =>
		stages.map(({ id, title }) => ({
			name: planTitle ? `${title} (${planTitle})` : title,
			value: id,
		})),
	);
	return { results: items.filter(({ name }) => matches(name, filter)) };
}

function matches(name: string, filter: string | undefined): boolean {
	return name.toLowerCase().includes(filter?.trim().toLowerCase() ?? '');
}
