import type { IExecuteContextData, INodeParameters } from 'n8n-workflow';

import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import type { AshbySwitches } from '../../../../sandbox/ashby.mts';
import { executeContext } from '../../../../support/contexts.mts';
import { rejection } from '../../../../support/rejection.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, ada, addNote, write, contents, count } = setUpAddNote();

const ENTRY = '8e6f0a52-7c1d-4a55-9d3b-2f6f1f3e9a10';
const options = { identifyingText: ENTRY };
const html = (text: string) => ({ noteFormat: 'html', note: `<b>${text}</b><br>(${ENTRY})` });

const READINGS: Partial<AshbySwitches>[] = (['tag', 'element'] as const).flatMap((htmlStrip) =>
	(['kept', 'collapsed'] as const).flatMap((bareNewlines) =>
		(['html', 'text'] as const).map((noteContent) => ({ htmlStrip, bareNewlines, noteContent })),
	),
);

test.each(READINGS)('an HTML note is recognized by its text: %j', async (reading) => {
	Object.assign(setUp.sandbox.switches, reading);
	const [first] = await write({ ...html('Invited'), options });
	const [second] = await write({ ...html('Invited again'), options });
	expect([first.alreadyExists, second.alreadyExists]).toEqual([false, true]);
	expect([second.id, second.content, second.candidateId]).toEqual([
		first.id,
		first.content,
		ada().id,
	]);
	expect(contents()).toHaveLength(1);
});

test('a text note is recognized by its text, even after the first page', async () => {
	const note = 'a < b & c\n\n  "quoted" <tag>';
	const own = { note, options: { identifyingText: note } };
	for (let number = 0; number < 120; number++) setUp.sandbox.addNote(ada().id, `Note ${number}`);
	const [first] = await write(own);
	const [second] = await write(own);
	expect([first.alreadyExists, second.alreadyExists]).toEqual([false, true]);
	expect(contents()).toHaveLength(121);
});

test.each([
	['if no note has the text', { identifyingText: 'another entry' }],
	['without a text, although the same note exists', {}],
])('a note is written %s', async (_when, looksFor) => {
	await write({ note: `Invited to the video interview (${ENTRY})` });
	const note = `Invited to the video interview (${ENTRY})`;
	const [row] = await write({ note, options: looksFor });
	expect(row.alreadyExists).toBe(false);
	expect(contents()).toHaveLength(2);
});

test('another candidate’s note doesn’t match', async () => {
	const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
	await write(html('Invited'));
	await write({ ...html('Invited'), ...by('id', grace.id), options });
	expect(contents(grace.id)).toHaveLength(1);
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

	test('a candidate’s notes are read once in a run', async () => {
		const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
		const items = ['one', 'two', 'one', 'two', 'three'].map((text) => ({ id: ada().id, text }));
		const rows = await write(
			{
				...by('id', '={{ $json.id }}'),
				note: '={{ $json.text }}',
				options: { identifyingText: '={{ $json.text }}' },
			},
			{},
			[...items, { id: grace.id, text: 'one' }],
		);
		expect(rows.map(({ alreadyExists }) => alreadyExists)).toEqual([
			...[false, false, true, true, false],
			false,
		]);
		expect(setUp.sent('candidate.listNotes').map(({ candidateId }) => candidateId)).toEqual([
			ada().id,
			grace.id,
		]);
		expect(contents()).toEqual(['one', 'two', 'three']);
	});

	test('they are read again after a lost response, because the note may have been written', async () => {
		let writes = 0;
		setUp.sandbox.fault = ({ path }) =>
			path === '/candidate.createNote' && writes++ === 0 ? { kind: 'dropAfter' } : undefined;
		const items = [{ text: 'one' }, { text: 'one' }];
		const note = '={{ $json.text }}';
		const rows = await write(
			{ note, options: { identifyingText: note } },
			{ continueOnFail: true },
			items,
		);
		expect(rows).toEqual([
			{
				error: expect.stringContaining('No response from Ashby'),
				advice: expect.stringContaining('Run this again'),
			},
			expect.objectContaining({ alreadyExists: true }),
		]);
		expect(contents()).toEqual(['one']);
	});
});

test('a note that somebody deletes isn’t written again, unless a person retries', async () => {
	await write({ ...html('Responded'), options });
	// As good as deleted: the sandbox keeps the row, and nothing recognizes it.
	setUp.sandbox.notesOf(ada().id)[0].content = '';
	const [row] = await write({ ...html('Responded'), options });
	expect(row).toMatchObject({ alreadyExists: true, candidateId: ada().id, id: null });
	expect(contents()).toEqual(['']);
	await write({ ...html('Responded'), options }, { mode: 'retry' });
	expect(contents()).toHaveLength(2);
});

describe('at once', () => {
	test.each([2, 5])('%d executions leave one note', async (executions) => {
		setUp.sandbox.fault = () => ({ kind: 'delay', ms: 20 });
		const rows = await Promise.all(
			Array.from({ length: executions }, async () => await write({ ...html('Invited'), options })),
		);
		expect(rows.filter(([{ alreadyExists }]) => alreadyExists === false)).toHaveLength(1);
		expect(contents()).toHaveLength(1);
	});

	test('if one fails, the next one writes', async () => {
		let writes = 0;
		setUp.sandbox.fault = ({ path }) =>
			path === '/candidate.createNote' && writes++ === 0
				? { kind: 'status', status: 503 }
				: { kind: 'delay', ms: 20 };
		const all = await Promise.allSettled([
			write({ ...html('Invited'), options }),
			write({ ...html('Invited'), options }),
		]);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
		expect(contents()).toHaveLength(1);
	});

	test('an execution that has read the notes still sees what another one writes meanwhile', async () => {
		const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
		const person = { ...by('id', '={{ $json.id }}'), note: '={{ $json.text }}' };
		const parameters = { ...person, options: { identifyingText: '={{ $json.text }}' } };
		let other: Promise<unknown> | undefined;
		// While the first execution is with Grace, the second one writes to Ada.
		setUp.sandbox.fault = ({ path, body }) => {
			const isWithGrace = (body as { candidateId?: string }).candidateId === grace.id;
			if (path !== '/candidate.createNote' || !isWithGrace || other) return undefined;
			other = write(parameters, {}, [{ id: ada().id, text: 'two' }]);
			return { kind: 'delay', ms: 300 };
		};
		await write(parameters, {}, [
			{ id: ada().id, text: 'one' },
			{ id: grace.id, text: 'one' },
			{ id: ada().id, text: 'two' },
		]);
		await other;
		expect(contents()).toEqual(['one', 'two']);
	});
});

describe('the step that notes an entry for the first time, run again', () => {
	const known = { ...html('Invited'), options };
	const first = (text: string) => ({ json: { text, entryId: text, isRepeat: false } });

	/** The node within one execution; n8n's Retry On Fail runs it again there. */
	async function writeWithin(
		contextData: IExecuteContextData,
		parameters: INodeParameters,
		texts: string[],
	) {
		const credentials = [setUp.credential];
		const context = executeContext(
			new Ashby(),
			{ parameters: addNote(parameters), credentials, mode: 'trigger', contextData },
			texts.map(first),
		);
		const [output] = await new Ashby().execute.call(context);
		return output.map(({ json }) => json);
	}

	test('by retrying the execution, finds its note', async () => {
		const items = [first(ENTRY).json];
		await write(known, {}, items);
		const [row] = await write(known, { mode: 'retry' }, items);
		expect(row.alreadyExists).toBe(true);
		expect(contents()).toHaveLength(1);
	});

	test('by retrying the execution without a text to look for, writes again because the notes can’t be told apart', async () => {
		await write({});
		await write({}, { mode: 'retry' });
		expect(contents()).toHaveLength(2);
		expect(count('candidate.listNotes')).toBe(0);
	});

	test('by Retry On Fail, within one execution, finds it, too', async () => {
		const texts = ['one', 'two'];
		const note = { note: '={{ $json.text }}', options: { identifyingText: '={{ $json.text }}' } };
		let writes = 0;
		setUp.sandbox.fault = ({ path }) =>
			path === '/candidate.createNote' && writes++ === 1 ? { kind: 'drop' } : undefined;
		const execution = {};
		await rejection(writeWithin(execution, note, texts));
		expect(contents()).toEqual(['one']);
		const rows = await writeWithin(execution, note, texts);
		expect(rows.map(({ alreadyExists }) => alreadyExists)).toEqual([true, false]);
		expect(contents()).toEqual(['one', 'two']);
	});
});
