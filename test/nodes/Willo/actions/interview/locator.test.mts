import type { INodeParameters } from 'n8n-workflow';
import { expectError, locator } from '../../../setUp.mts';
import { setUp, useWillo } from '../../setUp.mts';

useWillo();

const at = (value: string, mode = 'id') => ({ interview: locator(mode, value) });
const invited = async (given: INodeParameters) => {
	const [{ json }] = await setUp.run(setUp.invitation(given));
	return (json.participant as { interview: object }).interview;
};

// The modes of workflows that were saved before there was one mode for all of it.
describe.each(['id', 'url', 'list'])('in the mode %s, the interview can be entered', (mode) => {
	it('by key, ignoring case', async () => {
		const { key } = setUp.interview;
		expect(await invited(at(` ${key.toUpperCase()} `, mode))).toEqual({ key, title: null });
		expect(setUp.asked).toEqual(['POST /participants/']);
	});

	it.each([
		['the interview’s page', '/interviews/KEY/candidates?x=1'],
		['a page of a company', `/c/${'f'.repeat(32)}/interview/KEY/`],
	])('by the URL of %s', async (_what, path) => {
		const { key } = setUp.interview;
		const url = `https://app.willotalent.com${path.replace('KEY', key)}`;
		expect(await invited(at(url, mode))).toMatchObject({ key });
	});

	it.each(['https://', ''])('by its invite link with “%s” in front', async (protocol) => {
		const { key, title, inviteLink } = setUp.interview;
		const link = inviteLink.replace('https://', protocol);
		expect(await invited(at(link, mode))).toEqual({ key, title });
	});

	it('by its title, ignoring case and spaces, with one request', async () => {
		setUp.willo.addInterview({ title: 'First interview (old)' });
		const { key, title } = setUp.interview;
		expect(await invited(at('  first INTERVIEW ', mode))).toEqual({ key, title });
		expect(setUp.asked).toEqual(['GET /interviews/', 'POST /participants/']);
	});
});

it('is looked up once in an execution, and found on any page', async () => {
	for (let number = 0; number < 40; number++) setUp.willo.addInterview({ title: `${number}` });
	const items = [{ json: {} }, { json: {} }];
	await setUp.run(setUp.invitation(at(setUp.interview.inviteLink)), items);
	expect(setUp.asked.filter((line) => line === 'GET /interviews/')).toHaveLength(2);
	expect(setUp.willo.participants.size).toBe(2);
});

it('is found by title if Willo’s search doesn’t find it', async () => {
	const body = '{"count":0,"next":null,"previous":null,"results":[]}';
	setUp.willo.fault = ({ number }) =>
		number === 1 ? { kind: 'status', status: 200, body } : undefined;
	expect(await invited(at('First interview'))).toMatchObject({ key: setUp.interview.key });
});

describe('an interview that can’t be determined is an error that says what to enter:', () => {
	it('two with the same title, by their keys, companies, and owners', async () => {
		const { key } = setUp.willo.addInterview({ title: 'first interview', department: 'Sales' });
		const two = "'Interview' fits 2 interviews called 'First interview'";
		const own = `${key} (first interview · Sales, Talent Team)`;
		const advice = ['Enter the key of the right one: ', own, setUp.interview.key];
		await expectError(invited(at('First interview')), two, ...advice);
		expect(setUp.willo.participants.size).toBe(0);
	});

	it('an unknown title, by similar ones first', async () => {
		for (let number = 0; number < 20; number++) setUp.willo.addInterview({ title: `T${number}` });
		const unknown = "'Interview': no interview in Willo is called 'First'";
		const { description } = await expectError(invited(at('First')), unknown);
		expect(description).toMatch(/its link or key: First interview; T\d+; (T\d+; ){7}T\d+$/);
	});

	it('a key that sees no interviews', async () => {
		setUp.willo.interviews.clear();
		await expectError(invited(at('First')), /./, 'the API key has access to no interviews');
	});

	it.each([
		['https://app.willotalent.com/invite/zzzzzz/', 'Select the interview from the list'],
		['https://app.willotalent.com/home', "Paste the interview's URL"],
		['https://', "Paste the interview's URL"],
	])('the link %s', async (link, advice) => {
		const message = `No interview found for the URL in 'Interview': ${link}`;
		await expectError(invited(at(link)), message, advice);
	});

	it.each(['', '  ', '={{ $json.nothing }}'])('the empty field %j', async (value) => {
		const advice = "enter the interview's link, key, or title";
		await expectError(invited(at(value)), "'Interview' is empty", advice);
	});

	it('for one item only: the others are invited', async () => {
		const items = ['nowhere', 'First interview'].map((interview) => ({ json: { interview } }));
		const run = setUp.run(setUp.invitation(at('={{ $json.interview }}')), items);
		const message = /^1 of 2 items failed: 'Interview': no interview in Willo is called/;
		await expectError(run, message);
		expect(setUp.willo.participants.size).toBe(1);
	});
});
