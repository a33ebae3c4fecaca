import type { Candidate } from '../../../../sandbox/ashby.mts';
import { rejection } from '../../../../support/rejection.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, write, contents } = setUpAddNote();
let people: Candidate[];

beforeEach(() => {
	people = Array.from({ length: 6 }, (_, number) =>
		setUp.sandbox.addCandidate({ name: `Person ${number}` }),
	);
});

/** As in the templates, after a step that continues if an item fails. */
const note = {
	...by('id', '={{ $json.participant.externalId }}'),
	noteFormat: 'html',
	note: '={{ $json.note.html }}',
};
const invited = (number: number) => ({
	participant: { externalId: people[number].id },
	note: { html: `<b>Invited</b> ${number}` },
});
const written = () => people.map(({ id }) => contents(id).length);

test('all items are processed before the failed ones are named', async () => {
	setUp.sandbox.deleteCandidate(people[1].id);
	const error = await rejection(write(note, {}, [0, 1, 2].map(invited)));
	expect(error.message).toBe(
		'1 of 3 items failed: Ashby refused candidate.createNote: Candidate not found',
	);
	expect(error.description).toContain('Item 1: Ashby refused');
	expect(written()).toEqual([1, 0, 1, 0, 0, 0]);
});

test('an item that failed in the previous step fails with that step’s message', async () => {
	const failed = { error: 'Willo does not accept this API key' };
	const error = await rejection(write(note, {}, [failed, invited(1), failed]));
	expect(error.message).toBe('2 of 3 items failed: Willo does not accept this API key');
	expect(written()).toEqual([0, 1, 0, 0, 0, 0]);
	expect(setUp.sandbox.counts.requests).toBe(1);
});

test.each([
	['a text', { error: 'No response from Willo' }],
	['an object', { error: { message: 'No response from Willo', name: 'NodeApiError' } }],
])('the message may be %s', async (_what, item) => {
	const error = await rejection(write(note, {}, [item]));
	expect(error.message).toBe('No response from Willo');
	expect(error.description).toContain('The previous step failed');
});

test('many such items don’t prevent the others from being written', async () => {
	const failed = { error: 'No response from Willo' };
	const items = [failed, failed, failed, failed, invited(0), failed, invited(1)];
	const error = await rejection(write(note, {}, items));
	expect(error.message).toContain('5 of 7 items failed');
	expect(written()).toEqual([1, 1, 0, 0, 0, 0]);
});

test('a note is written even if the item has a field `error`', async () => {
	await write(note, {}, [{ ...invited(0), error: 'Not of interest' }]);
	expect(written()[0]).toBe(1);
});

test('an empty note without such a message is reported as empty', async () => {
	const { message } = await rejection(write(note, {}, [{ error: null }]));
	expect(message).toBe("'Note' is empty");
});

test('candidates for whom Ashby fails each time don’t keep the others from their notes', async () => {
	const failing = people.slice(0, 3).map(({ id }) => id);
	setUp.sandbox.fault = ({ path, body }) =>
		path === '/candidate.createNote' &&
		failing.includes((body as { candidateId: string }).candidateId)
			? { kind: 'status', status: 500 }
			: undefined;
	const error = await rejection(write(note, {}, [0, 1, 2, 3, 4, 5].map(invited)));
	expect(error.message).toContain('3 of 6 items failed: Ashby could not answer');
	expect(written()).toEqual([0, 0, 0, 1, 1, 1]);
});
