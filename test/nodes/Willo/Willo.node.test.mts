import type { INodeParameters, INodeType } from 'n8n-workflow';
import { Willo } from '../../../nodes/Willo/Willo.node.ts';
import { loadOptionsContext } from '../../support/contexts.mts';
import { WilloSetUp } from './setUp.mts';

let setUp: WilloSetUp;

beforeEach(async () => {
	setUp = new WilloSetUp();
	await setUp.start();
});

afterEach(async () => {
	await setUp.stop();
});

const node: INodeType = new Willo();

async function all(parameters: INodeParameters) {
	return (await setUp.run(parameters)).map(({ json }) => json);
}

/** The fields that an operation shows, by their names in saved workflows. */
function fieldsOf(resource: string, operation: string): string[] {
	return node.description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) &&
				displayOptions.show.operation?.includes(operation),
		)
		.map(({ name }) => name);
}

describe('the contract of saved workflows', () => {
	it('includes the names of the node, its operations, and their fields', () => {
		const { name, displayName, usableAsTool } = node.description;
		expect({ name, displayName, usableAsTool }).toEqual({
			name: 'willo',
			displayName: 'Willo',
			usableAsTool: true,
		});
		expect(fieldsOf('participant', 'invite')).toEqual([
			'interview',
			'name',
			'email',
			'phone',
			'sendInTestRuns',
			'options',
		]);
		expect(fieldsOf('participant', 'get')).toEqual(['participant', 'options']);
		expect(fieldsOf('participant', 'getAll')).toEqual(['returnAll', 'limit', 'filters']);
		expect(fieldsOf('interview', 'get')).toEqual(['interview']);
		expect(fieldsOf('interview', 'getAll')).toEqual(['returnAll', 'limit', 'filters']);
		const options = node.description.properties.find(
			({ name: field, displayOptions }) =>
				field === 'options' && displayOptions?.show?.operation?.includes('invite'),
		);
		expect(options?.options?.map(({ name: option }) => option)).toEqual([
			'additionalFields',
			'returnNotInvited',
			'externalId',
			'ifAlreadyInvited',
			'ifAlreadyInvited', // the same with another default, for an agent's tool
			'attempt',
		]);
	});
});

describe('interviews', () => {
	it('get: returns one, with its questions', async () => {
		const [interview] = await all({
			resource: 'interview',
			operation: 'get',
			interview: { __rl: true, mode: 'id', value: setUp.interview.key },
		});
		expect(interview).toMatchObject({ key: setUp.interview.key, title: 'First interview' });
		expect(interview.questions).toHaveLength(2);
	});

	it('get: says what to check if it doesn’t exist', async () => {
		const missing = all({
			resource: 'interview',
			operation: 'get',
			interview: { __rl: true, mode: 'id', value: '0'.repeat(32) },
		});
		await expect(missing).rejects.toMatchObject({
			message: `Willo could not find the interview ${'0'.repeat(32)}`,
			description: expect.stringContaining('Standard users of Willo only see their own'),
			httpCode: '404',
		});
	});

	it('get many: returns all, some, or those that match a search', async () => {
		for (let number = 0; number < 70; number++) {
			setUp.willo.addInterview({ title: `Interview ${number}` });
		}
		const many = { resource: 'interview', operation: 'getAll' };
		const everything = await all({ ...many, returnAll: true });
		expect(new Set(everything.map(({ key }) => key)).size).toBe(71);
		expect(await all({ ...many, limit: 31 })).toHaveLength(31);
		expect(await all(many)).toHaveLength(50);
		const searched = await all({ ...many, filters: { search: 'interview 6' } });
		expect(searched).toHaveLength(11);
	});
});

describe('participants', () => {
	const many = { resource: 'participant', operation: 'getAll' };

	it('get: returns one, with the responses', async () => {
		await setUp.willoInvites(1);
		const [key] = setUp.willo.participants.keys();
		await setUp.willo.respond(key, ['Because.', 'From May.']);
		const [participant] = await all({
			resource: 'participant',
			operation: 'get',
			participant: { __rl: true, mode: 'id', value: key },
		});
		expect(participant).toMatchObject({ key, name: 'Stranger 1', stage: 'Received' });
		expect(participant.responses).toHaveLength(2);
	});

	describe.each(['honored', 'ignored'] as const)('with list filters %s', (listFilters) => {
		beforeEach(() => setUp.flip({ listFilters }));

		it('get many: returns all, or filters by interview and email', async () => {
			for (let number = 0; number < 65; number++) await setUp.willoInvites(number);
			const { key } = setUp.willo.addInterview({ title: 'Second interview' });
			expect(await all({ ...many, returnAll: true })).toHaveLength(65);
			expect(
				await all({ ...many, limit: 5, filters: { interview: setUp.interview.key } }),
			).toHaveLength(5);
			expect(await all({ ...many, filters: { interview: key } })).toEqual([]);
			expect(await all({ ...many, filters: { email: 'STRANGER3@example.com' } })).toMatchObject([
				{ name: 'Stranger 3' },
			]);
		});
	});

	it('get many: leaves out who has responded, if asked to', async () => {
		for (let number = 0; number < 3; number++) await setUp.willoInvites(number);
		const [key] = setUp.willo.participants.keys();
		await setUp.willo.respond(key, ['Because.', 'From May.']);
		const without = await all({ ...many, filters: { withoutResponse: true } });
		expect(without).toHaveLength(2);
		expect(without.map((each) => each.key)).not.toContain(key);
		expect(await all({ ...many, filters: { withoutResponse: false } })).toHaveLength(3);
	});

	it('get many: reports if Willo doesn’t return the interviews to filter by', async () => {
		setUp.willo.onExchange = undefined;
		setUp.willo.fault = () => ({ kind: 'status', status: 200, body: '[{"key":"a"}]' });
		const filtered = all({ ...many, filters: { interview: setUp.interview.key } });
		await expect(filtered).rejects.toMatchObject({
			message: expect.stringContaining("'Interview' can't be applied"),
		});
		expect(await all(many)).toEqual([{ key: 'a' }]);
	});
});

describe('the lists in the editor', () => {
	const context = () => loadOptionsContext(node, { credentials: setUp.credentials });
	const { listSearch, loadOptions } = node.methods!;

	it('return interviews page by page, searched by Willo', async () => {
		for (let number = 0; number < 40; number++) {
			setUp.willo.addInterview({ title: `Interview ${number}` });
		}
		const first = await listSearch!.searchInterviews.call(context());
		expect(first.results).toHaveLength(30);
		expect(first.results[0]).toEqual({
			name: 'Interview 39 · Head Office',
			value: expect.any(String),
			url: expect.stringMatching(/^https:\/\/app\.willotalent\.com\/invite\//),
		});
		const second = await listSearch!.searchInterviews.call(
			context(),
			undefined,
			first.paginationToken as string,
		);
		expect(second.results).toHaveLength(11);
		expect(second.paginationToken).toBeUndefined();
		const searched = await listSearch!.searchInterviews.call(context(), ' first ');
		expect(searched.results).toMatchObject([
			{ name: 'First interview · Head Office', value: setUp.interview.key },
		]);
	});

	it('say that a key has no access to any interviews, unless they were searched', async () => {
		setUp.willo.interviews.clear();
		await expect(listSearch!.searchInterviews.call(context())).rejects.toThrow(
			'This API key has no access to any interviews. Create one in Willo, or use the key of an Admin',
		);
		const searched = await listSearch!.searchInterviews.call(context(), 'first');
		expect(searched.results).toEqual([]);
	});

	it('never follow a page to another host', async () => {
		const elsewhere = listSearch!.searchInterviews.call(context(), '', 'https://x.invalid/?page=2');
		await expect(elsewhere).rejects.toThrow(
			'The next page of the list of interviews is at x.invalid',
		);
		expect(setUp.asked).toEqual([]);
	});

	it('return all interviews at once if several can be selected', async () => {
		for (let number = 0; number < 40; number++) {
			setUp.willo.addInterview({ title: `Interview ${number}` });
		}
		expect(await loadOptions!.getInterviews.call(context())).toHaveLength(41);
	});

	it.each(['honored', 'ignored'] as const)(
		'find participants by name or email, with filters %s',
		async (listFilters) => {
			setUp.flip({ listFilters });
			for (let number = 0; number < 65; number++) await setUp.willoInvites(number);
			const { results } = await listSearch!.searchParticipants.call(context(), 'Stranger3@');
			expect(results).toEqual([
				{ name: 'Stranger 3, stranger3@example.com', value: expect.any(String) },
			]);
		},
	);
});
