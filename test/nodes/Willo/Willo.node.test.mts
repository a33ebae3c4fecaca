import type { INodeParameters, INodeType } from 'n8n-workflow';
import { Willo } from '../../../nodes/Willo/Willo.node.ts';
import { loadOptionsContext } from '../../support/contexts.mts';
import { setUp, useWillo } from './setUp.mts';

useWillo();

const node: INodeType = new Willo();
const FILTERS = ['honored', 'ignored'] as const;

async function run(resource: string, operation: string, parameters: INodeParameters = {}) {
	return (await setUp.run({ resource, operation, ...parameters })).map(({ json }) => json);
}

function addInterviews(count: number): void {
	for (let number = 0; number < count; number++) {
		setUp.willo.addInterview({ title: `Interview ${number}` });
	}
}

async function invite(count: number): Promise<void> {
	for (let number = 0; number < count; number++) await setUp.willoInvites(number);
}

it('get many interviews: returns all, some, or those that match a search', async () => {
	addInterviews(70);
	const many = async (more?: INodeParameters) => await run('interview', 'getAll', more);
	const everything = await many({ returnAll: true });
	expect(new Set(everything.map(({ key }) => key)).size).toBe(71);
	expect(await many({ limit: 31 })).toHaveLength(31);
	expect(await many()).toHaveLength(50);
	expect(await many({ filters: { search: 'interview 6' } })).toHaveLength(11);
});

describe('participants', () => {
	const many = async (filters: INodeParameters = {}, more: INodeParameters = {}) =>
		await run('participant', 'getAll', { filters, ...more });

	it.each(FILTERS)('get many: all, or by interview and email, filters %s', async (listFilters) => {
		setUp.flip({ listFilters });
		await invite(65);
		const interview = setUp.willo.addInterview({ title: 'Second interview' }).key;
		expect(await many({}, { returnAll: true })).toHaveLength(65);
		expect(await many({ interview: setUp.interview.key }, { limit: 5 })).toHaveLength(5);
		expect(await many({ interview })).toEqual([]);
		const [found, ...others] = await many({ email: 'STRANGER3@example.com' });
		expect([found.name, others]).toEqual(['Stranger 3', []]);
	});

	it('get many: leaves out who has responded, if asked to', async () => {
		await invite(3);
		const [key] = setUp.willo.participants.keys();
		await setUp.willo.respond(key);
		const without = await many({ withoutResponse: true });
		expect(without).toHaveLength(2);
		expect(without.map((each) => each.key)).not.toContain(key);
		expect(await many({ withoutResponse: false })).toHaveLength(3);
	});

	it('get many: reports if Willo doesn’t return the interviews to filter by', async () => {
		setUp.willo.onExchange = undefined;
		setUp.willo.fault = () => ({ kind: 'status', status: 200, body: '[{"key":"a"}]' });
		const filtered = many({ interview: setUp.interview.key });
		await expect(filtered).rejects.toThrow("'Interview' can't be applied");
		expect(await many()).toEqual([{ key: 'a' }]);
	});
});

describe('the lists in the editor', () => {
	const { listSearch, loadOptions } = node.methods!;
	const context = () => loadOptionsContext(node, { credentials: setUp.credentials });
	const searchInterviews = async (filter?: string, page?: string) =>
		await listSearch!.searchInterviews.call(context(), filter, page);

	it('return interviews page by page, searched by Willo, or all at once if several can be selected', async () => {
		addInterviews(40);
		const first = await searchInterviews();
		expect(first.results).toHaveLength(30);
		expect(first.results[0]).toEqual({
			name: 'Interview 39 · Head Office',
			value: expect.any(String),
			url: expect.stringMatching(/^https:\/\/app\.willotalent\.com\/invite\//),
		});
		const second = await searchInterviews(undefined, first.paginationToken as string);
		expect(second.results).toHaveLength(11);
		expect(second.paginationToken).toBeUndefined();
		expect(await loadOptions!.getInterviews.call(context())).toHaveLength(41);
		const { results } = await searchInterviews(' first ');
		const { key: value } = setUp.interview;
		expect(results).toMatchObject([{ name: 'First interview · Head Office', value }]);
	});

	it('say that a key has no access to any interviews, unless they were searched', async () => {
		setUp.willo.interviews.clear();
		await expect(searchInterviews()).rejects.toThrow(
			'This API key has no access to any interviews. Create one in Willo, or use the key of an Admin',
		);
		expect((await searchInterviews('first')).results).toEqual([]);
	});

	it.each(FILTERS)('find participants by name or email, filters %s', async (listFilters) => {
		setUp.flip({ listFilters });
		await invite(65);
		const { results } = await listSearch!.searchParticipants.call(context(), 'Stranger3@');
		const name = 'Stranger 3, stranger3@example.com';
		expect(results).toEqual([{ name, value: expect.any(String) }]);
	});
});
