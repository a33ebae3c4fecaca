import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';
import { readParticipant } from '../../../../../nodes/Willo/client/participant.ts';
import { executeContext } from '../../../../support/contexts.mts';
import { expectError } from '../../setUp.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, ada, addNote, write, contents, count } = setUpAddNote();
const mode = 'manual' as const;

test('shows what would be written, and writes nothing, unless Write in Test Runs is on', async () => {
	const options = { sendNotifications: true, createdAt: '2026-01-31T09:00:00Z' };
	const note = { noteFormat: 'html', note: '<b>Invited</b>', options };
	expect(await write(note, { mode })).toMatchObject([
		{ testRun: true, id: null, content: '<b>Invited</b>', createdAt: '2026-01-31T09:00:00.000Z' },
	]);
	expect(count('candidate.createNote')).toBe(0);
	const [row] = await write({ writeInTestRuns: true }, { mode });
	expect(row).toMatchObject({ alreadyExists: false, candidateId: ada().id });
	expect(row).not.toHaveProperty('testRun');
	expect(contents()).toHaveLength(1);
});

test('says so above the output, once', async () => {
	const given = { parameters: addNote({}), credentials: [setUp.credential], mode };
	const context = executeContext(new Ashby(), given, [{ json: {} }, { json: {} }]);
	await new Ashby().execute.call(context);
	expect(context.hints).toHaveLength(1);
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
	const found = await write({ ...by('id', ''), options }, { mode });
	expect(found).toMatchObject([{ testRun: true, candidateId: ada().id }]);
	const nobody = [{ candidateId: null, skipped: true }];
	const skipping = { ...unknown, options: { skipIfNotFound: true } };
	expect(await write(skipping, { mode })).toMatchObject(nobody);
	await expectError(write(unknown, { mode }), /Candidate not found/);
	// A template's example is nobody in Ashby.
	expect(await write(unknown, { mode }, [{ testRun: true }])).toMatchObject(nobody);
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
