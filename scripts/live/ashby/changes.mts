/** Facts shown by a change to an application: the token of an empty listing, and incremental runs. */
import type { Application } from '../../../nodes/Ashby/client/types.ts';
import { isTaken } from '../session.mts';
import type { AshbySession, NarrowedToken } from './reads.mts';
import { firstPages, MOST_PAGES, pageOfApplications } from './reads.mts';

const MINUTE_MS = 60_000;
const RECENT_MS = 14 * 24 * 60 * MINUTE_MS;
/** A `Date` header has no fractions of a second. */
const HEADER_MS = 1_000;

/**
 * Checks now and every minute whether an application has changed since the token was returned. The pages of recent
 * applications show this independently of the token. They are read first, so the token's answer must include the same
 * changes.
 */
export async function watchChanges(ashby: AshbySession, narrowed: NarrowedToken, minutes: number) {
	const { client } = ashby;
	const looks = minutes + 1;
	const often = `up to ${looks} times in ${minutes} minutes: move two test candidates now, the one who applied last first`;
	const says = `what has changed meanwhile. The applications of the last two weeks and what the token shows, ${looks === 1 ? 'once' : often}`;
	const facts = ['ashby-narrowed-token', 'ashby-incremental-order', 'ashby-token-later-pages'];
	await ashby.ask(says, looks * (MOST_PAGES + 1) + 3, facts, async (notShown) => {
		for (let look = 1; look <= looks; look++) {
			if (look > 1) await ashby.around.wait(MINUTE_MS);
			const createdAfter = client.now() - RECENT_MS;
			const { rows } = await firstPages<Application>(client, 'application.list', { createdAfter });
			const since = narrowed.at + HEADER_MS;
			const changed = rows.filter(({ updatedAt }) => Date.parse(updatedAt) >= since);
			if (await compare(ashby, narrowed, changed)) return;
		}
		notShown('Nothing changed while the command ran: run it with --wait 10, and move candidates');
	});
}

/**
 * Compares the token's answer with the known changes.
 *
 * @returns whether a change can show nothing more
 */
export async function compare(
	ashby: AshbySession,
	{ syncToken }: NarrowedToken,
	changed: { id: string }[],
): Promise<boolean> {
	const { results: rows } = await pageOfApplications(ashby.client, { syncToken });
	const missing = changed.filter(({ id }) => !rows.some((row) => row.id === id));
	if (rows.length > 0 || missing.length > 0) {
		const how = `${changed.length} known to have changed, ${rows.length} shown by the token, ${missing.length} missing`;
		ashby.tell('ashby-narrowed-token', how, missing.length === 0, rows.length === 0);
	}
	if (rows.length < 2) return rows.length === 0 && missing.length > 0;
	const isAscendingBy = (time: 'createdAt' | 'updatedAt') => {
		const times = rows.map((row) => Date.parse(row[time]));
		return times.slice(1).every((each, index) => times[index] <= each);
	};
	const [byCreation, byChange] = [isAscendingBy('createdAt'), isAscendingBy('updatedAt')];
	const order = 'ashby-incremental-order';
	if (byCreation && byChange) {
		ashby.notShown([order], 'They changed in the order in which they were created');
	} else ashby.tell(order, `${rows.length} applications`, byCreation, byChange);
	await findLaterPages(ashby, 'application.list', { syncToken });
	return true;
}

/** Requests the second page of an incremental run in both ways. Takes three requests. */
export async function findLaterPages(
	{ client, tell, notShown }: AshbySession,
	method: string,
	body: { syncToken: string; candidateId?: string },
): Promise<void> {
	const id = 'ashby-token-later-pages';
	const { nextCursor: cursor } = await client.call(method, { ...body, limit: 1 });
	if (!cursor) return notShown([id], 'An incremental run had one page only');
	const isPage = async (syncToken?: string) =>
		await isTaken(client.call(method, { ...body, syncToken, cursor, limit: 1 }));
	const alone = await isPage();
	const both = await isPage(body.syncToken);
	const said = (is: boolean) => (is ? 'taken' : 'refused');
	const how = `The cursor alone was ${said(alone)}, with the token ${said(both)}`;
	tell(id, how, alone && both, both && !alone, alone && !both);
}
