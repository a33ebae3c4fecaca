import type { AshbySwitches } from '../../../../sandbox/ashby.mts';
import { rejection } from '../../../../support/rejection.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, ada, addNote } = setUpAddNote();
const notes = (id = ada().id) => setUp.sandbox.notesOf(id);

describe('a note', () => {
	test('is written as text, and returned with the candidate’s ID', async () => {
		const rows = await setUp.rows(addNote({}));
		const [note] = notes();
		expect(note).toMatchObject({
			content: 'Invited to the video interview',
			type: 'text/plain',
			isPrivate: false,
			sendNotifications: false,
		});
		expect(rows).toEqual([
			{
				id: note.id,
				createdAt: note.createdAt,
				isPrivate: false,
				content: note.content,
				author: expect.objectContaining({ id: note.authorId }),
				candidateId: ada().id,
				alreadyExists: false,
			},
		]);
	});

	test('passes its input on if wanted, and says whether it is new or from a test run', async () => {
		const options = { passInputOn: true, identifyingText: 'Invited' };
		const items = [{ json: { name: 'Ada', score: 4, id: 'response-1' } }];
		const [first] = await setUp.run(addNote({ options }), items);
		const [again] = await setUp.run(addNote({ options }), items);
		const added = (alreadyExists: boolean) =>
			expect.objectContaining({ id: notes()[0].id, candidateId: ada().id, alreadyExists });
		expect(first.json).toEqual({ ...items[0].json, addedNote: added(false) });
		expect(again.json).toEqual({ ...items[0].json, addedNote: added(true) });
		const shown = await setUp.run(addNote({ options, note: 'New' }), items, { mode: 'manual' });
		expect(shown[0].json).toMatchObject({ ...items[0].json, testRun: true });
		expect(notes()).toHaveLength(1);
	});

	test('is written as HTML', async () => {
		await setUp.rows(addNote({ noteFormat: 'html', note: '<b>Invited</b><ul><li>x</li></ul>' }));
		expect(notes()[0]).toMatchObject({
			content: '<b>Invited</b><ul><li>x</li></ul>',
			type: 'text/html',
		});
	});

	test('uses all options, with a date without an offset in the workflow’s time zone', async () => {
		setUp.key = setUp.sandbox.addKey({ privateFields: true });
		const options = {
			isPrivate: true,
			sendNotifications: true,
			createdAt: '2026-01-31T09:00:00+02:00',
		};
		await setUp.rows(addNote({ options }));
		expect(notes()[0]).toMatchObject({
			isPrivate: true,
			sendNotifications: true,
			createdAt: '2026-01-31T07:00:00.000Z',
		});
		// The workflow is in n8n's default time zone, New York.
		await setUp.rows(addNote({ options: { createdAt: '2026-01-31 09:00:00' } }));
		expect(notes()[1].createdAt).toBe('2026-01-31T14:00:00.000Z');
	});

	test('is written for every item, each output paired with its input', async () => {
		const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
		const output = await setUp.run(
			addNote({ ...by('id', '={{ $json.id }}'), note: '={{ $json.text }}' }),
			[{ json: { id: ada().id, text: 'one' } }, { json: { id: grace.id, text: 'two' } }],
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect([notes()[0].content, notes(grace.id)[0].content]).toEqual(['one', 'two']);
	});
});

describe('the candidate', () => {
	test.each([
		['from the list', 'list', () => ada().id],
		['by ID, blanks forgiven', 'id', () => ` ${ada().id} `],
		['by email', 'email', () => 'ada@example.com'],
		['by email in capital letters', 'email', () => ' Ada@Example.com '],
		[
			'by profile URL',
			'url',
			() => `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${ada().id}`,
		],
		['by page URL', 'url', () => `https://app.ashbyhq.com/candidates/${ada().id}/feed?tab=1`],
	])('is found %s', async (_how, mode, value) => {
		await setUp.rows(addNote(by(mode, value())));
		expect(notes()).toHaveLength(1);
	});

	test('is found by an email that isn’t the primary one', async () => {
		const extraEmails = ['grace@navy.example'];
		const email = 'grace@example.com';
		const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper', email, extraEmails });
		await setUp.rows(addNote(by('email', 'grace@navy.example')));
		expect(notes(grace.id)).toHaveLength(1);
	});

	describe.each(['exact', 'prefix', 'caseSensitiveExact'] as AshbySwitches['searchEmail'][])(
		'by email, if Ashby’s search is %s',
		(searchEmail) => {
			beforeEach(() => {
				setUp.sandbox.switches.searchEmail = searchEmail;
			});

			test('isn’t confused with one whose address only starts the same', async () => {
				setUp.sandbox.addCandidate({ name: 'Adam', email: 'ada@example.com.au' });
				await setUp.rows(addNote(by('email', 'ada@example.com')));
				expect(notes()).toHaveLength(1);
			});

			test('reports if nobody matches', async () => {
				const error = await rejection(setUp.rows(addNote(by('email', 'ada@example.co'))));
				expect(error.message).toBe(
					'No candidate in Ashby has the email ada@example.co. Not added: Invited to the video interview',
				);
				expect(error.description).toContain("'Candidate'");
				expect(error.context?.itemIndex).toBe(0);
			});

			test('lists all who match, ignoring the case of their addresses', async () => {
				const twin = setUp.sandbox.addCandidate({ name: 'Ada L.', email: 'Ada@example.com' });
				const error = await rejection(setUp.rows(addNote(by('email', 'Ada@example.com'))));
				expect(error.message).toContain('2 candidates in Ashby have the email Ada@example.com');
				expect(error.message).toContain(`Ada Lovelace (${ada().id})`);
				expect(error.message).toContain(`Ada L. (${twin.id})`);
				expect(error.description).toContain('Enter the ID');
				expect([...notes(), ...notes(twin.id)]).toEqual([]);
			});
		},
	);

	test.each([
		['id', '', "'Candidate' is empty"],
		['email', ' ', "'Candidate' is empty"],
		[
			'url',
			'https://app.ashbyhq.com/jobs/5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77',
			"The URL in 'Candidate' doesn't point to a candidate in Ashby",
		],
	])('%s "%s" is refused before any request', async (mode, value, message) => {
		const error = await rejection(setUp.rows(addNote(by(mode, value))));
		expect(error.message).toBe(message);
		expect(setUp.sandbox.counts.requests).toBe(0);
	});

	test('reports Ashby’s message and request ID if they no longer exist', async () => {
		setUp.sandbox.deleteCandidate(ada().id);
		const error = await rejection(setUp.rows(addNote({})));
		expect(error.message).toBe('Ashby refused candidate.createNote: Candidate not found');
		expect(error.description).toContain('merged');
		expect(error.description).toMatch(/request id: [0-9A-Z]{26}/);
	});
});

describe('fields', () => {
	test.each([
		[{ note: '  ' }, "'Note' is empty"],
		[{ options: { createdAt: 'tomorrow' } }, "'Created At' is not a date"],
		[{ options: { createdAt: '12' } }, "'Created At' is not a date"],
	])('%j is refused before any request', async (parameters, message) => {
		const error = await rejection(setUp.rows(addNote(parameters)));
		expect(error.message).toBe(message);
		expect(setUp.sandbox.counts.requests).toBe(0);
	});

	test('a private note names the setting that the key lacks', async () => {
		setUp.key = setUp.sandbox.addKey({ privateFields: false });
		const error = await rejection(setUp.rows(addNote({ options: { isPrivate: true } })));
		expect(error.description).toContain('"Allow access to non-offer private fields"');
	});

	test('with Continue On Fail, the item contains the message and what to do, and the others are written', async () => {
		const output = await setUp.run(
			addNote({ note: '={{ $json.text }}' }),
			[{ json: { text: '' } }, { json: { text: 'two' } }],
			{ continueOnFail: true },
		);
		expect(output).toEqual([
			{
				json: { error: "'Note' is empty", advice: expect.stringMatching(/^Fill it in/) },
				pairedItem: { item: 0 },
			},
			{ json: expect.objectContaining({ content: 'two' }), pairedItem: { item: 1 } },
		]);
	});
});

describe('a lost answer', () => {
	test('says what to do', async () => {
		setUp.sandbox.fault = () => ({ kind: 'dropAfter' });
		const error = await rejection(setUp.rows(addNote({})));
		expect(error.description).toContain('The note may have been written anyway');
		expect(error.description).toContain("set 'Skip If a Note Contains' and run this again");
	});

	test('and another run that looks for the note leave one', async () => {
		setUp.sandbox.fault = ({ path, number }) =>
			path === '/candidate.createNote' && number === 2 ? { kind: 'dropAfter' } : undefined;
		const parameters = addNote({ options: { identifyingText: 'Invited' } });
		const error = await rejection(setUp.rows(parameters));
		expect(error.description).toContain(
			"'Skip If a Note Contains' is set, so it won't be written twice",
		);
		const [row] = await setUp.rows(parameters);
		expect(row.alreadyExists).toBe(true);
		expect(notes()).toHaveLength(1);
	});
});
