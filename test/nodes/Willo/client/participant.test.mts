import {
	createdAtOf,
	participantKeysIn,
	readCircumstances,
	readParticipant,
	readResponses,
	withKey,
	webAddress,
} from '../../../../nodes/Willo/client/participant.ts';
import { TIME_ZONES, useTimeZone } from '../../../support/timeZone.mts';

const PERSON = 'a'.repeat(32);
const INTERVIEW = 'b'.repeat(32);
const OTHER = 'c'.repeat(32);

describe('a participant', () => {
	it.each([
		['a key', INTERVIEW, null],
		['an object', { key: INTERVIEW, title: 'First' }, 'First'],
	])('is read with its interview as %s', (_form, interview, title) => {
		const email = 'ada@example.com';
		const same = { key: PERSON, email, phone: '+441632960123', stage: 'Received' };
		const raw = { ...same, name: ' Ada ', external_id: 'entry-1', interview };
		const read = { ...same, name: 'Ada', externalId: 'entry-1' };
		expect(readParticipant(raw)).toEqual({ ...read, interview: { key: INTERVIEW, title } });
	});

	it.each(['data', 'participant', 'candidate'])('is read from inside `%s`', (name) => {
		const inner = { key: PERSON, name: 'Ada' };
		expect(readParticipant({ [name]: inner })).toMatchObject(inner);
		expect(readParticipant({ data: { [name]: inner } })).toMatchObject(inner);
	});

	const EMPTY = [null, undefined, 'text', [], {}, { name: '  ', stage: [], interview: 7 }];
	it.each(EMPTY)('has null for absent values: %j', (raw) => {
		const { interview, ...rest } = readParticipant(raw);
		expect(Object.values(rest)).toEqual([null, null, null, null, null, null]);
		expect(interview.title).toBeNull();
	});

	it('can have its name in parts and its stage in an object', () => {
		const raw = { first_name: 'Ada', last_name: 'Lovelace', stage: { name: 'Accepted' } };
		expect(readParticipant(raw)).toMatchObject({ name: 'Ada Lovelace', stage: 'Accepted' });
		expect(readParticipant({ status: 'invited' }).stage).toBe('invited');
	});

	it.each([{ created_at: 'yesterday' }, {}])('may have no creation time: %j', (raw) => {
		expect(createdAtOf(raw)).toBeUndefined();
	});
});

describe.each(TIME_ZONES)('a time without an offset, in %s', (zone) => {
	useTimeZone(zone);

	it.each([
		'2026-03-02T09:00:00Z',
		'2026-03-02T09:00:00.000000',
		'2026-03-02 09:00:00',
		'2026-03-02T10:00:00+01:00',
		'2026-03-02T04:00:00-0500',
	])('is in UTC: %s', (time) => {
		expect(createdAtOf({ created_at: time })).toBe(Date.UTC(2026, 2, 2, 9));
		const { respondedAt } = readCircumstances({ completed_at: time });
		expect(respondedAt).toBe('2026-03-02T09:00:00.000Z');
	});

	it('and a day begins in UTC', () => {
		expect(createdAtOf({ created_at: '2026-03-02' })).toBe(Date.UTC(2026, 2, 2));
		expect(new Date(2026, 2, 2, 12).getTimezoneOffset() === 0).toBe(zone === 'UTC');
	});
});

describe('the responses', () => {
	const question = 'Why?';
	const media_url = 'https://media.invalid/1.mp4';
	const transcribed = { text: null, transcript: 'So.', media_url };

	it.each<[string, object, object]>([
		[
			'the question as an object',
			{ question: { text: question, answer_type: 'video' }, ...transcribed, score: 4 },
			{ answerType: 'video', transcript: 'So.', score: 4, mediaUrl: media_url },
		],
		[
			'the answer beside the question',
			{ question: { text: question }, answer_type: 'text', text: 'So.', score: null },
			{ answerType: 'text', answer: 'So.' },
		],
		['all in one', { question, answer: 'So.' }, { answer: 'So.' }],
		['choices', { question, answer: ['A', { text: 'B' }] }, { answer: 'A, B' }],
		['yes or no', { question, answer: false }, { answer: 'No' }],
		['a scored text', { question, answer: { text: 'So.', score: 3 } }, { answer: 'So.', score: 3 }],
		['a transcript', { text: question, answer: { transcript: 'So.' } }, { transcript: 'So.' }],
	])('are read with %s', (_form, entry, read) => {
		const unknown = { answerType: null, answer: null, transcript: null, score: null };
		const response = { question, ...unknown, mediaUrl: null, ...read };
		expect(readResponses({ key: PERSON, answers: [entry] })).toEqual([response]);
	});

	it('are empty if there are none', () => {
		expect(readResponses({ key: PERSON })).toEqual([]);
		expect(readResponses({ responses: 'soon' })).toEqual([]);
		expect(readResponses({ questions: [{ text: 'Why us?' }] })).toEqual([]);
	});
});

describe('the circumstances', () => {
	it('are the time, the review URL, the score, and the newest comment', () => {
		const comments = ['2026-03-01', '2026-03-03', '2026-03-02'].map((day) => ({
			text: `Of ${day}`,
			created_at: `${day}T00:00:00Z`,
		}));
		const reviewUrl = 'https://app.willotalent.com/show/AbCd12/';
		const completed_at = '2026-03-02T10:00:00+01:00';
		const raw = { completed_at, review_url: reviewUrl, score: 4.5, comments };
		const respondedAt = '2026-03-02T09:00:00.000Z';
		const comment = 'Of 2026-03-03';
		expect(readCircumstances(raw)).toEqual({ respondedAt, reviewUrl, score: 4.5, comment });
	});

	it('are null if Willo doesn’t return them', () => {
		const raw = { score: ' ', share_link: 'javascript:alert(1)', comments: 3 };
		expect(Object.values(readCircumstances(raw))).toEqual([null, null, null, null]);
	});
});

test('an address is used as a browser opens it', () => {
	expect(webAddress(' https://x.invalid/a?b="c" ')).toBe('https://x.invalid/a?b=%22c%22');
});

describe('the key in a delivery', () => {
	it.each([
		['nested', { payload: { objects: [{ interview: INTERVIEW, person: { ref: PERSON } }] } }],
		['participant', { participant: PERSON, key: OTHER }],
		['participant_key', { id: OTHER, participant_key: PERSON }],
	])('is found at %s', (_name, body) => {
		expect(participantKeysIn(body)[0]).toBe(PERSON);
		expect(participantKeysIn(body)).not.toContain(INTERVIEW);
	});

	it('is never the key of a known interview', () => {
		expect(participantKeysIn({ a: INTERVIEW, b: PERSON }, [INTERVIEW])).toEqual([PERSON]);
	});

	it('is preferred to other keys, in any order', () => {
		const participant = { answers: [{ key: INTERVIEW }], id: PERSON };
		const body = { response: { key: OTHER, participant } };
		expect(participantKeysIn(body)).toEqual([PERSON, INTERVIEW, OTHER]);
	});

	it('is undefined in a body without any', () => {
		for (const body of [undefined, null, '', 'x', [], { key: 'short' }, { key: 7 }]) {
			expect(participantKeysIn(body)).toEqual([]);
		}
		let deep: unknown = PERSON;
		for (let depth = 0; depth < 10_000; depth++) deep = { deep };
		expect(participantKeysIn(deep)).toEqual([]);
	});
});

describe('the requested key', () => {
	it('is added to a response without one, whose other fields stay', () => {
		const raw = withKey({ completed_at: '2026-03-02', data: { id: 7, name: 'Ada' } }, PERSON);
		expect(raw).toMatchObject({ completed_at: '2026-03-02' });
		expect(readParticipant(raw)).toMatchObject({ key: PERSON, name: 'Ada' });
	});

	it('doesn’t change a response that has one', () => {
		const raw = { data: { key: PERSON } };
		expect(withKey(raw, OTHER)).toBe(raw);
	});
});
