/** Facts about Ashby's list of applications that need no writes: its tokens, pages, and filters. */
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import { PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type { Application, HistoryRow } from '../../../nodes/Ashby/client/types.ts';
import { isTaken, unlessKind } from '../failure.mts';
import type { Session } from '../session.mts';

/** The token of an empty listing and its time, in ms by Ashby's clock. */
export interface NarrowedToken {
	token: string;
	at: number;
}

const YEAR_MS = 365 * 24 * 60 * 60_000;
const MOST_PAGES = 3;
/** A page with fewer rows says little about how long a full one takes. */
const FULL_ENOUGH = 50;

/** An empty listing returns a token at once. No application was created in the future. */
export async function askForToken(
	session: Session,
	client: AshbyClient,
): Promise<NarrowedToken | undefined> {
	const { findings } = session;
	let narrowed: NarrowedToken | undefined;
	await session.group(
		{
			title: 'sync tokens',
			asks: 'An empty listing for its token, the token at once, and the token with a filter',
			atMost: 3,
			facts: ['ashby-token-unchanged', 'ashby-token-with-filters'],
		},
		async () => {
			const createdAfter = client.now() + YEAR_MS;
			const filtered = { limit: PAGE_SIZE, createdAfter };
			const first = await client.call<Application[]>('application.list', filtered);
			if (!first.syncToken) {
				for (const id of ['ashby-narrowed-token', 'ashby-token-unchanged']) {
					findings.neither(id, 'An empty listing gave no token at all');
				}
				return;
			}
			const token = first.syncToken;
			narrowed = { token, at: first.serverTime ?? client.now() };
			const again = await client.call<Application[]>('application.list', {
				limit: PAGE_SIZE,
				syncToken: token,
			});
			if (again.results.length > 0) {
				const how = 'The token of an empty listing showed an application, sent without its filter';
				findings.settle('ashby-narrowed-token', 'A', how);
				findings.notShown('ashby-token-unchanged', 'Something changed at that moment');
			} else if (again.syncToken === token) {
				findings.settle('ashby-token-unchanged', 'A', 'The same token came back');
			} else if (again.syncToken) {
				findings.settle('ashby-token-unchanged', 'B', 'Another token came back');
			} else {
				findings.settle('ashby-token-unchanged', 'C', 'No token came back');
			}
			const withFilter = await isTaken(
				client.call('application.list', { ...filtered, syncToken: token }),
			);
			findings.settle(
				'ashby-token-with-filters',
				withFilter ? 'A' : 'B',
				`A token with createdAfter was ${withFilter ? 'taken' : 'refused'}`,
			);
		},
	);
	return narrowed;
}

export async function askForApplications(
	session: Session,
	client: AshbyClient,
): Promise<Application[]> {
	const { findings } = session;
	const rows: Application[] = [];
	await session.group(
		{
			title: 'applications',
			asks: `The first ${MOST_PAGES} pages, one page with a limit of 101, two narrowed ones, and one history`,
			atMost: MOST_PAGES + 4,
			facts: ['ashby-page-time', 'ashby-limit', 'ashby-cursor-filters', 'ashby-absent'],
		},
		async () => {
			let cursor: string | undefined;
			for (let pages = 0; pages < MOST_PAGES; pages++) {
				const page = await client.call<Application[]>('application.list', {
					limit: PAGE_SIZE,
					cursor,
				});
				rows.push(...page.results);
				cursor = page.moreDataAvailable ? page.nextCursor : undefined;
				if (!cursor) break;
			}
			timePages(session);
			const taken = await isTaken(client.call('application.list', { limit: PAGE_SIZE + 1 }));
			const { results } = Object(session.latest.answer.body) as { results?: unknown[] };
			const many = (results?.length ?? 0) > PAGE_SIZE;
			if (many) findings.neither('ashby-limit', 'A limit of 101 gave more than 100 rows');
			else {
				const how = `A limit of 101 was ${taken ? 'taken' : 'refused'}`;
				findings.settle('ashby-limit', taken ? 'B' : 'A', how);
			}
			await askWithCursor(session, client, rows);
			if (rows.length === 0) return;
			await client.call<HistoryRow[]>('application.listHistory', { applicationId: rows[0].id });
		},
	);
	return rows;
}

function timePages({ seen, findings }: Session): void {
	const times = seen
		.filter(({ endpoint, answer }) => {
			const { results } = Object(answer.body) as { results?: unknown[] };
			return endpoint === 'application.list' && (results?.length ?? 0) >= FULL_ENOUGH;
		})
		.map(({ ms }) => ms)
		.sort((a, b) => a - b);
	if (times.length === 0) {
		findings.notShown('ashby-page-time', `No page held ${FULL_ENOUGH} applications`);
		return;
	}
	const median = times[Math.floor(times.length / 2)];
	const how = `Median of ${times.length} pages: ${(median / 1000).toFixed(1)} s`;
	findings.settle('ashby-page-time', median >= 1000 ? 'A' : 'B', how);
}

type Narrowed = {
	filter: { status?: string; jobId?: string };
	fits: (row: Application) => boolean;
};

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

async function askWithCursor(
	{ findings }: Session,
	client: AshbyClient,
	rows: Application[],
): Promise<void> {
	const id = 'ashby-cursor-filters';
	const telling = tellingFilter(rows.slice(0, PAGE_SIZE));
	if (!telling) {
		findings.notShown(id, 'The first applications have one job and one status');
		return;
	}
	const { filter, fits } = telling;
	const first = await client.call<Application[]>('application.list', { ...filter, limit: 1 });
	if (!first.nextCursor) {
		findings.notShown(id, 'A narrowed listing had one page only');
		return;
	}
	const second = await client
		.call<Application[]>('application.list', { cursor: first.nextCursor, limit: PAGE_SIZE })
		.catch(unlessKind('refused'));
	if (!second) findings.settle(id, 'B', 'A cursor without its filters was refused');
	else if (second.results.some((row) => !fits(row))) {
		findings.settle(id, 'B', 'The second page showed what the filter leaves out');
	} else if (second.results.length > 0) {
		findings.settle(id, 'A', 'The second page showed what the filter keeps, and nothing else');
	} else findings.notShown(id, 'The second page was empty');
}
