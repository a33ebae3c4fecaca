import { http } from '../../scripts/http.mts';
import { AshbySandbox } from '../sandbox/ashby.mts';
import { checkAshbyExchange } from './check.mts';

const ID = '8d7f3c1a-2b4e-4f60-9a1b-3c5d7e9f1a2b';
const FAILURE = { success: false, errors: ['invalid_input'], errorInfo: { code: 'invalid_input' } };

const check =
	(address: string, body: unknown, answer: unknown = FAILURE, status = 200) =>
	() =>
		checkAshbyExchange({ path: address, body, answer, status });

it.each([
	['/application.list', { limit: 101 }, '/limit must be <= 100'],
	['/application.list', { status: ['Active'] }, '/status must be string'],
	['/candidate.createNote', { candidateId: 'x', note: 'x' }, 'format "uuid"'],
	['/candidate.info', { candidateId: ID }, 'candidateId'],
	['/job.list', undefined, 'must be object'],
	['/job.delete', {}, 'describes no endpoint'],
])('a request to %s may not be %j', (address, body, message) => {
	expect(check(address, body)).toThrow(/^request/);
	expect(check(address, body)).toThrow(message);
});

describe('answers', () => {
	const note = {
		id: ID,
		createdAt: '2026-05-28T21:07:04.042Z',
		isPrivate: false,
		content: 'Test note',
		author: { id: ID, firstName: 'Test', lastName: 'User1', email: 'user1@example.com' },
	};
	const request = { candidateId: ID, note: 'Test note' };

	it.each([
		[200, { success: true, results: { ...note, more: 1 } }],
		[200, FAILURE],
		[403, { success: false, errors: [{ message: 'No permission' }] }],
		[403, 'Forbidden'],
		[503, '<html>'],
	])('%s may be %j', (status, answer) => {
		expect(check('/candidate.createNote', request, answer, status)).not.toThrow();
	});

	it.each([
		[200, { success: true }, "property 'results'"],
		[200, { results: note }, "property 'success'"],
		[200, { success: true, results: { ...note, createdAt: 'today' } }, '/results/createdAt'],
		[200, { success: false }, "property 'errors'"],
		[403, { success: true, results: note }, '/success'],
		[200, 'Forbidden', 'must be object'],
	])('%s may not be %j', (status, answer, message) => {
		expect(check('/candidate.createNote', request, answer, status)).toThrow(/^answer/);
		expect(check('/candidate.createNote', request, answer, status)).toThrow(message);
	});
});

test('the sandbox keeps a list of what the check finds wrong', async () => {
	const ashby = new AshbySandbox();
	ashby.onExchange = checkAshbyExchange;
	const auth = { username: ashby.addKey(), password: '' };
	await ashby.start();
	await http.post(`${ashby.url}/application.list`, { updatedAfter: 1 }, { auth });
	const said = 'request /application.list: /updatedAfter is not described in {"updatedAfter":1}';
	expect(ashby.violations).toEqual([said]);
	ashby.park();
});
