import { DateTime } from 'luxon';
import { ABSENT_KEY, WilloTest } from './setUp.mts';
import type { Reply } from './setUp.mts';

let fixture: WilloTest;

beforeEach(async () => {
	fixture = new WilloTest();
	await fixture.start();
});

afterEach(async () => {
	await fixture.stop();
});

describe('lists', () => {
	beforeEach(() => {
		for (let number = 0; number < 64; number++) {
			fixture.willo.addInterview({ title: `Interview ${String(number).padStart(2, '0')}` });
		}
	});

	it('are paged, with absolute URLs of the next and previous page', async () => {
		const titles: string[] = [];
		let pages = 0;
		let next: string | null = `${fixture.willo.baseUrl}/interviews/?page_size=30&ordering=title`;
		while (next) {
			expect(next.startsWith(`${fixture.willo.baseUrl}/interviews/?`)).toBe(true);
			const { body }: Reply = await fixture.get(next);
			expect(body.count).toBe(65);
			titles.push(...body.results.map((each: { title: string }) => each.title));
			if (++pages === 2) expect(body.previous).not.toContain('page=1');
			next = body.next;
		}
		expect(pages).toBe(3);
		expect(new Set(titles).size).toBe(65);
	});

	it('limit a page to 30 rows and ignore an invalid size', async () => {
		fixture.strict = false;
		expect((await fixture.get('/interviews/?page_size=1')).body.results).toHaveLength(1);
		expect((await fixture.get('/interviews/?page_size=500')).body.results).toHaveLength(30);
		expect((await fixture.get('/interviews/?page_size=none')).body.results).toHaveLength(10);
	});

	it('have no page after the last', async () => {
		expect(await fixture.get('/interviews/?page=99')).toMatchObject({
			status: 404,
			body: { detail: 'Invalid page.' },
		});
	});

	it('are ordered by several fields, ignoring unknown ones', async () => {
		const first = async (ordering: string) =>
			(await fixture.get(`/interviews/?ordering=${ordering}`)).body.results[0].title;
		expect(await first('title')).toBe('First interview');
		expect(await first('-title')).toBe('Interview 63');
		expect(await first('nothing,-created_at,title')).toBe('First interview');
	});
});

describe('interviews', () => {
	it('are found by title, owner, and department, ignoring case', async () => {
		fixture.willo.addInterview({
			title: 'Sales',
			department: 'Nordics',
			ownerEmail: 'freja@example.com',
		});
		for (const sought of ['sALes', 'nordic', 'freja@']) {
			const { body } = await fixture.get(`/interviews/?search=${sought}`);
			expect(body.results.map((each: { title: string }) => each.title)).toEqual(['Sales']);
		}
	});

	it('are filtered by department and owner', async () => {
		const other = fixture.willo.addInterview({
			title: 'Sales',
			department: 'Nordics',
			ownerEmail: 'f@e.co',
		});
		for (const query of [`department=${other.department.key}`, `owner=${other.owner.key}`]) {
			expect((await fixture.get(`/interviews/?${query}`)).body.count).toBe(1);
		}
		expect((await fixture.get('/departments/')).body.results).toEqual([
			{ key: fixture.interview.department.key, name: 'Head Office' },
			{ key: other.department.key, name: 'Nordics' },
		]);
	});

	it('are returned by key with their questions', async () => {
		const { body } = await fixture.get(`/interviews/${fixture.interview.key}/`);
		expect(body.questions.map((each: { text: string }) => each.text)).toEqual([
			'Why us?',
			'From when?',
		]);
		expect((await fixture.get(`/interviews/${ABSENT_KEY}/`)).body).toEqual({
			detail: 'Not found.',
		});
	});
});

describe('the list of participants, by its switches', () => {
	const rows = async (): Promise<Record<string, unknown>[]> =>
		(await fixture.get('/participants/?ordering=-created_at')).body.results;

	beforeEach(async () => {
		for (const name of ['First', 'Second']) {
			await fixture.invite({ name, email: `${name}@example.com` });
			fixture.now = DateTime.fromJSDate(fixture.now).plus({ seconds: 1 }).toJSDate();
		}
	});

	it('accepts an ordering, or returns the oldest first', async () => {
		expect((await rows()).map(({ name }) => name)).toEqual(['Second', 'First']);
		fixture.flip({ listOrdering: 'ignored' });
		expect((await rows()).map(({ name }) => name)).toEqual(['First', 'Second']);
	});

	it('includes dates and responses, or not', async () => {
		const [{ key }] = await rows();
		await fixture.willo.respond(String(key));
		const [before] = await rows();
		expect(before).toMatchObject({
			created_at: expect.any(String),
			completed_at: expect.any(String),
		});
		expect(before).not.toHaveProperty('responses');
		fixture.flip({ participantDates: 'absent', listResponses: 'present' });
		const [after] = await rows();
		expect(after).not.toHaveProperty('created_at');
		expect(after).not.toHaveProperty('completed_at');
		expect(after.responses).toHaveLength(2);
	});

	it('moves participants to Received when they respond, or not', async () => {
		const [second, first] = await rows();
		await fixture.willo.respond(String(second.key));
		fixture.flip({ responseMovesStage: false });
		await fixture.willo.respond(String(first.key));
		expect((await rows()).map(({ stage }) => stage)).toEqual(['Received', 'Invited']);
	});
});
