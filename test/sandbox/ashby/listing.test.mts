import { startAshby, stopAshby } from './setUp.mts';

afterEach(stopAshby);

const LIST = '/application.list';

describe('pages', () => {
	it('are ordered by createdAt, 100 rows at a time, with the token on the last page', async () => {
		const ashby = await startAshby();
		const ids = ashby.applications(250);
		const late = ashby.sandbox.addApplication({
			candidateId: ashby.sandbox.addCandidate({ name: 'Imported' }).id,
			jobId: [...ashby.sandbox.jobs.keys()][0],
			createdAt: new Date('2020-01-01T00:00:00Z'),
		});
		const { pages, ...listing } = await ashby.listing(LIST);
		expect(listing.ids).toEqual([late.id, ...ids]);
		expect(pages.map(({ results }) => results.length)).toEqual([100, 100, 51]);
		expect(pages.map((page) => [typeof page.nextCursor, typeof page.syncToken])).toEqual([
			['string', 'undefined'],
			['string', 'undefined'],
			['undefined', 'string'],
		]);
	});

	it('contain as many rows as requested, without an empty last page', async () => {
		const ashby = await startAshby();
		ashby.applications(6);
		const { pages } = await ashby.listing(LIST, { limit: 3 });
		expect(pages.map(({ results }) => results.length)).toEqual([3, 3]);
	});

	it.each([
		['refused', 'invalid_input'],
		['clamped', undefined],
	] as const)('limits over 100 are %s', async (limitOver100, code) => {
		const ashby = await startAshby({ limitOver100 });
		ashby.applications(101);
		const answer = await ashby.call(LIST, { limit: 101 });
		expect(answer.errorInfo?.code).toBe(code);
		expect(answer.results?.length).toBe(code ? undefined : 100);
	});

	it('can include an empty page in the middle and a cursor on the last page', async () => {
		const ashby = await startAshby({ emptyMiddlePage: true, lastPageCursor: true });
		const expected = ashby.applications(5);
		const { pages, ids } = await ashby.listing(LIST, { limit: 2 });
		expect(ids).toEqual(expected);
		expect(pages.map(({ results }) => results.length)).toEqual([2, 0, 2, 1]);
		expect(pages.map(({ moreDataAvailable }) => moreDataAvailable)).toEqual([
			true,
			true,
			true,
			false,
		]);
		expect(typeof pages[3].nextCursor).toBe('string');
	});

	it('neither skip nor repeat a row when others are deleted or added', async () => {
		const ashby = await startAshby();
		const ids = ashby.applications(6);
		const { nextCursor } = await ashby.call(LIST, { limit: 3 });
		ashby.sandbox.deleteApplication(ids[0]);
		ashby.sandbox.deleteApplication(ids[2]);
		const { results } = await ashby.call(LIST, { limit: 3, cursor: nextCursor });
		expect(results.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3));
	});

	it('are filtered by status, job, and creation date', async () => {
		const ashby = await startAshby();
		const [first, second, third] = ashby.applications(3);
		const [other] = ashby.applications(1);
		ashby.sandbox.archive(second);
		const { jobId, createdAt } = ashby.sandbox.applications.get(second)!;
		const ids = async (body: object) => (await ashby.listing(LIST, { ...body })).ids;
		expect(await ids({ status: 'Archived' })).toEqual([second]);
		expect(await ids({ jobId, status: 'Lead' })).toEqual([first, third]);
		expect(await ids({ createdAfter: Date.parse(createdAt) })).toEqual([third, other]);
		expect(await ashby.code(LIST, { status: 'Offer' })).toBe('invalid_input');
	});

	it.each(['kept', 'needed'] as const)(
		'filters on later pages: %s',
		async (filtersOnLaterPages) => {
			const ashby = await startAshby({ filtersOnLaterPages });
			const ids = ashby.applications(4);
			ashby.sandbox.archive(ids[2]);
			const first = await ashby.call(LIST, { status: 'Lead', limit: 1 });
			const bare = await ashby.call(LIST, { cursor: first.nextCursor });
			const again = await ashby.call(LIST, { cursor: first.nextCursor, status: 'Lead' });
			expect(bare.results).toHaveLength(filtersOnLaterPages === 'kept' ? 2 : 3);
			expect(again.results).toHaveLength(2);
		},
	);

	it('call the hook before they are produced', async () => {
		const ashby = await startAshby();
		ashby.applications(3);
		const seen: unknown[] = [];
		ashby.sandbox.beforePage = (info) => void seen.push(info);
		await ashby.listing(LIST, { limit: 2 });
		expect(seen).toEqual([
			{ path: LIST, page: 1 },
			{ path: LIST, page: 2 },
		]);
	});

	it('of a history have no token, and keep their place when rows are added', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		for (const title of ['Phone Screen', 'Onsite', 'Phone Screen']) {
			ashby.pass({ seconds: 60 });
			ashby.sandbox.move(id, ashby.stage(id, title));
		}
		const { pages, ids } = await ashby.listing('/application.listHistory', {
			applicationId: id,
			limit: 3,
		});
		expect(ids).toEqual(ashby.sandbox.historyOf(id).map((row) => row.id));
		expect(pages.map(({ syncToken }) => syncToken)).toEqual([undefined, undefined]);
	});
});

it('serves 100,000 applications: the quiet and the small poll do not read them all', async () => {
	const ashby = await startAshby({ requestsPerMinute: Infinity });
	const ids = ashby.applications(100_000);
	ashby.sandbox.keepRequests = false;
	ashby.sandbox.onExchange = undefined;
	const { ids: listed, token: syncToken } = await ashby.listing(LIST);
	expect(listed).toEqual(ids);
	ids.slice(0, 250).forEach((id) => ashby.sandbox.edit(id));
	const rows = jest.spyOn(ashby.sandbox.applications, 'rowsAfter');
	expect((await ashby.listing(LIST, { syncToken })).ids).toEqual(ids.slice(0, 250));
	expect(rows).not.toHaveBeenCalled();
	const start = Date.now();
	for (let poll = 0; poll < 100; poll++) await ashby.call(LIST, { syncToken });
	expect(Date.now() - start).toBeLessThan(5_000);
	// The listing itself may take its time on a busy machine.
}, 120_000);
