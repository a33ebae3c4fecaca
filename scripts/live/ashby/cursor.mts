/** Whether a cursor remembers the filters of its first page. */
import { PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import type { Application } from '../../../nodes/Ashby/client/types.ts';
import { unlessKind } from '../failure.mts';
import type { Session } from '../session.mts';
import { pageOfApplications } from './pages.mts';

interface Narrowed {
	filter: { status?: string; jobId?: string };
	fits: (row: Application) => boolean;
}

/** A filter that skips a row between two others, so that the second page must differ. */
function tellingFilter(rows: Application[]): Narrowed | undefined {
	const choices = rows.flatMap<Narrowed>(({ status, job }) => [
		{ filter: { status }, fits: (row) => row.status === status },
		{ filter: { jobId: job.id }, fits: (row) => row.job.id === job.id },
	]);
	return choices.find(({ fits }) => {
		const first = rows.findIndex(fits);
		const last = rows.map(fits).lastIndexOf(true);
		return rows.slice(first, last).some((row) => !fits(row));
	});
}

/** Takes two requests. */
export async function askAboutCursor(
	{ findings }: Session,
	client: AshbyClient,
	rows: Application[],
): Promise<void> {
	const id = 'ashby-cursor-filters';
	const telling = tellingFilter(rows.slice(0, PAGE_SIZE));
	if (!telling)
		return findings.notShown([id], 'The first applications have one job and one status');
	const { nextCursor } = await pageOfApplications(client, { ...telling.filter, limit: 1 });
	if (!nextCursor) return findings.notShown([id], 'A narrowed listing had one page only');
	const second = await pageOfApplications(client, { cursor: nextCursor }).catch(
		unlessKind('refused'),
	);
	if (second?.results.length === 0) return findings.notShown([id], 'The second page was empty');
	const isKept = second?.results.every(telling.fits) ?? false;
	findings.settle(id, isKept ? 'A' : 'B', 'The second page was requested with the cursor alone');
}
