/** Facts shown by a change to an application: the token of an empty listing, and incremental runs. */
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import { PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type { Application } from '../../../nodes/Ashby/client/types.ts';
import { isTaken } from '../failure.mts';
import type { Session } from '../session.mts';
import type { NarrowedToken } from './applications.mts';

const MINUTE_MS = 60_000;
const RECENT_MS = 14 * 24 * 60 * MINUTE_MS;
const MOST_PAGES = 3;
/** A `Date` header has no fractions of a second. */
const HEADER_MS = 1_000;

const FACTS = ['ashby-narrowed-token', 'ashby-incremental-order', 'ashby-token-later-pages'];

/**
 * Checks now and every minute whether an application has changed since the token was returned. The pages of recent
 * applications show this independently of the token. They are read first, so the token's answer must include the same
 * changes.
 */
export async function watchChanges(
	session: Session,
	client: AshbyClient,
	narrowed: NarrowedToken,
	minutes: number,
): Promise<void> {
	const { findings, around } = session;
	const looks = minutes + 1;
	await session.group(
		{
			title: 'what has changed meanwhile',
			asks: `The applications of the last two weeks and what the token shows, ${looks === 1 ? 'once' : `up to ${looks} times in ${minutes} minutes: move two test candidates now, the one who applied last first`}`,
			atMost: looks * (MOST_PAGES + 1) + 3,
			facts: FACTS,
		},
		async () => {
			for (let look = 1; look <= looks; look++) {
				if (look > 1) await around.wait(MINUTE_MS);
				const changed = await recentlyChanged(client, narrowed.at);
				if (await compare(session, client, narrowed, changed)) return;
			}
			const why =
				'Nothing changed while the command ran: run it with --wait 10, and move candidates';
			for (const id of FACTS) findings.notShown(id, why);
		},
	);
}

/** The IDs of recent applications that changed after a time by Ashby's clock. */
async function recentlyChanged(client: AshbyClient, at: number): Promise<string[]> {
	const changed: string[] = [];
	const createdAfter = client.now() - RECENT_MS;
	let cursor: string | undefined;
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const page = await client.call<Application[]>('application.list', {
			limit: PAGE_SIZE,
			createdAfter,
			cursor,
		});
		const since = page.results.filter(({ updatedAt }) => Date.parse(updatedAt) >= at + HEADER_MS);
		changed.push(...since.map(({ id }) => id));
		cursor = page.moreDataAvailable ? page.nextCursor : undefined;
		if (!cursor) break;
	}
	return changed;
}

/**
 * Compares the token's answer with the known changes.
 *
 * @returns whether a change can show nothing more
 */
export async function compare(
	session: Session,
	client: AshbyClient,
	{ token }: NarrowedToken,
	changed: string[],
): Promise<boolean> {
	const { findings } = session;
	const { results: rows } = await client.call<Application[]>('application.list', {
		limit: PAGE_SIZE,
		syncToken: token,
	});
	const missing = changed.filter((id) => !rows.some((row) => row.id === id));
	const counts = `${changed.length} known to have changed, ${rows.length} shown by the token`;
	if (rows.length > 0 && missing.length === 0) {
		findings.settle('ashby-narrowed-token', 'A', counts);
	} else if (rows.length > 0) {
		findings.neither('ashby-narrowed-token', `${counts}, ${missing.length} missing`);
	} else if (changed.length > 0) {
		findings.settle('ashby-narrowed-token', 'B', counts);
		return true;
	}
	if (rows.length < 2) return false;
	findOrder(session, rows);
	await findLaterPages(session, client, 'application.list', { syncToken: token });
	return true;
}

function findOrder({ findings }: Session, rows: Application[]): void {
	const id = 'ashby-incremental-order';
	const isAscending = (times: string[]) =>
		times.every((time, index) => index === 0 || Date.parse(times[index - 1]) <= Date.parse(time));
	const byCreation = isAscending(rows.map(({ createdAt }) => createdAt));
	const byChange = isAscending(rows.map(({ updatedAt }) => updatedAt));
	const how = `${rows.length} applications`;
	if (byCreation && byChange) {
		findings.notShown(id, 'They changed in the order in which they were created');
	} else if (byCreation) findings.settle(id, 'A', how);
	else if (byChange) findings.settle(id, 'B', how);
	else findings.neither(id, `${how} in neither order`);
}

/** Requests the second page of an incremental run in both ways. Takes three requests. */
export async function findLaterPages(
	{ findings }: Session,
	client: AshbyClient,
	method: string,
	body: { syncToken: string; candidateId?: string },
): Promise<void> {
	const id = 'ashby-token-later-pages';
	const { nextCursor: cursor } = await client.call(method, { ...body, limit: 1 });
	if (!cursor) {
		findings.notShown(id, 'An incremental run had one page only');
		return;
	}
	const { syncToken, ...rest } = body;
	const alone = await isTaken(client.call(method, { ...rest, cursor, limit: 1 }));
	const both = await isTaken(client.call(method, { ...rest, syncToken, cursor, limit: 1 }));
	const how = `The cursor alone was ${taken(alone)}, with the token ${taken(both)}`;
	if (!alone && !both) findings.neither(id, how);
	else if (alone && both) findings.settle(id, 'A', how);
	else findings.settle(id, alone ? 'C' : 'B', how);
}

function taken(is: boolean): string {
	return is ? 'taken' : 'refused';
}
