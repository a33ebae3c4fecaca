import { createHash } from 'node:crypto';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { askForEditor, byTitle, choiceName } from '../../shared/node/editor';
import { textOf } from '../../shared/node/parameters';
import { plain } from '../../shared/text';
import type { AshbyClient } from '../client/client';
import { ashbyClient, PAGE_SIZE } from '../client/client';
import { stagesOfJob } from '../client/stages';
import { stageTitles } from '../client/stageTitles';
import type { Application, Candidate, Job } from '../client/types';
import { ANY_JOB } from '../stageEntry/watchedStages';

const ANY_JOB_ITEM: INodeListSearchItems = { name: 'Any Job', value: ANY_JOB };

/** The editor only loads more when the list is scrolled, so a page must be at least this long. */
const ENOUGH_TO_SCROLL = 20;

/** How many pages of jobs to search at most if Ashby's own search finds nothing. */
const MOST_PAGES = 10;

/** For how many jobs with the same title to look up the location, with one request each. */
const MOST_LOCATIONS = 10;

/** Jobs, open ones first, then drafts and closed ones; with a filter, those found by title or requisition. */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await askForEditor(
		this,
		ashbyClient,
		async (client) => await listJobs(client, filter, paginationToken),
	);
}

/** The same with 'Any Job' at the top. */
export async function searchJobsOrAny(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const jobs = await searchJobs.call(this, filter, paginationToken);
	if (paginationToken || !matches(ANY_JOB_ITEM.name, filter)) return jobs;
	return { ...jobs, results: [ANY_JOB_ITEM, ...jobs.results.filter(({ value }) => value)] };
}

/** The stages of the job that is selected in the same row, in the parameter `job`. */
export async function searchStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const jobId = textOf(this.getCurrentNodeParameter('&job'));
	if (jobId === ANY_JOB) return await searchStageTitles.call(this, filter);
	if (!jobId) {
		throw new NodeOperationError(this.getNode(), 'Select a job first, or choose By Name', {
			description: "This list shows the job's stages",
		});
	}
	if (!isId(jobId)) {
		throw new NodeOperationError(
			this.getNode(),
			'The job is an expression. Choose By Name or By ID',
			{
				description: 'This list shows the stages of one job',
			},
		);
	}
	return await askForEditor(
		this,
		ashbyClient,
		async (client) => await stageItems(this, client, jobId, filter),
	);
}

/** The stages of the job of the application in the parameter `applicationId`; if it isn't known, those of all plans. */
export async function searchApplicationStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const applicationId = textOf(this.getCurrentNodeParameter('applicationId'));
	const { mode } = Object(this.getCurrentNodeParameter('applicationId')) as { mode?: string };
	// Before the step before has run, an expression has no value.
	if (mode === 'candidate' || !isId(applicationId)) {
		return await searchStageTitles.call(this, filter);
	}
	return await askForEditor(this, ashbyClient, async (client) => {
		const { results } = await client.call<Application>('application.info', { applicationId });
		return await stageItems(this, client, results.job.id, filter);
	});
}

/** The titles of the stages of all interview plans, each with the number of plans. The value is the title. */
async function searchStageTitles(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await askForEditor(this, ashbyClient, async (client) => {
		const { apiKey } = await this.getCredentials('ashbyApi');
		const key = createHash('sha256').update(String(apiKey)).digest('hex');
		const titles = await stageTitles(client, key);
		const items = titles.map(({ title, plans }) => ({
			name: choiceName(title, plans === 1 ? '1 plan' : `${plans} plans`),
			value: title,
		}));
		return { results: items.filter(({ name }) => matches(name, filter)) };
	});
}

/** Candidates by name, or by email if the filter contains an @. Requires a filter, since there are thousands. */
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

/** Most people look for open jobs, so all of them come before the others. */
const STATUSES = [['Open'], ['Draft', 'Closed']];

/** Shown as an item, because n8n hides the search field below an error. */
const NOTHING_FOUND = 'No job found. Archived and confidential jobs are left out';

async function listJobs(
	client: AshbyClient,
	filter: string | undefined,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	const sought = filter?.trim();
	if (sought) {
		const found = await findJobs(client, sought);
		return {
			results: found.length > 0 ? jobItems(found, sought) : [{ name: NOTHING_FOUND, value: '' }],
		};
	}
	const jobs: Job[] = [];
	let token = paginationToken;
	let pages = 0;
	// All jobs of a group are read at once, because Ashby doesn't sort them.
	do {
		const page = await pageOfJobs(client, token);
		jobs.push(...page.jobs);
		token = page.next;
		pages++;
	} while (token && pages < MOST_PAGES && (jobs.length < ENOUGH_TO_SCROLL || !token.endsWith(':')));
	return { results: jobItems(jobs), paginationToken: token };
}

/**
 * How `job.search` compares titles isn't documented, so if it finds nothing, the list is searched. It only finds
 * requisitions by their full ID.
 */
async function findJobs(client: AshbyClient, sought: string): Promise<Job[]> {
	const found = new Map<string, Job>();
	const searches: IDataObject[] = [{ title: sought }];
	if (/\d/.test(sought)) searches.push({ requisitionId: sought });
	for (const search of searches) {
		const { results } = await client.call<Job[]>('job.search', search);
		for (const job of results) if (job.status !== 'Archived') found.set(job.id, job);
	}
	if (found.size > 0) return await withLocations(client, [...found.values()]);
	const listed: Job[] = [];
	let token: string | undefined;
	let pages = 0;
	do {
		const page = await pageOfJobs(client, token);
		listed.push(...page.jobs.filter((job) => matches(nameOf(job, true), sought)));
		token = page.next;
	} while (token && ++pages < MOST_PAGES);
	return listed;
}

async function pageOfJobs(
	client: AshbyClient,
	token: string | undefined,
): Promise<{ jobs: Job[]; next?: string }> {
	const [, group = '0', cursor = ''] = /^(\d):(.*)$/s.exec(token ?? '') ?? [];
	const { results, moreDataAvailable, nextCursor } = await client.call<Job[]>('job.list', {
		status: STATUSES[Number(group)],
		limit: PAGE_SIZE,
		cursor: cursor || undefined,
		expand: ['location'],
	});
	if (moreDataAvailable && nextCursor) return { jobs: results, next: `${group}:${nextCursor}` };
	const following = Number(group) + 1;
	return { jobs: results, ...(following < STATUSES.length ? { next: `${following}:` } : {}) };
}

/** A search returns no locations. They are looked up for jobs that would otherwise look the same. */
async function withLocations(client: AshbyClient, jobs: Job[]): Promise<Job[]> {
	const shared = jobs.filter((job) => sharesTitle(job, jobs)).slice(0, MOST_LOCATIONS);
	const located = new Map<string, Job>();
	for (const { id } of shared) {
		const { results } = await client.call<Job>('job.info', { id, expand: ['location'] });
		located.set(id, results);
	}
	return jobs.map((job) => located.get(job.id) ?? job);
}

/** Open jobs first, each group in alphabetical order. */
function jobItems(jobs: Job[], sought?: string): INodeListSearchItems[] {
	const isOpen = ({ status }: Job) => Number(status === 'Open');
	return [...jobs]
		.sort((one, other) => isOpen(other) - isOpen(one) || byTitle(one.title, other.title))
		.map((job) => {
			const needsDetails = sharesTitle(job, jobs) || !matches(job.title, sought);
			return { name: nameOf(job, needsDetails), value: job.id };
		});
}

function sharesTitle({ id, title }: Job, jobs: Job[]): boolean {
	return jobs.some((other) => other.title === title && other.id !== id);
}

function nameOf(
	{ title, status, location, customRequisitionId }: Job,
	withDetails: boolean,
): string {
	const details = withDetails ? [location?.name, customRequisitionId] : [];
	return choiceName(title, status === 'Open' ? null : status, ...details);
}

/** @throws NodeOperationError if there is nothing to list, which n8n would show as a search without results */
async function stageItems(
	context: ILoadOptionsFunctions,
	client: AshbyClient,
	jobId: string,
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const plans = await stagesOfJob(client, jobId);
	const items = plans.flatMap(({ title: planTitle, stages }) =>
		stages.map(({ id, title }, index) => ({
			name: choiceName(title, `${index + 1} of ${stages.length}`, planTitle),
			value: id,
		})),
	);
	if (items.length === 0) {
		throw new NodeOperationError(
			context.getNode(),
			'This job has no stages. Give it an interview plan in Ashby',
		);
	}
	return { results: items.filter(({ name }) => matches(name, filter)) };
}

function isId(text: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function matches(name: string, filter: string | undefined): boolean {
	return plain(name).includes(plain(filter));
}
