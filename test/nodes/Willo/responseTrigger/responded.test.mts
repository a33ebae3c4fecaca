import type { Watch } from '../../../../nodes/Willo/responseTrigger/responded.ts';
import {
	isNew,
	readSigns,
	verdictOf,
	watchesFor,
	watchOver,
} from '../../../../nodes/Willo/responseTrigger/responded.ts';

const answers = [{ question: 'Why us?', answer: 'Because.' }];

describe('whether somebody has responded', () => {
	// What a row of the list says, and what the whole participant says.
	it.each([
		['a time', { completed_at: '2026-03-02T09:00:00Z' }, 'responded', 'responded'],
		['a day', { responded_at: '2026-03-02' }, 'responded', 'responded'],
		['an empty time', { completed_at: null }, 'waiting', 'waiting'],
		['an empty time beside answers', { completed_at: null, answers }, 'waiting', 'waiting'],
		[
			'an empty time beside the stage',
			{ completed_at: null, stage: 'Received' },
			'responded',
			'responded',
		],
		['a stage of its own', { stage: { name: 'Received' } }, 'responded', 'responded'],
		['a status', { stage: 'Shortlist', status: 'completed' }, 'responded', 'responded'],
		['answers', { answers }, 'responded', 'responded'],
		[
			'answers in a stage that nobody moves',
			{ stage: 'Invited', answers },
			'responded',
			'responded',
		],
		['answers of somebody under way', { status: 'in_progress', answers }, 'unclear', 'waiting'],
		['questions without answers', { questions: [{ text: 'Why us?' }] }, 'unclear', 'waiting'],
		['the stage of those invited', { stage: 'Invited' }, 'unclear', 'waiting'],
		['a stage of the organisation', { stage: 'Erstgespräch' }, 'unclear', 'waiting'],
		['nothing', {}, 'unclear', 'waiting'],
	])('by %s', (_sign, more, inList, whole) => {
		const signs = readSigns({ key: 'a'.repeat(32), ...more });
		expect(verdictOf(signs, false, false)).toBe(inList);
		expect(verdictOf(signs, true, false)).toBe(whole);
	});

	it.each([
		['Invited', 'waiting'],
		['Opened', 'waiting'],
		['Erstgespräch', 'unclear'],
	])('by the stage %s, once stages are seen to tell', (stage, verdict) => {
		expect(verdictOf(readSigns({ stage }), false, true)).toBe(verdict);
	});
});

describe('whether a response is new', () => {
	const since = Date.parse('2026-03-02T09:00:00Z');
	const at = (completed_at: string) => readSigns({ completed_at });
	const undated = readSigns({ stage: 'Received' });

	it('by its time, where there is one', () => {
		expect(isNew(at('2026-03-02T09:00:00Z'), undefined, { since })).toBe(true);
		expect(isNew(at('2026-03-02T08:59:59Z'), undefined, { since, settled: true })).toBe(false);
	});

	it.each([
		[{ since }, undefined, false, false],
		[{ since }, since, false, true],
		[{ since }, since - 1, false, false],
		[{ since }, undefined, true, true],
		[{ since, settled: true as const }, undefined, false, true],
	])(
		'else by who was there before: %j, created %p, was waiting %p',
		(watch, created, was, expected) => {
			expect(isNew(undated, created, watch, was)).toBe(expected);
			// A day is not enough: it may be the very day on which the workflow was published.
			expect(isNew(at('2026-03-02'), created, watch, was)).toBe(expected);
		},
	);
});

describe('what is watched', () => {
	const before: Record<string, Watch> = { a: { since: 1, settled: true } };
	const tick = { publishing: false, whenActivated: 'fromNowOn', now: 9 } as const;

	it.each([
		['at the very first look', undefined, ['a'], tick, { a: { since: 9 } }],
		['for all interviews', undefined, [], tick, { '*': { since: 9 } }],
		['in the polls that follow', before, ['a'], tick, before],
		['when published again', before, ['a'], { ...tick, publishing: true }, { a: { since: 9 } }],
		[
			'with catch up',
			before,
			['a'],
			{ ...tick, publishing: true, whenActivated: 'catchUp' as const },
			before,
		],
		[
			'with include existing',
			before,
			['a'],
			{ ...tick, publishing: true, whenActivated: 'includeExisting' as const },
			{ a: { since: 0, settled: true } },
		],
		[
			'with include existing, later on',
			before,
			['a', 'b'],
			{ ...tick, whenActivated: 'includeExisting' as const },
			{ ...before, b: { since: 9 } },
		],
		['with one more interview', before, ['a', 'b'], tick, { ...before, b: { since: 9 } }],
		['with one fewer', { ...before, b: { since: 2 } }, ['a'], tick, before],
		['all after some', before, [], tick, { ...before, '*': { since: 9 } }],
		['some after all', { '*': { since: 3 } }, ['a'], tick, { a: { since: 3 } }],
	])('%s', (_when, watches, interviews, coming, expected) => {
		expect(watchesFor(watches, interviews, coming)).toEqual(expected);
	});

	it('holds the strictest watch over whom Willo does not name the interview of', () => {
		const watches = { a: { since: 1 }, b: { since: 5 }, c: { since: 3 } };
		expect(watchOver(watches, 'a')).toBe(watches.a);
		expect(watchOver(watches, null)).toBe(watches.b);
		expect(watchOver({ '*': watches.c }, 'a')).toBe(watches.c);
	});
});
