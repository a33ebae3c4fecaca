import type { INodeParameters } from 'n8n-workflow';

import type { AshbySwitches, Candidate } from '../../../../sandbox/ashby.mts';
import { rejection } from '../../../../support/rejection.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
let ada: Candidate;

beforeEach(() => {
	ada = setUp.sandbox.addCandidate({ name: 'Ada Lovelace', email: 'ada@example.com' });
});

const candidate = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'candidate',
	operation,
	...parameters,
});
const byEmail: INodeParameters = {
	candidate: { __rl: true, mode: 'email', value: 'ada@example.com' },
};

test('get returns the candidate as Ashby returns them', async () => {
	const rows = await setUp.rows(candidate('get', byEmail));
	expect(rows).toEqual([setUp.sandbox.requests.at(-1)?.answer.results]);
	expect(rows[0]).toMatchObject({ id: ada.id, name: 'Ada Lovelace' });
});

test('get includes the notes if the option is on', async () => {
	const { id } = setUp.sandbox.addNote(ada.id, 'Invited');
	const [row] = await setUp.rows(candidate('get', { ...byEmail, options: { includeNotes: true } }));
	expect(row).toMatchObject({ id: ada.id, notes: [{ id, content: 'Invited' }] });
});

test('the URL of a candidate is one in every mode', async () => {
	const value = `https://app.ashbyhq.com/candidates/${ada.id}/notes`;
	for (const mode of ['email', 'id', 'url']) {
		const [row] = await setUp.rows(candidate('get', { candidate: { __rl: true, mode, value } }));
		expect(row).toMatchObject({ id: ada.id });
	}
});

test('get returns whoever was merged, by a text in their notes, and can continue without anybody', async () => {
	const { sandbox } = setUp;
	const merged = sandbox.addCandidate({ name: 'A. L.', email: 'al@example.com' });
	sandbox.addNote(merged.id, 'Invited: 0f3c');
	const options = { fallbackEmail: 'al@example.com', notesContain: '0f3c' };
	const get = async (more: INodeParameters) =>
		await setUp.rows(
			candidate('get', { candidate: { __rl: true, mode: 'id', value: merged.id }, options: more }),
		);
	sandbox.mergeCandidates(ada.id, merged.id);
	expect(await get(options)).toMatchObject([{ id: ada.id }]);
	const other = { ...options, notesContain: 'ffff' };
	expect(await get({ ...other, continueIfNotFound: true })).toEqual([
		{ id: merged.id, found: false },
	]);
	await expect(get(other)).rejects.toThrow('Candidate not found');
});

describe('getAll', () => {
	const ids = async (parameters: INodeParameters) =>
		(await setUp.rows(candidate('getAll', { returnAll: true, ...parameters }))).map(({ id }) => id);

	test.each(['exact', 'prefix', 'caseSensitiveExact'] as AshbySwitches['searchEmail'][])(
		'by email returns all with exactly this email, if Ashby’s search is %s',
		async (searchEmail) => {
			setUp.sandbox.switches.searchEmail = searchEmail;
			const extraEmails = ['ada@example.com'];
			const twin = setUp.sandbox.addCandidate({
				name: 'A. L.',
				email: 'al@x.example',
				extraEmails,
			});
			setUp.sandbox.addCandidate({ name: 'Adam', email: 'ada@example.com.au' });
			await expect(ids({ email: 'Ada@Example.com' })).resolves.toEqual([ada.id, twin.id]);
			await expect(ids({ email: 'nobody@example.com' })).resolves.toEqual([]);
		},
	);

	test('by name returns what Ashby finds', async () => {
		const yonath = setUp.sandbox.addCandidate({ name: 'Ada Yonath' });
		setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
		await expect(ids({ name: ' ada ' })).resolves.toEqual([ada.id, yonath.id]);
	});

	test('by both requires both to match', async () => {
		setUp.sandbox.addCandidate({ name: 'Grace Hopper', email: 'ada@example.com' });
		await expect(ids({ email: 'ada@example.com', name: 'Ada' })).resolves.toEqual([ada.id]);
	});

	test('stops at the limit', async () => {
		setUp.sandbox.addCandidate({ name: 'Ada Yonath' });
		await expect(ids({ name: 'Ada', returnAll: false, limit: 1 })).resolves.toEqual([ada.id]);
	});

	test('without either is refused before any request', async () => {
		const error = await rejection(ids({ email: '', name: ' ' }));
		expect(error.message).toBe("'Email' and 'Name' are both empty");
		expect(setUp.sandbox.counts.requests).toBe(0);
	});
});

describe('getNotes', () => {
	test('returns the notes of all pages, each with the candidate’s ID', async () => {
		for (let number = 0; number < 130; number++) setUp.sandbox.addNote(ada.id, `Note ${number}`);
		const rows = await setUp.rows(candidate('getNotes', byEmail));
		expect(rows.map(({ content }) => content)).toEqual(
			Array.from({ length: 130 }, (_, number) => `Note ${number}`),
		);
		expect(rows.every(({ candidateId }) => candidateId === ada.id)).toBe(true);
	});

	test('of a candidate without notes returns nothing', async () => {
		await expect(setUp.rows(candidate('getNotes', byEmail))).resolves.toEqual([]);
	});
});
