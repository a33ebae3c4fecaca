import type { Candidate } from '../../../../sandbox/ashby.mts';
import { expectError } from '../../setUp.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, write, contents } = setUpAddNote();
let people: Candidate[];

beforeEach(() => {
	people = [0, 1, 2, 3, 4, 5].map((number) =>
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

test('items that failed in the previous step fail with that step’s message, the others are written', async () => {
	const failed = { error: 'No response from Willo' };
	const items = [failed, failed, failed, failed, invited(0), failed, invited(1)];
	const message = '5 of 7 items failed: No response from Willo';
	await expectError(write(note, {}, items), message);
	expect(written()).toEqual([1, 1, 0, 0, 0, 0]);
	expect(setUp.sandbox.counts.requests).toBe(2);
});

test.each([
	['a text', { error: 'No response from Willo' }],
	['an object', { error: { message: 'No response from Willo', name: 'NodeApiError' } }],
])('the message may be %s', async (_what, item) => {
	await expectError(write(note, {}, [item]), 'No response from Willo', 'The previous step failed');
});

test('an empty note without such a message is reported as empty, and one with a field `error` is written', async () => {
	await expectError(write(note, {}, [{ error: null }]), "'Note' is empty");
	await write(note, {}, [{ ...invited(0), error: 'Not of interest' }]);
	expect(written()[0]).toBe(1);
});

test('candidates for whom Ashby fails each time don’t keep the others from their notes', async () => {
	const failing = people.slice(0, 3).map(({ id }) => id);
	setUp.sandbox.fault = ({ path, body }) =>
		path === '/candidate.createNote' && failing.includes(String(body.candidateId))
			? { kind: 'status', status: 500 }
			: undefined;
	const all = [0, 1, 2, 3, 4, 5].map(invited);
	await expectError(write(note, {}, all), /^3 of 6 items failed: Ashby could not answer/);
	expect(written()).toEqual([0, 0, 0, 1, 1, 1]);
});
