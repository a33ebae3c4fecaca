import type { INodeParameters } from 'n8n-workflow';

import type { Candidate } from '../../../../sandbox/ashby.mts';
import { rejection } from '../../../../support/rejection.mts';
import { ada, expectError } from '../../setUp.mts';
import { by, setUpAddNote, UNKNOWN } from './addNote.setUp.mts';

const { setUp, write, contents, count } = setUpAddNote();

const KEY = '0f3c8a5e2b7d4916a1c2d3e4f5061728';
const EMAIL = 'ada@example.com';
const options = { fallbackEmail: EMAIL, fallbackName: 'Ada Lovelace', notesContain: ` ${KEY} ` };

/** Somebody else with the same address, such as a relative or another candidate of an agency. */
const twin = (): Candidate => setUp.sandbox.addCandidate({ name: 'Ben Byron', email: EMAIL });
const invited = ({ id }: Candidate) =>
	setUp.sandbox.addNote(id, `<b>Invited</b> (<code>${KEY}</code>)`, { type: 'text/html' });
const writeTo = async (candidate: INodeParameters, more: INodeParameters = {}) =>
	(await write({ ...candidate, options: { ...options, ...more } }))[0];

describe.each([
	['who was deleted or merged', by('id', UNKNOWN), 'html'],
	['whose ID nobody gave', by('id', '={{ $json.participant.externalId }}'), 'text'],
	['whose ID is another system’s', by('id', 'EXT-17'), 'html'],
	['who has another email by now', by('email', 'nobody@example.com'), 'text'],
] as const)('for a candidate %s, if notes are returned as %3$s', (_who, candidate, noteContent) => {
	test('the one whose notes name the participant gets the note', async () => {
		setUp.sandbox.switches.noteContent = noteContent;
		for (let number = 0; number < 120; number++) setUp.sandbox.addNote(ada.id, `${number}`);
		invited(ada);
		twin();
		expect(await writeTo(candidate)).toMatchObject({ candidateId: ada.id });
		expect(contents().at(-1)).toBe('Invited to the video interview');
	});

	test('who has lost the email in a merge, or never had one, the note names the participant', async () => {
		const { id } = setUp.sandbox.addCandidate({ name: 'Ada Lovelace' });
		const merged = setUp.sandbox.addCandidate({ name: 'Ada Lovelace' });
		invited(merged);
		setUp.sandbox.mergeCandidates(id, merged.id);
		expect(await writeTo(candidate)).toMatchObject({ candidateId: id });
		expect(contents()).toEqual([]);
	});

	test('two with the email are never guessed, whether the notes of both say it is them or of none', async () => {
		const two = [ada, twin()];
		await expect(writeTo(candidate)).rejects.toThrow('Not added: Invited to the video interview');
		expect(contents()).toEqual([]);
		two.forEach(invited);
		const both =
			/^2 candidates in Ashby have the email ada@example.com and a note .*: Ada Lovelace \(.+\), Ben Byron \(/;
		await expectError(writeTo(candidate), both, 'Enter the ID');
	});
});

describe('the only candidate with the email', () => {
	test.each([
		['text', '\nMatched by email: ada@example.com'],
		['html', '<ul><li><b>Matched by email:</b> ada@example.com</li></ul>'],
	])('gets one note if nobody gave an ID, and it says so, as %s', async (noteFormat, said) => {
		const note = { noteFormat, note: 'Ada responded' };
		for (const _time of [1, 2]) {
			await writeTo({ ...by('id', ''), ...note }, { identifyingText: 'Ada responded' });
		}
		expect(contents()).toEqual([`Ada responded${said}`]);
	});

	test('never gets the note of somebody who was deleted', async () => {
		const gone = setUp.sandbox.addCandidate({ name: 'Ben Byron', email: EMAIL });
		invited(gone);
		setUp.sandbox.deleteCandidate(gone.id);
		const who = new RegExp(`the ID ${gone.id} or the email ada@example.com and a note`);
		await expectError(writeTo(by('id', gone.id)), who);
		const empty = /a note that contains 'Fallback Text in Notes', which is empty/;
		await expectError(writeTo(by('id', gone.id), { notesContain: '' }), empty);
		expect(contents()).toEqual([]);
	});

	test('that is in ‘Candidate’ needs no such evidence', async () => {
		await writeTo(by('email', EMAIL), { notesContain: '' });
		expect(contents()).toEqual(['Invited to the video interview']);
	});
});

test('nobody else is looked for if the candidate exists', async () => {
	twin();
	await writeTo(by('id', ada.id), { skipIfNotFound: true });
	expect(contents()).toHaveLength(1);
	expect(setUp.sandbox.counts.requests).toBe(1);
});

test('the notes that name the participant are not read again to see whether the note exists', async () => {
	invited(ada);
	await writeTo(by('id', UNKNOWN), { identifyingText: 'Responded' });
	expect(setUp.sandbox.counts.byPath).toMatchObject({ '/candidate.listNotes': 2 });
});

test('of many with the name, the notes of ten are read', async () => {
	for (let number = 0; number < 20; number++) setUp.sandbox.addCandidate({ name: 'Ada Lovelace' });
	const writing = writeTo(by('id', ''), { fallbackEmail: 'nobody@example.com' });
	await expectError(writing, new RegExp(`the name Ada Lovelace and a note that contains '${KEY}'`));
	expect(count('candidate.listNotes')).toBe(10);
});

test('a last try that fails tells a person, with the name and the link', async () => {
	const link = 'https://app.willo.video/review?a=1&b=2';
	const note = `<b>Ada &amp; Ben responded</b><ul><li><a href="${link.replace('&', '&amp;')}">Watch</a></li></ul>`;
	const given = { ...by('id', ada.id), noteFormat: 'html', note };
	const lost = `Not added: Ada & Ben responded, ${link}`;
	setUp.sandbox.fault = () => ({ kind: 'status', status: 503 });
	const usual = await rejection(write(given));
	expect(usual.message).not.toContain(lost);
	expect(usual.context?.needsAttention).toBeUndefined();
	const last = await rejection(write(given, {}, [{ isLast: true }]));
	expect(last.message).toContain(lost);
	expect(last.description).toContain('This was the last try. Add the note yourself.');
	expect(last.context.needsAttention).toBe(true);
});
