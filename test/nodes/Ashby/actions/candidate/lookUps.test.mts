import type { INodeParameters } from 'n8n-workflow';

import { ada, expectError, locator, useAda } from '../../setUp.mts';
import { by } from './addNote.setUp.mts';

const setUp = useAda();

const candidate = async (operation: string, parameters: INodeParameters) =>
	await setUp.rows({ resource: 'candidate', operation, ...parameters });
const byEmail = by('email', 'ada@example.com');

test('get returns the candidate as Ashby returns them, with the notes if wanted', async () => {
	const rows = await candidate('get', byEmail);
	expect(rows).toEqual([setUp.sandbox.requests.at(-1)?.answer.results]);
	const { id } = setUp.sandbox.addNote(ada.id, 'Invited');
	const noted = await candidate('get', { ...byEmail, options: { includeNotes: true } });
	expect(noted).toMatchObject([{ id: ada.id, name: 'Ada Lovelace', notes: [{ id }] }]);
});

test('get returns whoever was merged, by a text in their notes, and can continue without anybody', async () => {
	const { sandbox } = setUp;
	const merged = sandbox.addCandidate({ name: 'A. L.', email: 'al@example.com' });
	sandbox.addNote(merged.id, 'Invited: 0f3c');
	sandbox.mergeCandidates(ada.id, merged.id);
	const get = async (options: INodeParameters) =>
		await candidate('get', { candidate: locator('id', merged.id), options });
	const clues = { fallbackEmail: 'al@example.com', notesContain: '0f3c' };
	expect(await get(clues)).toMatchObject([{ id: ada.id }]);
	const others = { ...clues, notesContain: 'ffff' };
	const nobody = [{ id: merged.id, found: false }];
	expect(await get({ ...others, continueIfNotFound: true })).toEqual(nobody);
	await expect(get(others)).rejects.toThrow('Candidate not found');
});

describe('getAll', () => {
	const ids = async (parameters: INodeParameters) =>
		(await candidate('getAll', { returnAll: true, ...parameters })).map(({ id }) => id);

	const SEARCHES = ['exact', 'prefix', 'caseSensitiveExact'] as const;
	test.each(SEARCHES)('by email returns all with exactly this one (%s)', async (searchEmail) => {
		const { sandbox } = setUp;
		sandbox.switches.searchEmail = searchEmail;
		const twin = { name: 'A. L.', email: 'al@x.example', extraEmails: ['ada@example.com'] };
		const { id } = sandbox.addCandidate(twin);
		sandbox.addCandidate({ name: 'Adam', email: 'ada@example.com.au' });
		expect(await ids({ email: 'Ada@Example.com' })).toEqual([ada.id, id]);
		expect(await ids({ email: 'nobody@example.com' })).toEqual([]);
	});

	test('by name returns what Ashby finds, up to the limit, and by both only who matches both; without either nobody is looked for', async () => {
		const yonath = setUp.sandbox.addCandidate({ name: 'Ada Yonath' });
		setUp.sandbox.addCandidate({ name: 'Grace Hopper', email: 'ada@example.com' });
		expect(await ids({ name: ' ada ' })).toEqual([ada.id, yonath.id]);
		expect(await ids({ name: 'Ada', returnAll: false, limit: 1 })).toEqual([ada.id]);
		expect(await ids({ email: 'ada@example.com', name: 'Ada' })).toEqual([ada.id]);
		setUp.sandbox.resetLog();
		await expectError(ids({ email: '', name: ' ' }), "'Email' and 'Name' are both empty");
		expect(setUp.sandbox.counts.requests).toBe(0);
	});
});

test('getNotes returns the notes of all pages, each with the candidate’s ID', async () => {
	expect(await candidate('getNotes', byEmail)).toEqual([]);
	const notes = Array.from({ length: 130 }, (_, number) => `Note ${number}`);
	for (const note of notes) setUp.sandbox.addNote(ada.id, note);
	const rows = await candidate('getNotes', byEmail);
	expect(rows.map(({ content }) => content)).toEqual(notes);
	expect(rows.every(({ candidateId }) => candidateId === ada.id)).toBe(true);
});
