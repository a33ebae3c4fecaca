import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { AshbySwitches, Candidate } from '../../../../sandbox/ashby.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
let ada: Candidate;

beforeEach(() => {
	ada = setUp.sandbox.addCandidate({ name: 'Ada Lovelace' });
});

const addNote = (parameters: INodeParameters): INodeParameters => ({
	resource: 'candidate',
	operation: 'addNote',
	candidate: { __rl: true, mode: 'id', value: ada.id },
	note: 'Invited to the video interview',
	...parameters,
});
const notes = (id = ada.id) => setUp.sandbox.notesOf(id);

/** What the option Skip If Exists takes for the same note. */
const NOTE = `<b>Ada &amp; Co</b> answered <i>&lt;Engineer&gt;</i>
<ul><li>Why us?</li><li>First answer,
second line</li></ul><a href="https://app.willotalent.com/x">Watch</a>`;
const READINGS: Partial<AshbySwitches>[] = (['tag', 'element'] as const).flatMap((htmlStrip) =>
	(['kept', 'collapsed'] as const).flatMap((bareNewlines) =>
		(['html', 'text'] as const).map((noteContent) => ({ htmlStrip, bareNewlines, noteContent })),
	),
);
const twice = async (parameters: INodeParameters): Promise<IDataObject[]> => [
	...(await setUp.rows(parameters)),
	...(await setUp.rows(parameters)),
];

test.each(READINGS)('finds an HTML note again: %j', async (reading) => {
	Object.assign(setUp.sandbox.switches, reading);
	for (const note of [NOTE, `<h1>Interview</h1><p>${NOTE}<br></p><div><div>a</div> b</div> c`]) {
		const options = { skipIfExists: true };
		const [first, second] = await twice(addNote({ noteFormat: 'html', note, options }));
		expect([first.alreadyExists, second.alreadyExists]).toEqual([false, true]);
		expect([second.id, second.content]).toEqual([first.id, first.content]);
	}
	expect(notes()).toHaveLength(2);
});

test('finds a text note again, beyond the first page', async () => {
	const options = { skipIfExists: true };
	const note = 'a < b & c\n\n  "quoted" <tag>';
	for (let number = 0; number < 120; number++) setUp.sandbox.addNote(ada.id, `Note ${number}`);
	const [first, second] = await twice(addNote({ note, options }));
	expect([first.alreadyExists, second.alreadyExists]).toEqual([false, true]);
	expect(notes()).toHaveLength(121);
});

test.each([
	['other words', 'text', 'Invited to the video interview again'],
	['a part of the words', 'text', 'Invited'],
	['other blanks between letters', 'text', 'Invitedto the video interview'],
	['other words in HTML', 'html', '<b>Invited</b>'],
])('writes %s', async (_what, noteFormat, note) => {
	await setUp.rows(addNote({}));
	const [row] = await setUp.rows(addNote({ noteFormat, note, options: { skipIfExists: true } }));
	expect(row.alreadyExists).toBe(false);
	expect(notes()).toHaveLength(2);
});

test('writes a public note although a private one says the same', async () => {
	setUp.key = setUp.sandbox.addKey({ privateFields: true });
	await setUp.rows(addNote({ options: { isPrivate: true } }));
	await setUp.rows(addNote({ options: { skipIfExists: true } }));
	expect(notes().map(({ isPrivate }) => isPrivate)).toEqual([true, false]);
});

test('writes it although another candidate has it', async () => {
	const grace = setUp.sandbox.addCandidate({ name: 'Grace Hopper' });
	await setUp.rows(addNote({}));
	await setUp.rows(
		addNote({
			candidate: { __rl: true, mode: 'id', value: grace.id },
			options: { skipIfExists: true },
		}),
	);
	expect(notes(grace.id)).toHaveLength(1);
});

test('an empty standing note is no match for a note of elements that Ashby strips', async () => {
	setUp.sandbox.addNote(ada.id, '');
	const options = { skipIfExists: true };
	const [row] = await setUp.rows(addNote({ noteFormat: 'html', note: '<br>', options }));
	expect(row.alreadyExists).toBe(false);
});
