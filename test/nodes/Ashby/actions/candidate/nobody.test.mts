import { rejection } from '../../../../support/rejection.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, ada, write, contents, count } = setUpAddNote();

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const fallbackEmail = 'ada@example.com';

describe('Fallback Email', () => {
	test.each([
		['the ID is empty', by('id', '={{ $json.participant.externalId }}')],
		['Ashby has no such candidate', by('id', UNKNOWN)],
		['the ID is another system’s', by('id', 'EXT-17')],
		['nobody has the first email', by('email', 'nobody@example.com')],
	])('finds the candidate when %s', async (_when, candidate) => {
		const [row] = await write({ ...candidate, options: { fallbackEmail } });
		expect(row.candidateId).toBe(ada().id);
		expect(contents()).toHaveLength(1);
	});

	test('finds the candidate even if the notes are read first', async () => {
		const options = { fallbackEmail, skipIfExists: true };
		await write({ ...by('id', UNKNOWN), options });
		const [row] = await write({ ...by('id', UNKNOWN), options });
		expect(row).toMatchObject({ candidateId: ada().id, alreadyExists: true });
		expect(contents()).toHaveLength(1);
	});

	test('isn’t used if the candidate is found', async () => {
		setUp.sandbox.addCandidate({ name: 'Ada L.', email: 'ada@example.com' });
		await write({ options: { fallbackEmail, notesContain: 'x', skipIfNotFound: true } });
		expect(contents()).toHaveLength(1);
		expect(setUp.sandbox.counts.requests).toBe(1);
	});

	test('of several candidates is resolved by Notes Contain', async () => {
		const twin = setUp.sandbox.addCandidate({ name: 'Ada L.', email: 'ada@example.com' });
		setUp.sandbox.addNote(twin.id, 'Participant 0f3c');
		await write({ ...by('id', ''), options: { fallbackEmail, notesContain: '0f3c' } });
		expect(contents(twin.id)).toHaveLength(2);
		expect(contents()).toEqual([]);
	});

	test('of several candidates who can’t be told apart fails, so that a person decides', async () => {
		setUp.sandbox.addCandidate({ name: 'Ada L.', email: 'ada@example.com' });
		const options = { fallbackEmail, skipIfNotFound: true };
		const { message } = await rejection(write({ ...by('id', ''), options }));
		expect(message).toContain('2 candidates in Ashby have the email ada@example.com');
	});

	test('of no candidate is reported together with the value of Candidate', async () => {
		const options = { fallbackEmail: 'nobody@example.com' };
		const error = await rejection(write({ ...by('id', UNKNOWN), options }));
		expect(error.message).toBe(
			`No candidate in Ashby has the ID ${UNKNOWN} or the email nobody@example.com`,
		);
		// An error workflow tells by this what doesn't pass by itself.
		expect(error).toMatchObject({ context: { needsAttention: true } });
	});

	test('hides no other failure', async () => {
		setUp.sandbox.fault = () => ({ kind: 'code', code: 'invalid_input' });
		const error = await rejection(write({ options: { fallbackEmail } }));
		expect(error.message).toContain('Ashby refused candidate.createNote');
		expect(count('candidate.search')).toBe(0);
	});
});

describe('Skip If Not Found', () => {
	const options = { skipIfNotFound: true, fallbackEmail: 'nobody@example.com' };

	test.each([
		[by('id', UNKNOWN), `the ID ${UNKNOWN} or the email nobody@example.com`],
		[by('id', ''), 'the email nobody@example.com'],
		[by('email', 'no@example.com'), 'the email no@example.com or the email nobody@example.com'],
	])('for for %j writes nothing and says why', async (candidate, who) => {
		await expect(write({ ...candidate, options })).resolves.toEqual([
			{ candidateId: null, skipped: true, reason: `No candidate in Ashby has ${who}` },
		]);
		expect(contents()).toEqual([]);
	});

	test('without any candidate sends no request', async () => {
		const parameters = { ...by('id', ''), options: { skipIfNotFound: true } };
		await expect(write(parameters)).resolves.toEqual([
			{ candidateId: null, skipped: true, reason: "'Candidate' is empty" },
		]);
		expect(setUp.sandbox.counts.requests).toBe(0);
	});

	test('fails if it is off for an item', async () => {
		const given = { ...by('id', ''), options: { skipIfNotFound: '={{ $json.isRepeat }}' } };
		await expect(write(given, {}, [{ isRepeat: true }])).resolves.toHaveLength(1);
		await expect(write(given, {}, [{ isRepeat: false }])).rejects.toThrow("'Candidate' is empty");
	});

	test('doesn’t hide an outage', async () => {
		setUp.sandbox.fault = () => ({ kind: 'status', status: 503 });
		await expect(write({ options })).rejects.toThrow('HTTP 503');
	});
});
