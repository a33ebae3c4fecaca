import type { AshbyClient } from '../client/client';
import { isNotFound } from '../client/failures';
import type { ApplicationWithHistory, HistoryRow } from '../client/types';

/**
 * An application with its history as of one moment, or undefined when it has been deleted.
 *
 * @throws ApiFailure when Ashby cannot be read
 */
export async function readApplication(
	client: Pick<AshbyClient, 'call' | 'rows'>,
	applicationId: string,
): Promise<ApplicationWithHistory | undefined> {
	const application = await client
		.call<ApplicationWithHistory>('application.info', { applicationId })
		.then(({ results }) => results)
		.catch((error: unknown) => {
			if (isNotFound(error)) return undefined;
			throw error;
		});
	if (!application) return undefined;
	// Recorded answers always hold it, though the description does not require it.
	application.applicationHistory ??= await listHistory(client, applicationId);
	return application;
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
