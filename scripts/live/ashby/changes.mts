/** Facts shown by a change to an application: the token of an empty listing, and incremental runs. */
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import type { Application } from '../../../nodes/Ashby/client/types.ts';
import { isTaken } from '../failure.mts';
import type { Session } from '../session.mts';
import { firstPages, MOST_PAGES, pageOfApplications } from './pages.mts';
import type { NarrowedToken } from './reads.mts';

const MINUTE_MS = 60_000;
const RECENT_MS = 14 * 24 * 60 * MINUTE_MS;
/** A `Date` header has no fractions of a second. */
const HEADER_MS = 1_000;

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
	const looks = minutes + 1;
	const group = {
		title: 'what has changed meanwhile',
		asks: `The applications of the last two weeks and what the token shows, ${looks === 1 ? 'once' : `up to ${looks} times in ${minutes} minutes: move two test candidates now, the one who applied last first`}`,
		atMost: looks * (MOST_PAGES + 1) + 3,
		facts: ['ashby-narrowed-token', 'ashby-incremental-order', 'ashby-token-later-pages'],
	};
	await session.ask(group, async () => {
		for (let look = 1; look <= looks; look++) {
			if (look > 1) await session.around.wait(MINUTE_MS);
			const createdAfter = client.now() - RECENT_MS;
			const recent = await firstPages<Application>(client, 'application.list', { createdAfter });
			const changed = recent.rows.filter(
				({ updatedAt }) => Date.parse(updatedAt) >= narrowed.at + HEADER_MS,
			);
			const ids = changed.map(({ id }) => id);
			if (await compare(session, client, narrowed, ids)) return undefined;
		}
		return 'Nothing changed while the command ran: run it with --wait 10, and move candidates';
	});
}

/**
 * Compares the token's answer with the known changes.
 *
 * @returns whether a change can show nothing more
 */
export async function compare(
	session: Session,
	client: AshbyClient,
	{ token: syncToken }: NarrowedToken,
	changed: string[],
): Promise<boolean> {
	const { findings } = session;
	const { results: rows } = await pageOfApplications(client, { syncToken });
	const missing = changed.filter((id) => !rows.some((row) => row.id === id));
	if (rows.length > 0 || missing.length > 0) {
		findings.tell(
			'ashby-narrowed-token',
			`${changed.length} known to have changed, ${rows.length} shown by the token, ${missing.length} missing`,
			{ A: missing.length === 0, B: rows.length === 0 },
		);
	}
	if (rows.length < 2) return rows.length === 0 && missing.length > 0;
	findOrder(session, rows);
	await findLaterPages(session, client, 'application.list', { syncToken });
	return true;
}

function findOrder({ findings }: Session, rows: Application[]): void {
	const id = 'ashby-incremental-order';
	const isAscending = (times: string[]) =>
		times.every((time, index) => index === 0 || Date.parse(times[index - 1]) <= Date.parse(time));
	const byCreation = isAscending(rows.map(({ createdAt }) => createdAt));
	const byChange = isAscending(rows.map(({ updatedAt }) => updatedAt));
	if (byCreation && byChange) {
		findings.notShown([id], 'They changed in the order in which they were created');
	} else findings.tell(id, `${rows.length} applications`, { A: byCreation, B: byChange });
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
	if (!cursor) return findings.notShown([id], 'An incremental run had one page only');
	const isPage = async (syncToken?: string) =>
		await isTaken(client.call(method, { ...body, syncToken, cursor, limit: 1 }));
	const alone = await isPage();
	const both = await isPage(body.syncToken);
	const said = (is: boolean) => (is ? 'taken' : 'refused');
	findings.tell(id, `The cursor alone was ${said(alone)}, with the token ${said(both)}`, {
		A: alone && both,
		B: both && !alone,
		C: alone && !both,
	});
}
