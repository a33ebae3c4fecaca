import type { INodeParameters } from 'n8n-workflow';

import { invitationNote } from '../../../../../nodes/Willo/actions/participant/invitationNote.ts';
import { readParticipant } from '../../../../../nodes/Willo/client/participant.ts';
import type { Candidate } from '../../../../sandbox/ashby.mts';
import { ada, expectError, manual } from '../../setUp.mts';
import { by, setUpAddNote, UNKNOWN } from './addNote.setUp.mts';

const { setUp, addNote, write, notes, contents, count } = setUpAddNote();
const at = (createdAt: string): INodeParameters => ({ options: { createdAt } });

describe('a note', () => {
	test('is written as text, and returned with the candidate’s ID', async () => {
		const rows = await write({});
		const content = 'Invited to the video interview';
		const written = { content, type: 'text/plain', isPrivate: false, sendNotifications: false };
		expect(notes()).toMatchObject([written]);
		const [{ id, createdAt, authorId, isPrivate }] = notes();
		const author = expect.objectContaining({ id: authorId });
		const returned = { id, createdAt, isPrivate, content, author };
		expect(rows).toEqual([{ ...returned, candidateId: ada.id, alreadyExists: false }]);
	});

	test('passes its input on if wanted, and says whether it is new or from a test run', async () => {
		const options = { passInputOn: true, identifyingText: 'Invited' };
		const item = { name: 'Ada', score: 4, id: 'response-1' };
		for (const alreadyExists of [false, true]) {
			const [row] = await write({ options }, {}, [item]);
			const added = { id: notes()[0].id, candidateId: ada.id, alreadyExists };
			expect(row).toEqual({ ...item, addedNote: expect.objectContaining(added) });
		}
		const [shown] = await write({ options, note: 'New' }, manual, [item]);
		expect(shown).toMatchObject({ ...item, testRun: true });
		expect(notes()).toHaveLength(1);
	});

	const html = { noteFormat: 'html', note: '<b>x</b>' };
	const flags = { isPrivate: true, sendNotifications: true };
	test.each([
		['as HTML', html, { content: '<b>x</b>', type: 'text/html' }],
		['privately, with notifications', { options: flags }, flags],
		['at a time', at('2026-01-31T09:00+02:00'), { createdAt: '2026-01-31T07:00:00.000Z' }],
		// The workflow is in n8n's default time zone, New York.
		['at its workflow’s', at('2026-01-31 09:00:00'), { createdAt: '2026-01-31T14:00:00.000Z' }],
	])('is written %s', async (_how, parameters, expected) => {
		setUp.key = setUp.sandbox.addKey({ privateFields: true });
		await write(parameters);
		expect(notes()).toMatchObject([expected]);
	});
});

const PAGE = 'https://app.ashbyhq.com/candidates';
const PROFILE = 'https://app.ashbyhq.com/candidate-searches/new/right-side/candidates';

test.each([
	['from the list', 'list', () => ada.id],
	['by ID, blanks forgiven', 'id', () => ` ${ada.id} `],
	['by email in capital letters', 'email', () => ' Ada@Example.com '],
	['by profile URL', 'url', () => `${PROFILE}/${ada.id}`],
	['by page URL as an ID', 'id', () => `${PAGE}/${ada.id}/notes`],
	['by page URL as email', 'email', () => `${PAGE}/${ada.id}`],
])('the candidate is found %s', async (_how, mode, value) => {
	// Whose address only starts the same.
	setUp.sandbox.addCandidate({ name: 'Adam', email: 'ada@example.com.au' });
	await write(by(mode, value()));
	expect(notes()).toHaveLength(1);
});

const JOB_PAGE = 'https://app.ashbyhq.com/jobs/5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77';

test.each([
	[by('id', ''), "'Candidate' is empty"],
	[by('url', JOB_PAGE), "The URL in 'Candidate' doesn't point to a candidate in Ashby"],
	[{ note: '  ' }, "'Note' is empty"],
	[at('tomorrow'), "'Created At' is not a date"],
	[at('12'), "'Created At' is not a date"],
])('%j is refused before any request', async (parameters, message) => {
	await expectError(write(parameters), message);
	expect(setUp.sandbox.counts.requests).toBe(0);
});

test('a private note names the setting that the key lacks', async () => {
	setUp.key = setUp.sandbox.addKey({ privateFields: false });
	const options = { isPrivate: true };
	await expectError(write({ options }), /./, '"Allow access to non-offer private fields"');
});

test.each([
	[{}, "set 'Skip If a Note Contains' and run this again", 2],
	[{ identifyingText: 'Invited' }, "'Skip If a Note Contains' is set, so it won't be written", 1],
])('after a lost answer, with %j, another run leaves %3$i', async (options, advice, count) => {
	setUp.failAt('candidate.createNote', { kind: 'dropAfter' }, 1);
	await expectError(write({ options }), /./, 'The note may have been written anyway', advice);
	const [{ alreadyExists }] = await write({ options });
	expect(alreadyExists).toBe(count === 1);
	expect(notes()).toHaveLength(count);
});

describe('nobody', () => {
	const options = { fallbackEmail: 'nobody@example.com' };
	const nobody = { ...by('id', UNKNOWN), options };
	const nobodyHas = 'No candidate in Ashby has';
	const who = `${nobodyHas} the ID ${UNKNOWN} or the email nobody@example.com`;
	// An error workflow tells by this what doesn't pass by itself.
	const needsPerson = { context: { needsAttention: true } };

	test('is reported with all that was looked for, and the note, also by a later step', async () => {
		const message = `${who}. Not added: Invited to the video interview`;
		expect(await expectError(write(nobody), message)).toMatchObject(needsPerson);
		const failed = await setUp.run(addNote(nobody), { continueOnFail: true });
		const later = setUp.run(addNote(by('id', '={{ $json.candidateId }}')), {}, failed);
		expect(await expectError(later, new RegExp(who))).toMatchObject(needsPerson);
	});

	const skipping = { options: { ...options, skipIfNotFound: true } };
	const either = `${nobodyHas} the email no@example.com or the email nobody@example.com`;

	test.each<[INodeParameters, string]>([
		[by('id', UNKNOWN), who],
		[by('id', ''), `${nobodyHas} the email nobody@example.com`],
		[by('email', 'no@example.com'), either],
		[{ ...by('id', ''), options: { skipIfNotFound: true } }, "'Candidate' is empty"],
	])('with Skip If Not Found, for %j, writes nothing and says why', async (given, reason) => {
		const skipped = [{ candidateId: null, skipped: true, reason }];
		expect(await write({ ...skipping, ...given })).toEqual(skipped);
		expect(contents()).toEqual([]);
	});

	test('is skipped only for items for which it is on, not in the last try or an outage, and is not what another failure means', async () => {
		const given = { ...by('id', ''), options: { skipIfNotFound: '={{ $json.isRepeat }}' } };
		expect(await write(given, {}, [{ isRepeat: true }])).toHaveLength(1);
		await expectError(write(given, {}, [{ isRepeat: false }]), "'Candidate' is empty");
		const last = write({ ...by('id', ''), ...skipping }, {}, [{ isLast: true }]);
		const lost = `^${nobodyHas} the email nobody@example.com. Not added: Invited`;
		await expectError(last, new RegExp(lost));
		setUp.sandbox.fault = () => ({ kind: 'status', status: 503 });
		await expectError(write(skipping), /HTTP 503/);
		setUp.sandbox.resetLog();
		setUp.sandbox.fault = () => ({ kind: 'code', code: 'invalid_input' });
		const refused = write({ options: { fallbackEmail: 'ada@example.com' } });
		await expectError(refused, /^Ashby refused candidate.createNote/);
		expect(count('candidate.search')).toBe(0);
	});
});

describe('of many items,', () => {
	let people: Candidate[];
	beforeEach(() => {
		const names = [0, 1, 2, 3, 4, 5].map((number) => `Person ${number}`);
		people = names.map((name) => setUp.sandbox.addCandidate({ name }));
	});

	/** As in the templates, after a step that continues if an item fails. */
	const candidate = by('id', '={{ $json.participant.externalId }}');
	const note = { ...candidate, noteFormat: 'html', note: '={{ $json.note.html }}' };
	const invited = (number: number) => ({
		participant: { externalId: people[number].id },
		note: { html: `<b>Invited</b> ${number}` },
	});
	const written = () => people.map(({ id }) => contents(id).length);
	const failed = { error: 'No response from Willo' };

	test('those that failed in the previous step fail with that step’s message, the others are written', async () => {
		const items = [failed, failed, failed, failed, invited(0), failed, invited(1)];
		const message = '5 of 7 items failed: No response from Willo';
		await expectError(write(note, {}, items), message);
		expect(written()).toEqual([1, 1, 0, 0, 0, 0]);
		expect(setUp.sandbox.counts.requests).toBe(2);
	});

	test('one with such a message says so, one without it that the note is empty, and one with a field `error` is written', async () => {
		const error = { message: failed.error, name: 'NodeApiError' };
		for (const item of [failed, { error }]) {
			await expectError(write(note, {}, [item]), failed.error, 'The previous step failed');
		}
		await expectError(write(note, {}, [{ error: null }]), "'Note' is empty");
		await write(note, {}, [{ ...invited(0), error: 'Not of interest' }]);
		expect(written()[0]).toBe(1);
	});

	test('those for whom Ashby fails each time don’t keep the others from their notes', async () => {
		const failing = people.slice(0, 3).map((each) => each.id);
		setUp.sandbox.fault = ({ path, body }) =>
			path === '/candidate.createNote' && failing.includes(String(body.candidateId))
				? { kind: 'status', status: 500 }
				: undefined;
		const writing = write(note, {}, [0, 1, 2, 3, 4, 5].map(invited));
		await expectError(writing, /^3 of 6 items failed: Ashby could not answer/);
		expect(written()).toEqual([0, 0, 0, 1, 1, 1]);
	});
});

describe('a test run', () => {
	test('shows what would be written, and writes nothing, unless Write in Test Runs is on', async () => {
		const options = { sendNotifications: true, createdAt: '2026-01-31T09:00:00Z' };
		const note = { noteFormat: 'html', note: '<b>Invited</b>', options };
		const shown = { content: '<b>Invited</b>', createdAt: '2026-01-31T09:00:00.000Z' };
		expect(await write(note, manual)).toMatchObject([{ testRun: true, id: null, ...shown }]);
		expect(count('candidate.createNote')).toBe(0);
		const [row] = await write({ writeInTestRuns: true }, manual);
		expect(row).toMatchObject({ alreadyExists: false, candidateId: ada.id });
		expect(row).not.toHaveProperty('testRun');
		expect(contents()).toHaveLength(1);
		const [again] = await write({ options: { identifyingText: 'Invited' } }, manual);
		expect(again).toMatchObject({ testRun: true, alreadyExists: true, candidateId: ada.id });
		expect(contents()).toHaveLength(1);
	});

	test('shows who the fallback would find, or that it would find nobody', async () => {
		const unknown = by('id', UNKNOWN);
		const options = { fallbackEmail: 'ada@example.com' };
		const found = await write({ ...by('id', ''), options }, manual);
		expect(found).toMatchObject([{ testRun: true, candidateId: ada.id }]);
		const nobody = [{ candidateId: null, skipped: true }];
		const skipping = { ...unknown, options: { skipIfNotFound: true } };
		expect(await write(skipping, manual)).toMatchObject(nobody);
		await expectError(write(unknown, manual), /Candidate not found/);
		// A template's example is nobody in Ashby.
		expect(await write(unknown, manual, [{ testRun: true }])).toMatchObject(nobody);
		expect(contents()).toEqual([]);
	});

	const participant = { ...readParticipant({ name: 'Ada' }), email: 'ada@example.com' };
	const subject = { participant, alreadyInvited: false, reason: null, todo: null, entryId: null };
	const ofInvite = (testRun: boolean) => invitationNote({ ...subject, invited: true, testRun });

	test.each([
		['as text', { note: ofInvite(true).text }],
		['as HTML', { noteFormat: 'html', note: ofInvite(true).html }],
	])('of Invite has a note %s that is never written, in any run', async (_as, note) => {
		for (const mode of ['manual', 'retry', 'trigger'] as const) {
			const [row] = await write({ ...note, writeInTestRuns: true }, { mode });
			expect(row).toMatchObject({ testRun: true, candidateId: ada.id });
		}
		expect(contents()).toEqual([]);
	});

	test('isn’t what a note about a real invitation, or by a person, is taken for', async () => {
		for (const note of [ofInvite(false).text, 'Test run: we try Willo with Ada']) {
			await write({ note });
		}
		expect(contents()).toHaveLength(2);
	});
});
