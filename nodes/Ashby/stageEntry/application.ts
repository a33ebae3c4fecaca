import { undefinedIf } from '../../shared/api/failure';
import type { AshbyClient } from '../client/client';
import { isNotFound } from '../client/failures';
import type { Application, ApplicationWithHistory, HistoryRow } from '../client/types';

/**
 * Whether a row of a listing or a delivery can be used. Invalid rows must not keep the others from being read.
 */
export function isWhole(row: unknown): row is Application {
	const { id, candidate, job, currentInterviewStage: stage } = (row ?? {}) as Partial<Application>;
	return (
		typeof id === 'string' &&
		[candidate?.id, job?.id, stage?.id, stage?.title].every((value) => typeof value === 'string')
	);
}

/** The candidate's name, undefined if Ashby returns no text. */
export function nameOf({ candidate: { name } }: Application): string | undefined {
	return typeof name === 'string' && name !== '' ? name : undefined;
}

function isRow(row: unknown): row is HistoryRow {
	const { id, stageId, title, enteredStageAt, stageNumber } = (row ?? {}) as Partial<HistoryRow>;
	const texts = [id, stageId, title, enteredStageAt];
	return texts.every((value) => typeof value === 'string') && typeof stageNumber === 'number';
}

/**
 * An application with its history at the same point in time, or undefined if it was deleted.
 *
 * @throws ApiFailure if Ashby can't be read
 */
export async function readApplication(
	client: Pick<AshbyClient, 'call' | 'rows'>,
	applicationId: string,
): Promise<ApplicationWithHistory | undefined> {
	const asked = client.call<ApplicationWithHistory>('application.info', { applicationId });
	const application = (await undefinedIf(isNotFound, asked))?.results;
	if (!application) return undefined;
	// Recorded answers always include it, although the description doesn't require it.
	const rows = application.applicationHistory ?? (await listHistory(client, applicationId));
	return { ...application, applicationHistory: rows.filter(isRow) };
}

async function listHistory(
	client: Pick<AshbyClient, 'rows'>,
	applicationId: string,
): Promise<HistoryRow[]> {
	const rows: HistoryRow[] = [];
	const read = client.rows<HistoryRow>('application.listHistory', { applicationId });
	for await (const row of read) rows.push(row);
	return rows;
}
