import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';
import { readParticipant } from '../../../../../nodes/Willo/client/participant.ts';
import { executeContext } from '../../../../support/contexts.mts';
import { rejection } from '../../../../support/rejection.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, ada, addNote, write, contents, count } = setUpAddNote();
const mode = 'manual' as const;

test('shows what would be written, and writes nothing', async () => {
	const options = { sendNotifications: true, createdAt: '2026-01-31T09:00:00Z' };
	const rows = await write({ noteFormat: 'html', note: '<b>Invited</b>', options }, { mode });
	expect(rows).toMatchObject([
		{ testRun: true, id: null, content: '<b>Invited</b>', createdAt: '2026-01-31T09:00:00.000Z' },
	]);
	expect(contents()).toEqual([]);
	expect(count('candidate.createNote')).toBe(0);
});

test('says so above the output, once', async () => {
	const given = { parameters: addNote({}), credentials: [setUp.credential], mode };
	const context = executeContext(new Ashby(), given, [{ json: {} }, { json: {} }]);
	await new Ashby().execute.call(context);
	expect(context.hints).toEqual([
		{ message: expect.stringContaining("'Write in Test Runs'"), location: 'outputPane' },
	]);
});

test('writes if Write in Test Runs is on', async () => {
	const [row] = await write({ writeInTestRuns: true }, { mode });
	expect(row).toMatchObject({ alreadyExists: false, candidateId: ada().id });
	expect(row).not.toHaveProperty('testRun');
	expect(contents()).toHaveLength(1);
});

test('shows the existing note', async () => {
	await write({});
	const [row] = await write({ options: { identifyingText: 'Invited' } }, { mode });
	expect(row).toMatchObject({ testRun: true, alreadyExists: true, candidateId: ada().id });
	expect(contents()).toHaveLength(1);
});

test('shows who the fallback would find, or that it would find nobody', async () => {
	const unknown = by('id', '00000000-0000-4000-8000-000000000000');
	const options = { fallbackEmail: 'ada@example.com' };
	const [found] = await write({ ...by('id', ''), options }, { mode });
	expect(found).toMatchObject({ testRun: true, candidateId: ada().id });
	const [nobody] = await write({ ...unknown, options: { skipIfNotFound: true } }, { mode });
	expect(nobody).toMatchObject({ candidateId: null, skipped: true });
	const error = await rejection(write(unknown, { mode }));
	expect(error.message).toContain('Candidate not found');
	const [example] = await write(unknown, { mode }, [{ testRun: true }]);
	expect(example).toMatchObject({ candidateId: null, skipped: true });
	expect(contents()).toEqual([]);
});

describe('a note that a test run of Invite built', () => {
	const participant = { ...readParticipant({ name: 'Ada' }), email: 'ada@example.com' };
	const subject = { participant, alreadyInvited: false, reason: null, todo: null, entryId: null };
	const { text, html } = invitationNote({ ...subject, invited: true, testRun: true });

	test.each([
		['as text', { note: text }],
		['as HTML', { noteFormat: 'html', note: html }],
	])('%s is never written, in any run', async (_as, note) => {
		for (const options of [{ mode }, { mode: 'retry' }, { mode: 'trigger' }] as const) {
			const [row] = await write({ ...note, writeInTestRuns: true }, options);
			expect(row).toMatchObject({ testRun: true, candidateId: ada().id });
		}
		expect(contents()).toEqual([]);
	});

	test('isn’t confused with a note about a real invitation, or of a person', async () => {
		const real = invitationNote({ ...subject, invited: true, testRun: false }).text;
		for (const note of [real, 'Test run: we try Willo with Ada']) await write({ note });
		expect(contents()).toHaveLength(2);
	});
});
