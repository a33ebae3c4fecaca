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
	it('is read with its interview as a key or as an object', () => {
		const common = {
			key: PERSON,
			name: ' Ada Lovelace ',
			email: 'ada@example.com',
			phone: '+441632960123',
			stage: 'Received',
			external_id: 'entry-1',
		};
		const read = {
			key: PERSON,
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '+441632960123',
			stage: 'Received',
			externalId: 'entry-1',
		};
		expect(readParticipant({ ...common, interview: INTERVIEW })).toEqual({
			...read,
			interview: { key: INTERVIEW, title: null },
		});
		expect(readParticipant({ ...common, interview: { key: INTERVIEW, title: 'First' } })).toEqual({
			...read,
			interview: { key: INTERVIEW, title: 'First' },
		});
	});

	it.each(['data', 'participant', 'candidate'])('is read from inside `%s`', (name) => {
		expect(readParticipant({ [name]: { key: PERSON, name: 'Ada' } })).toMatchObject({
			key: PERSON,
			name: 'Ada',
		});
		expect(readParticipant({ data: { participant: { key: PERSON } } }).key).toBe(PERSON);
	});

	it.each([null, undefined, 'text', [], {}, { name: '  ', stage: [], interview: 7 }])(
		'has null for absent values: %j',
		(raw) => {
			const { interview, ...rest } = readParticipant(raw);
			expect(Object.values(rest)).toEqual([null, null, null, null, null, null]);
			expect(interview.title).toBeNull();
		},
	);

	it('can have its name in parts and its stage in an object', () => {
		const raw = { first_name: 'Ada', last_name: 'Lovelace', stage: { name: 'Accepted' } };
		expect(readParticipant(raw)).toMatchObject({ name: 'Ada Lovelace', stage: 'Accepted' });
		expect(readParticipant({ status: 'invited' }).stage).toBe('invited');
	});

	it('has a creation time if Willo returns one', () => {
		expect(createdAtOf({ created_at: 'yesterday' })).toBeUndefined();
		expect(createdAtOf({})).toBeUndefined();
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
	])('is in UTC: %s', (created_at) => {
		expect(createdAtOf({ created_at })).toBe(Date.UTC(2026, 2, 2, 9));
	});

	it('and a day begins in UTC', () => {
		expect(createdAtOf({ created_at: '2026-03-02' })).toBe(Date.UTC(2026, 2, 2));
		expect(new Date(2026, 2, 2, 12).getTimezoneOffset() === 0).toBe(zone === 'UTC');
	});
});

describe('the responses', () => {
	it('are read with the question as an object', () => {
		const responses = [
			{
				question: { text: 'Why us?', answer_type: 'video' },
				text: null,
				transcript: 'Because.',
				score: 4,
				media_url: 'https://media.invalid/1.mp4',
			},
			{ question: { text: 'From when?' }, answer_type: 'text', text: 'May', score: null },
		];
		expect(readResponses({ key: PERSON, responses })).toEqual([
			{
				question: 'Why us?',
				answerType: 'video',
				answer: null,
				transcript: 'Because.',
				score: 4,
				mediaUrl: 'https://media.invalid/1.mp4',
			},
			{
				question: 'From when?',
				answerType: 'text',
				answer: 'May',
				transcript: null,
				score: null,
				mediaUrl: null,
			},
		]);
	});

	it('are read if they are flat, choices, or have the answer as an object', () => {
		const read = (entry: object) => readResponses({ answers: [entry] })[0];
		expect(read({ question: 'Why?', answer: 'So.' })).toMatchObject({
			question: 'Why?',
			answer: 'So.',
		});
		expect(read({ question: 'Which?', answer: ['A', { text: 'B' }] }).answer).toBe('A, B');
		expect(read({ question: 'Sure?', answer: false }).answer).toBe('No');
		expect(read({ question: 'Why?', answer: { text: 'So.', score: 3 } })).toMatchObject({
			answer: 'So.',
			score: 3,
		});
		expect(read({ text: 'Why?', answer: { transcript: 'So.' } })).toMatchObject({
			question: 'Why?',
			answer: null,
			transcript: 'So.',
		});
	});

	it('are empty if there are none', () => {
		expect(readResponses({ key: PERSON })).toEqual([]);
		expect(readResponses({ responses: 'soon' })).toEqual([]);
		expect(readResponses({ questions: [{ text: 'Why us?' }] })).toEqual([]);
	});
});

describe('the circumstances', () => {
	it('are the time, the review URL, the score, and the newest comment', () => {
		const raw = {
			completed_at: '2026-03-02T10:00:00+01:00',
			review_url: 'https://app.willotalent.com/show/AbCd12/',
			score: 4.5,
			comments: [
				{ text: 'First', created_at: '2026-03-01T00:00:00Z' },
				{ text: 'Newest', created_at: '2026-03-03T00:00:00Z' },
				{ text: 'Second', created_at: '2026-03-02T00:00:00Z' },
			],
		};
		expect(readCircumstances(raw)).toEqual({
			respondedAt: '2026-03-02T09:00:00.000Z',
			reviewUrl: 'https://app.willotalent.com/show/AbCd12/',
			score: 4.5,
			comment: 'Newest',
		});
	});

	it('are null if Willo doesn’t return them', () => {
		expect(Object.values(readCircumstances({ comments: 3 }))).toEqual([null, null, null, null]);
	});
});

describe('an address', () => {
	it.each(['javascript:alert(1)', 'data:text/html,x', '//x.invalid', 'https://', 'x', 5, null])(
		'is refused: %j',
		(value) => expect(webAddress(value)).toBeNull(),
	);

	it('is used if a browser can safely open it', () => {
		expect(webAddress(' https://x.invalid/a?b="c" ')).toBe('https://x.invalid/a?b=%22c%22');
	});
});

describe('the key in a delivery', () => {
	it.each([
		['participant.key', { interview: { key: INTERVIEW }, participant: { key: PERSON } }],
		['key', { interview: INTERVIEW, key: PERSON }],
		[
			'data.participant.key',
			{ data: { interview: { key: INTERVIEW }, participant: { key: PERSON } } },
		],
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
		const body = {
			response: { key: OTHER, participant: { answers: [{ key: INTERVIEW }], id: PERSON } },
		};
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
	const KEY = 'a'.repeat(32);

	it('is added to a response without one, whose other fields stay', () => {
		const raw = { completed_at: '2026-03-02', data: { id: 7, name: 'Ada' } };
		const read = readParticipant(withKey(raw, KEY));
		expect(read).toMatchObject({ key: KEY, name: 'Ada' });
		expect(withKey(raw, KEY)).toMatchObject({ completed_at: '2026-03-02' });
	});

	it('doesn’t change a response that has one', () => {
		const raw = { data: { key: KEY } };
		expect(withKey(raw, 'b'.repeat(32))).toBe(raw);
	});
});
