import type { AshbyClient } from '../client/client';
import type { Application } from '../client/types';
import { isWhole, readApplication } from './application';
import type { StageEntry } from './history';
import { currentRow } from './history';
import type { WatchedStage } from './watchedStages';
import { ANY_JOB, watchedAs } from './watchedStages';

/** Enough for a person who builds a workflow. */
const MOST_EVENTS = 5;

/** Ashby lists the oldest applications first, so only those of the last 30 days, then 365 days, are searched. */
const WINDOWS_IN_DAYS = [30, 365];

/** The maximum number of rows to read for a test event, in ten requests. */
const MOST_ROWS = 1000;

const DAY_MS = 24 * 60 * 60_000;

/**
 * Candidates who are currently in the watched stages, latest entries first. Doesn't use or change the state.
 *
 * @throws ApiFailure if Ashby can't be read
 */
export async function testEvents(
	client: AshbyClient,
	watchedStages: WatchedStage[],
): Promise<StageEntry[]> {
	const jobs = watchedStages.some(({ jobId }) => jobId === ANY_JOB)
		? [undefined]
		: [...new Set(watchedStages.map(({ jobId }) => jobId))];
	let found: Application[] = [];
	for (const days of WINDOWS_IN_DAYS) {
		found = [];
		for (const jobId of jobs) {
			const createdAfter = Date.now() - days * DAY_MS;
			const rows = await client.firstRows<Application>('application.list', MOST_ROWS, {
				createdAfter,
				jobId,
			});
			found.push(
				...rows
					.filter(isWhole)
					.filter(
						(row) => watchedAs(watchedStages, row.job.id, row.currentInterviewStage).length > 0,
					),
			);
		}
		if (found.length > 0) break;
	}
	const latest = found
		.sort((a, b) => String(b.updatedAt).localeCompare(String(a.updatedAt)))
		.slice(0, MOST_EVENTS);
	const entries: StageEntry[] = [];
	for (const { id } of latest) {
		const application = await readApplication(client, id);
		const row = application && currentRow(application);
		if (row) entries.push({ application, row });
	}
	return entries.sort((a, b) => b.row.enteredStageAt.localeCompare(a.row.enteredStageAt));
}
