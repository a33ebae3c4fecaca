import { expectError } from '../../setUp.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, ada, write } = setUpAddNote();
const notes = (id = ada().id) => setUp.sandbox.notesOf(id);

describe('a note', () => {
	test('is written as text, and returned with the candidate’s ID', async () => {
		const rows = await write({});
		const content = 'Invited to the video interview';
		const written = { content, type: 'text/plain', isPrivate: false, sendNotifications: false };
		expect(notes()).toMatchObject([written]);
		const [{ id, createdAt, authorId, isPrivate }] = notes();
		const author = expect.objectContaining({ id: authorId });
		const returned = { id, createdAt, isPrivate, content, author };
		expect(rows).toEqual([{ ...returned, candidateId: ada().id, alreadyExists: false }]);
	});

	test('passes its input on if wanted, and says whether it is new or from a test run', async () => {
		const options = { passInputOn: true, identifyingText: 'Invited' };
		const item = { name: 'Ada', score: 4, id: 'response-1' };
		const [first] = await write({ options }, {}, [item]);
		const [again] = await write({ options }, {}, [item]);
		const added = (alreadyExists: boolean) =>
			expect.objectContaining({ id: notes()[0].id, candidateId: ada().id, alreadyExists });
		expect(first).toEqual({ ...item, addedNote: added(false) });
		expect(again).toEqual({ ...item, addedNote: added(true) });
		const [shown] = await write({ options, note: 'New' }, { mode: 'manual' }, [item]);
		expect(shown).toMatchObject({ ...item, testRun: true });
		expect(notes()).toHaveLength(1);
	});

	test.each([
		[
			'as HTML',
			{ noteFormat: 'html', note: '<b>x</b>' },
			{ content: '<b>x</b>', type: 'text/html' },
		],
		[
			'privately, with notifications, at a time',
			{
				options: { isPrivate: true, sendNotifications: true, createdAt: '2026-01-31T09:00+02:00' },
			},
			{ isPrivate: true, sendNotifications: true, createdAt: '2026-01-31T07:00:00.000Z' },
		],
		[
			'at a time of the workflow’s time zone, which is n8n’s default, New York',
			{ options: { createdAt: '2026-01-31 09:00:00' } },
			{ createdAt: '2026-01-31T14:00:00.000Z' },
		],
	])('is written %s', async (_how, parameters, expected) => {
		setUp.key = setUp.sandbox.addKey({ privateFields: true });
		await write(parameters);
		expect(notes()).toMatchObject([expected]);
	});
});

describe('the candidate', () => {
	test.each([
		['from the list', 'list', () => ada().id],
		['by ID, blanks forgiven', 'id', () => ` ${ada().id} `],
		['by email in capital letters', 'email', () => ' Ada@Example.com '],
		[
			'by profile URL',
			'url',
			() => `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${ada().id}`,
		],
		['by page URL as an ID', 'id', () => `https://app.ashbyhq.com/candidates/${ada().id}/notes`],
		['by page URL as email', 'email', () => `https://app.ashbyhq.com/candidates/${ada().id}`],
	])('is found %s', async (_how, mode, value) => {
		// Whose address only starts the same.
		setUp.sandbox.addCandidate({ name: 'Adam', email: 'ada@example.com.au' });
		await write(by(mode, value()));
		expect(notes()).toHaveLength(1);
	});
});

test.each([
	[by('id', ''), "'Candidate' is empty"],
	[
		by('url', 'https://app.ashbyhq.com/jobs/5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77'),
		"The URL in 'Candidate' doesn't point to a candidate in Ashby",
	],
	[{ note: '  ' }, "'Note' is empty"],
	[{ options: { createdAt: 'tomorrow' } }, "'Created At' is not a date"],
	[{ options: { createdAt: '12' } }, "'Created At' is not a date"],
])('%j is refused before any request', async (parameters, message) => {
	await expectError(write(parameters), message);
	expect(setUp.sandbox.counts.requests).toBe(0);
});

test('a private note names the setting that the key lacks', async () => {
	setUp.key = setUp.sandbox.addKey({ privateFields: false });
	const options = { isPrivate: true };
	await expectError(write({ options }), /./, '"Allow access to non-offer private fields"');
});

test.each([
	[{}, "set 'Skip If a Note Contains' and run this again", 2],
	[{ identifyingText: 'Invited' }, "'Skip If a Note Contains' is set, so it won't be written", 1],
])('after a lost answer, with %j, another run leaves %3$i', async (options, advice, count) => {
	setUp.failAt('candidate.createNote', { kind: 'dropAfter' }, 1);
	await expectError(write({ options }), /./, 'The note may have been written anyway', advice);
	const [{ alreadyExists }] = await write({ options });
	expect(alreadyExists).toBe(count === 1);
	expect(notes()).toHaveLength(count);
});
