/** Facts shown by a change to an application: the token of an empty listing, and incremental runs. */
import type { Application } from '../../../nodes/Ashby/client/types.ts';
import { isTaken } from '../session.mts';
import type { AshbySession } from './reads.mts';
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
export async function watchChanges(ashby: AshbySession): Promise<void> {
	const { client, narrowed, options } = ashby;
	if (!narrowed) return;
	const minutes = options.isWriting ? 0 : options.waitMinutes;
	const looks = minutes + 1;
	const often = `up to ${looks} times in ${minutes} minutes: move two test candidates now, the one who applied last first`;
	const says = `what has changed meanwhile. The applications of the last two weeks and what the token shows, ${looks === 1 ? 'once' : often}`;
	const facts = ['ashby-narrowed-token', 'ashby-incremental-order', 'ashby-token-later-pages'];
	ashby.ask(says, looks * (MOST_PAGES + 1) + 3, facts);
	for (let look = 1; look <= looks; look++) {
		if (look > 1) await ashby.around.wait(MINUTE_MS);
		const createdAfter = client.now() - RECENT_MS;
		const { rows } = await firstPages<Application>(client, 'application.list', { createdAfter });
		const since = narrowed.at + HEADER_MS;
		const changed = rows.filter(({ updatedAt }) => Date.parse(updatedAt) >= since);
		if (await compare(ashby, changed)) return;
	}
	ashby.notShown(facts, 'Nothing changed: run the command with --wait 10, and move candidates');
}

/**
 * Compares the answer to the token of an empty listing, if there is one, with the known changes.
 *
 * @returns whether a change can show nothing more
 */
export async function compare(ashby: AshbySession, changed: { id: string }[]): Promise<boolean> {
	if (!ashby.narrowed) return false;
	const { syncToken } = ashby.narrowed;
	const { results: rows } = await pageOfApplications(ashby.client, { syncToken });
	const missing = changed.filter(({ id }) => !rows.some((row) => row.id === id));
	if (rows.length > 0 || missing.length > 0) {
		const how = `${changed.length} known to have changed, ${rows.length} shown by the token, ${missing.length} missing`;
		ashby.tell('ashby-narrowed-token', [missing.length === 0, rows.length === 0], how);
	}
	if (rows.length < 2) return rows.length === 0 && missing.length > 0;
	const isAscendingBy = (time: 'createdAt' | 'updatedAt') =>
		rows.every(
			(row, index) => index === 0 || Date.parse(rows[index - 1][time]) <= Date.parse(row[time]),
		);
	const [byCreation, byChange] = [isAscendingBy('createdAt'), isAscendingBy('updatedAt')];
	// Otherwise, they changed in the order in which they were created.
	if (!byCreation || !byChange) ashby.tell('ashby-incremental-order', [byCreation, byChange]);
	await findLaterPages(ashby, 'application.list', { syncToken });
	return true;
}

/** Requests the second page of an incremental run in both ways. Takes three requests. */
export async function findLaterPages(
	{ client, tell }: AshbySession,
	method: string,
	body: { syncToken: string; candidateId?: string },
): Promise<void> {
	const { nextCursor: cursor } = await client.call(method, { ...body, limit: 1 });
	if (!cursor) return;
	const isPage = async (syncToken?: string) =>
		await isTaken(client.call(method, { ...body, syncToken, cursor, limit: 1 }));
	const alone = await isPage();
	const both = await isPage(body.syncToken);
	const said = (is: boolean) => (is ? 'taken' : 'refused');
	const how = `The cursor alone was ${said(alone)}, with the token ${said(both)}`;
	tell('ashby-token-later-pages', [alone && both, both && !alone, alone && !both], how);
}
