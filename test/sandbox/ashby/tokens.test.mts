import { startAshby, stopAshby } from './setUp.mts';
import type { AshbyTest } from './setUp.mts';

afterEach(stopAshby);

const LIST = '/application.list';

describe('sync tokens', () => {
	const token = async (ashby: AshbyTest, body = {}): Promise<string> => {
		const answer = await ashby.listing(LIST, body);
		expect(typeof answer.token).toBe('string');
		return answer.token ?? '';
	};

	it('return what has changed since, in its current state, and a newer token', async () => {
		const ashby = await startAshby();
		const ids = ashby.applications(5);
		const first = await token(ashby);
		ashby.sandbox.move(ids[3], ashby.stage(ids[3], 'Onsite'));
		ashby.sandbox.edit(ids[1]);
		ashby.sandbox.edit(ids[1]);
		const [added] = ashby.applications(1);
		const next = await ashby.listing(LIST, { syncToken: first });
		expect(next.ids).toEqual([ids[1], ids[3], added]);
		expect(next.pages[0].results[1].currentInterviewStage.title).toBe('Onsite');
		expect((await ashby.listing(LIST, { syncToken: next.token })).ids).toEqual([]);
		expect((await ashby.listing(LIST, { syncToken: first })).ids).toEqual(next.ids);
	});

	it.each([
		['same', 'same'],
		['new', 'other'],
		['absent', 'none'],
	] as const)('without a change are %s', async (tokenWhenUnchanged, expected) => {
		const ashby = await startAshby({ tokenWhenUnchanged });
		const [id] = ashby.applications(1);
		const syncToken = await token(ashby);
		const { syncToken: next } = await ashby.call(LIST, { syncToken });
		expect(next === undefined ? 'none' : next === syncToken ? 'same' : 'other').toBe(expected);
		ashby.sandbox.edit(id);
		const after = await ashby.listing(LIST, { syncToken: next ?? syncToken });
		expect(after.ids).toEqual([id]);
		expect(after.token).not.toBe(syncToken);
	});

	it.each([
		['either', undefined, undefined],
		['tokenRequired', 'invalid_next_cursor', undefined],
		['tokenRefused', undefined, 'invalid_input'],
	] as const)('on later pages: %s', async (tokenOnLaterPages, alone, together) => {
		const ashby = await startAshby({ tokenOnLaterPages });
		const ids = ashby.applications(2);
		const syncToken = await token(ashby);
		ids.forEach((id) => ashby.sandbox.edit(id));
		const { nextCursor: cursor } = await ashby.call(LIST, { syncToken, limit: 1 });
		expect(await ashby.code(LIST, { cursor })).toBe(alone);
		expect(await ashby.code(LIST, { cursor, syncToken })).toBe(together);
		const full = await ashby.call(LIST, { limit: 1 });
		expect(await ashby.code(LIST, { cursor: full.nextCursor })).toBeUndefined();
	});

	it.each([
		['listingStart', ['read', 'unread']],
		['rowRead', ['read']],
		['lastPage', []],
	] as const)('cover changes since: %s', async (tokenCovers, expected) => {
		const ashby = await startAshby({ tokenCovers });
		const [read, unread, still] = ashby.applications(3);
		ashby.sandbox.beforePage = ({ page }) => {
			// Between the pages: one row has been read, the others have not.
			if (page === 2) [read, unread].forEach((id) => ashby.sandbox.edit(id));
		};
		const { token: syncToken } = await ashby.listing(LIST, { limit: 1 });
		ashby.sandbox.beforePage = undefined;
		const { ids } = await ashby.listing(LIST, { syncToken });
		const names = { [read]: 'read', [unread]: 'unread', [still]: 'still' };
		expect(ids.map((id) => names[id])).toEqual(expected);
	});

	it.each([
		['ignored', 2],
		['kept', 1],
	] as const)('filters of their listing are %s', async (tokenFilters, expected) => {
		const ashby = await startAshby({ tokenFilters });
		const ids = ashby.applications(2);
		ashby.sandbox.archive(ids[1]);
		const syncToken = await token(ashby, { status: 'Lead' });
		ids.forEach((id) => ashby.sandbox.edit(id));
		const next = await ashby.listing(LIST, { syncToken });
		expect(next.ids).toHaveLength(expected);
		ids.forEach((id) => ashby.sandbox.edit(id));
		expect((await ashby.listing(LIST, { syncToken: next.token })).ids).toHaveLength(expected);
	});

	it.each([
		['applied', undefined],
		['refused', 'invalid_input'],
	] as const)('filters beside them are %s', async (tokenWithFilters, code) => {
		const ashby = await startAshby({ tokenWithFilters });
		const ids = ashby.applications(2);
		const syncToken = await token(ashby);
		ids.forEach((id) => ashby.sandbox.edit(id));
		ashby.sandbox.archive(ids[0]);
		const answer = await ashby.call(LIST, { syncToken, status: 'Archived' });
		expect(answer.errorInfo?.code).toBe(code);
		if (!code) expect(answer.results).toHaveLength(1);
	});

	it.each(['createdAt', 'changedAt'] as const)('list changes by %s', async (incrementalOrder) => {
		const ashby = await startAshby({ incrementalOrder });
		const [a, b, c] = ashby.applications(3);
		const syncToken = await token(ashby);
		[c, b, a].forEach((id) => ashby.sandbox.edit(id));
		ashby.sandbox.beforePage = ({ page }) => {
			if (page === 2) ashby.sandbox.edit(c);
		};
		const { ids } = await ashby.listing(LIST, { syncToken, limit: 2 });
		expect(ids).toEqual(incrementalOrder === 'createdAt' ? [a, b, c] : [c, b, a, c]);
	});

	it('don’t return what was deleted', async () => {
		const ashby = await startAshby();
		const [a, b] = ashby.applications(2);
		const syncToken = await token(ashby);
		[a, b].forEach((id) => ashby.sandbox.edit(id));
		ashby.sandbox.deleteApplication(a);
		expect((await ashby.listing(LIST, { syncToken })).ids).toEqual([b]);
	});

	it('don’t return what is deleted while pages are read', async () => {
		const ashby = await startAshby();
		const ids = ashby.applications(3);
		const syncToken = await token(ashby);
		ids.forEach((id) => ashby.sandbox.edit(id));
		const { nextCursor: cursor } = await ashby.call(LIST, { syncToken, limit: 1 });
		ashby.sandbox.deleteApplication(ids[1]);
		const { results } = await ashby.call(LIST, { cursor });
		expect(results.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
	});

	it.each([
		'/job.list',
		'/candidate.list',
		'/interviewPlan.list',
		'/user.list',
		'/candidateTag.list',
	])('also work for %s', async (path) => {
		const ashby = await startAshby();
		ashby.sandbox.addTag('Referred');
		const [id] = ashby.applications(1);
		const { ids, token: syncToken } = await ashby.listing(path);
		expect(ids.length).toBeGreaterThan(0);
		expect((await ashby.listing(path, { syncToken })).ids).toEqual([]);
		const { jobId, candidateId, stageId } = ashby.sandbox.applications.get(id)!;
		ashby.sandbox.setJobStatus(jobId, 'Closed');
		ashby.sandbox.editCandidate(candidateId, { name: 'Other' });
		ashby.sandbox.renameStage(stageId, 'Other');
		ashby.sandbox.addUser({ firstName: 'Una', lastName: 'User' });
		ashby.sandbox.addTag('Other');
		expect((await ashby.listing(path, { syncToken })).ids).toHaveLength(1);
	});
});

describe('codes', () => {
	it('sync_token_expired: 14 days after the token was first returned, or last returned', async () => {
		for (const tokenLifetimeFrom of ['firstIssue', 'lastIssue'] as const) {
			const ashby = await startAshby({ tokenLifetimeFrom, tokenWhenUnchanged: 'same' });
			const { token: syncToken } = await ashby.listing(LIST);
			ashby.pass({ days: 10 });
			expect(await ashby.code(LIST, { syncToken })).toBeUndefined();
			ashby.pass({ days: 10 });
			const expected = tokenLifetimeFrom === 'firstIssue' ? 'sync_token_expired' : undefined;
			expect(await ashby.code(LIST, { syncToken })).toBe(expected);
			await stopAshby();
		}
	});

	it('sync_token_invalid: an unknown token, or one from another list', async () => {
		const ashby = await startAshby();
		expect(await ashby.code(LIST, { syncToken: 'nonsense' })).toBe('sync_token_invalid');
		const { token: syncToken } = await ashby.listing('/job.list');
		expect(await ashby.code(LIST, { syncToken })).toBe('sync_token_invalid');
	});

	it('incremental_sync_too_large: more pages than allowed', async () => {
		const ashby = await startAshby({ incrementalPageLimit: 2 });
		const ids = ashby.applications(5);
		const { token: syncToken } = await ashby.listing(LIST);
		ids.slice(1).forEach((id) => ashby.sandbox.edit(id));
		expect((await ashby.listing(LIST, { syncToken, limit: 2 })).ids).toHaveLength(4);
		ashby.sandbox.edit(ids[0]);
		expect(await ashby.code(LIST, { syncToken, limit: 2 })).toBe('incremental_sync_too_large');
	});

	it('next_cursor_expired, invalid_next_cursor, cursor_invalid', async () => {
		const ashby = await startAshby();
		ashby.applications(2);
		const { nextCursor: cursor } = await ashby.call(LIST, { limit: 1 });
		expect(await ashby.code('/candidate.list', { cursor })).toBe('cursor_invalid');
		expect(await ashby.code(LIST, { cursor: 'nonsense' })).toBe('invalid_next_cursor');
		expect(await ashby.code(LIST, { cursor })).toBeUndefined();
		ashby.pass({ days: 15 });
		expect(await ashby.code(LIST, { cursor })).toBe('next_cursor_expired');
	});
});
