import { rejection } from '../../../../support/rejection.mts';
import { ada } from '../../setUp.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, write, contents, count } = setUpAddNote();

const ENTRY = '8e6f0a52-7c1d-4a55-9d3b-2f6f1f3e9a10';
const options = { identifyingText: ENTRY };
const html = (text: string) => ({ noteFormat: 'html', note: `<b>${text}</b><br>(${ENTRY})` });
/** For each item, a note that is recognized by its whole text. */
const EACH = { note: '={{ $json.text }}', options: { identifyingText: '={{ $json.text }}' } };
const EACH_CANDIDATE = { ...EACH, ...by('id', '={{ $json.id }}') };

test.each(
	['tag', 'element'].flatMap((htmlStrip) =>
		['kept', 'collapsed'].flatMap((bareNewlines) =>
			['html', 'text'].map((noteContent) => ({ htmlStrip, bareNewlines, noteContent })),
		),
	),
)('an HTML note is recognized by its text: %j', async (reading) => {
	Object.assign(setUp.sandbox.switches, reading);
	const [{ id, content, alreadyExists }] = await write({ ...html('Invited'), options });
	const [second] = await write({ ...html('Invited again'), options });
	expect(alreadyExists).toBe(false);
	expect(second).toMatchObject({ id, content, candidateId: ada.id, alreadyExists: true });
	expect(contents()).toHaveLength(1);
});

test('a text note is recognized by its text, even after the first page', async () => {
	const note = 'a < b & c\n\n  "quoted" <tag>';
	const own = { note, options: { identifyingText: note } };
	for (let number = 0; number < 120; number++) setUp.sandbox.addNote(ada.id, `Note ${number}`);
	expect(await write(own)).toMatchObject([{ alreadyExists: false }]);
	expect(await write(own)).toMatchObject([{ alreadyExists: true }]);
	expect(contents()).toHaveLength(121);
	const another = { note, options: { identifyingText: 'another' } };
	expect(await write(another)).toMatchObject([{ alreadyExists: false }]);
});

describe('requests', () => {
	test.each([
		['a plain note', 1, {}, {}],
		['a note that may exist', 2, { options }, {}],
		['the note of an entry', 1, { options }, { entryId: ENTRY, isRepeat: false }],
		['the note of a repeated entry', 2, { options }, { entryId: ENTRY, isRepeat: true }],
		['another note of an entry', 2, { options }, { entryId: 'another', isRepeat: false }],
	])('%s takes %d', async (_what, requests, parameters, item) => {
		await write(parameters, {}, [item]);
		expect(setUp.sandbox.counts.requests).toBe(requests);
	});

	test('a candidate’s notes are read once in a run, and aren’t those of another', async () => {
		const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
		const texts = ['one', 'two', 'one', 'two', 'three'];
		const items = texts.map((text) => ({ id: ada.id, text }));
		const rows = await write(EACH_CANDIDATE, {}, [...items, { id: grace.id, text: 'one' }]);
		const exist = [false, false, true, true, false, false];
		expect(rows.map(({ alreadyExists }) => alreadyExists)).toEqual(exist);
		const read = setUp.sent('candidate.listNotes').map(({ candidateId }) => candidateId);
		expect(read).toEqual([ada.id, grace.id]);
		expect(contents()).toEqual(['one', 'two', 'three']);
	});

	test('they are read again after a lost response, because the note may have been written', async () => {
		setUp.failAt('candidate.createNote', { kind: 'dropAfter' }, 1);
		const rows = await write(EACH, { continueOnFail: true }, [{ text: 'one' }, { text: 'one' }]);
		const [error, advice] = ['No response from Ashby', 'Run this again'].map((text) =>
			expect.stringContaining(text),
		);
		expect(rows).toMatchObject([{ error, advice }, { alreadyExists: true }]);
		expect(contents()).toEqual(['one']);
	});
});

test('a note that somebody deletes isn’t written again, unless a person retries', async () => {
	const note = { ...html('Responded'), options };
	await write(note);
	// As good as deleted: the sandbox keeps the row, and nothing recognizes it.
	setUp.sandbox.notesOf(ada.id)[0].content = '';
	const [row] = await write(note);
	expect(row).toMatchObject({ alreadyExists: true, candidateId: ada.id, id: null });
	expect(contents()).toEqual(['']);
	await write(note, { mode: 'retry' });
	expect(contents()).toHaveLength(2);
});

describe('at once', () => {
	const known = { ...html('Invited'), options };

	test('if one of five fails, the next one writes, and there is one note', async () => {
		setUp.failAt('candidate.createNote', { kind: 'status', status: 503 }, 1);
		const five = [1, 2, 3, 4, 5].map(async () => await write(known));
		const [{ status }, ...others] = await Promise.allSettled(five);
		expect(status).toBe('rejected');
		const exist = [false, true, true, true].map((alreadyExists) => [{ alreadyExists }]);
		expect(others).toMatchObject(exist.map((value) => ({ value })));
		expect(contents()).toHaveLength(1);
	});

	test('an execution that has read the notes still sees what another one writes meanwhile', async () => {
		const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
		let other: Promise<unknown> | undefined;
		// While the first execution is with Grace, the second one writes to Ada.
		setUp.sandbox.fault = ({ path, body }) => {
			const isWithGrace = (body as { candidateId?: string }).candidateId === grace.id;
			if (path !== '/candidate.createNote' || !isWithGrace || other) return undefined;
			other = write(EACH_CANDIDATE, {}, [{ id: ada.id, text: 'two' }]);
			return { kind: 'delay', ms: 300 };
		};
		const two = [ada, grace].map(({ id }) => ({ id, text: 'one' }));
		await write(EACH_CANDIDATE, {}, [...two, { id: ada.id, text: 'two' }]);
		await other;
		expect(contents()).toEqual(['one', 'two']);
	});
});

describe('the step that notes an entry for the first time, run again', () => {
	const first = (text: string) => ({ text, entryId: text, isRepeat: false });

	test('by retrying the execution, finds its note, but not without a text to look for', async () => {
		await write({});
		await write({}, { mode: 'retry' });
		expect([contents().length, count('candidate.listNotes')]).toEqual([2, 0]);
		const known = { ...html('Invited'), options };
		await write(known, {}, [first(ENTRY)]);
		const again = await write(known, { mode: 'retry' }, [first(ENTRY)]);
		expect(again).toMatchObject([{ alreadyExists: true }]);
		expect(contents()).toHaveLength(3);
	});

	test('by Retry On Fail, within one execution, finds it, too', async () => {
		// n8n keeps it within the execution.
		const contextData = {};
		const run = async () => await write(EACH, { contextData }, [first('one'), first('two')]);
		let writes = 0;
		setUp.sandbox.fault = ({ path }) =>
			path === '/candidate.createNote' && writes++ === 1 ? { kind: 'drop' } : undefined;
		await rejection(run());
		expect([contents(), count('candidate.listNotes')]).toEqual([['one'], 0]);
		expect(await run()).toMatchObject([{ alreadyExists: true }, { alreadyExists: false }]);
		expect(contents()).toEqual(['one', 'two']);
	});
});
