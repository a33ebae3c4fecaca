import { rejection } from '../../../../support/rejection.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, write, contents, count, addNote } = setUpAddNote();

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('nobody', () => {
	test('is reported with all that was looked for, and with the note', async () => {
		const options = { fallbackEmail: 'nobody@example.com' };
		const error = await rejection(write({ ...by('id', UNKNOWN), options }));
		expect(error.message).toBe(
			`No candidate in Ashby has the ID ${UNKNOWN} or the email nobody@example.com. Not added: Invited to the video interview`,
		);
		// An error workflow tells by this what doesn't pass by itself.
		expect(error).toMatchObject({ context: { needsAttention: true } });
	});

	test('still needs a person if a later step reports it', async () => {
		const options = { fallbackEmail: 'nobody@example.com' };
		const nobody = addNote({ ...by('id', UNKNOWN), options });
		const failed = await setUp.run(nobody, [{ json: {} }], { continueOnFail: true });
		const later = addNote(by('id', '={{ $json.candidateId }}'));
		const error = await rejection(setUp.run(later, failed));
		expect(error.message).toContain(`No candidate in Ashby has the ID ${UNKNOWN}`);
		expect(error).toMatchObject({ context: { needsAttention: true } });
	});

	test('is not what another failure means', async () => {
		setUp.sandbox.fault = () => ({ kind: 'code', code: 'invalid_input' });
		const error = await rejection(write({ options: { fallbackEmail: 'ada@example.com' } }));
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
	])('for %j writes nothing and says why', async (candidate, who) => {
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

	test('doesn’t hide that nobody was found until the last try', async () => {
		await expect(write({ ...by('id', ''), options }, {}, [{ isLast: true }])).rejects.toThrow(
			'No candidate in Ashby has the email nobody@example.com. Not added: Invited',
		);
	});

	test('doesn’t hide an outage', async () => {
		setUp.sandbox.fault = () => ({ kind: 'status', status: 503 });
		await expect(write({ options })).rejects.toThrow('HTTP 503');
	});
});
