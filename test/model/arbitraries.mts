/** How fast-check draws the scripts of the model. */
import fc from 'fast-check';

import type { AshbySwitches } from '../sandbox/ashby.mts';
import type { Fault } from '../sandbox/faults.mts';
import type { Kill } from '../support/engines.mts';
import { LINKS, TITLES } from './recordedAshby.mts';
import type { Act, Change, Disturbance, PollRun, Script, Step } from './script.mts';
import { WHEN } from './script.mts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const app = fc.nat(7);
const job = fc.nat(2);
const stage = fc.constantFrom(...TITLES);
/** Most moves lead into the stages that links name. */
const target = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom<string>('Video Interview', 'Onsite') },
	{ weight: 2, arbitrary: stage },
);

type Fields<T> = { [K in keyof T]: fc.Arbitrary<T[K]> };

/** Something that happens so many times as often as what has the weight 1. */
const often = <T,>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const doing = <D extends string, T extends object>(what: D, fields: Fields<T>) =>
	fc.record({ do: fc.constant(what), ...fields }) as unknown as fc.Arbitrary<{ do: D } & T>;
const oneOf = <T,>(...values: T[]) => fc.constantFrom(...values);

/** What takes no more than an application. */
type Small = 'archive' | 'reopen' | 'edit' | 'note' | 'deleteCandidate' | 'deleteApplication';

const byMs = oneOf(-1000, -MINUTE, -10 * MINUTE, -DAY, 1000, MINUTE, 10 * MINUTE);
const act: fc.Arbitrary<Act> = fc.oneof(
	often(4, doing('add', { job, stage: target })),
	often(8, doing('move', { app, stage: target })),
	often(2, doing('transfer', { app, job, stage: target })),
	often(5, fc.record({ do: oneOf<Small>('archive', 'reopen', 'edit', 'note'), app })),
	often(1, fc.record({ do: oneOf<Small>('deleteCandidate', 'deleteApplication'), app })),
	often(2, doing('editHistory', { app, row: fc.nat(3), byMs })),
	often(1, doing('removeHistory', { app, row: fc.nat(3) })),
	often(1, doing('merge', { app, into: app })),
);
const rareAct: fc.Arbitrary<Act> = fc.oneof(
	doing('deleteStage', { job, stage: fc.constantFrom('Video Interview', 'Onsite') }),
	doing('deleteJob', { job }),
);

const links = fc.uniqueArray(fc.nat(LINKS.length - 1), { minLength: 1, maxLength: 4 });
const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ links }),
	fc.record({ includeWhoLeft: fc.boolean() }),
	fc.record({ whenActivated: fc.constantFrom(...WHEN) }),
	fc.record({ links, whenActivated: fc.constantFrom(...WHEN), includeWhoLeft: fc.boolean() }),
);

const status = (code: number, retryAfter?: string): Fault => ({
	kind: 'status',
	status: code,
	...(retryAfter ? { headers: { 'retry-after': retryAfter } } : {}),
});
const FAULTS: Fault[] = [
	{ kind: 'drop' },
	{ kind: 'dropAfter' },
	{ kind: 'truncate' },
	{ kind: 'invalidJson' },
	status(429),
	status(429, '1'),
	status(429, '3600'),
	status(500),
	status(503, '2'),
	status(502),
];
const CODES = [
	'sync_token_expired',
	'sync_token_invalid',
	'incremental_sync_too_large',
	'next_cursor_expired',
	'invalid_next_cursor',
	'cursor_invalid',
];
const fault: fc.Arbitrary<Fault> = fc.oneof(
	fc.constantFrom(...FAULTS),
	fc.constantFrom(...CODES).map((code): Fault => ({ kind: 'code', code })),
);

const atRequest = fc.integer({ min: 1, max: 6 });
const acts = fc.array(act, { minLength: 1, maxLength: 2 });
const meanwhile = fc.oneof(
	fc.constantFrom('tick' as const, 'unpublish' as const, 'republish' as const, 'rename' as const),
	change.map((update) => ({ update })),
);
const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
	often(4, fc.record({ at: atRequest, fault, times: oneOf(1, 1, 4, 30) })),
	often(
		5,
		fc.record(
			{ at: atRequest, acts, passMs: oneOf(1, 400, 1000) },
			{ requiredKeys: ['at', 'acts'] },
		),
	),
	often(2, fc.record({ at: fc.integer({ min: 1, max: 5 }), meanwhile })),
);
const kill = fc.constantFrom<Kill>(
	'whilePolling',
	'beforeHandingOver',
	'stateWritten',
	'executionWritten',
);
const msPerRequest = fc.constantFrom(900, 9_000, 18_000);
const disturbances = fc.array(disturbance, { minLength: 1, maxLength: 3 });
const pollRun: fc.Arbitrary<PollRun> = fc.oneof(
	often(5, fc.constant({})),
	often(1, fc.record({ kill })),
	often(1, fc.record({ msPerRequest })),
	often(2, fc.record({ disturbances })),
	often(1, fc.record({ kill, msPerRequest, disturbances }, { requiredKeys: [] })),
);

const ms = oneOf(1, 500, 1000, 20_000, MINUTE, 6 * MINUTE, 60 * MINUTE, 15 * DAY);
/** A step in which n8n polls, undisturbed or not. */
const polling = <S extends object>(step: fc.Arbitrary<S>) =>
	fc.tuple(step, pollRun).map(([given, run]) => ({ ...given, ...run }));
const step: fc.Arbitrary<Step> = fc.oneof(
	often(20, act),
	often(1, fc.oneof(often(1, rareAct), often(3, act))),
	often(10, doing('pass', { ms })),
	often(14, polling(doing('tick', {}))),
	often(4, polling(fc.oneof(doing('publish', {}), doing('publish', { change })))),
	often(2, doing('unpublish', {})),
	often(3, polling(doing('update', { change }))),
	often(
		4,
		polling(
			fc.oneof(doing('restart', {}), often(2, doing('restart', { dies: fc.constant(true) }))),
		),
	),
	often(4, doing('fail', {})),
	often(1, doing('testEvent', {})),
	often(5, doing('otherTick', {})),
	often(2, doing('staleTick', {})),
	often(1, doing('rename', { copies: fc.boolean() })),
);

const switches: fc.Arbitrary<Partial<AshbySwitches>> = fc.record(
	{
		pageSize: fc.constantFrom(100, 1, 2, 3),
		tokenOnLaterPages: fc.constantFrom('tokenRequired', 'tokenRefused'),
		tokenWhenUnchanged: fc.constantFrom('same', 'absent'),
		tokenCovers: fc.constant('rowRead'),
		tokenFilters: fc.constant('kept'),
		tokenWithFilters: fc.constant('refused'),
		filtersOnLaterPages: fc.constant('needed'),
		incrementalOrder: fc.constant('changedAt'),
		tokenLifetimeFrom: fc.constant('lastIssue'),
		lastPageCursor: fc.constant(true),
		emptyMiddlePage: fc.constant(true),
		absentAs: fc.constant('null'),
		incrementalPageLimit: fc.constantFrom(1, 2),
		noteBumpsApplication: fc.constant(false),
		retryAfter: fc.constantFrom('date', 'absent'),
		requestsPerMinute: fc.constant(20),
	},
	{ requiredKeys: [] },
) as fc.Arbitrary<Partial<AshbySwitches>>;

/** All scripts with at most this many steps. */
export const scripts = (maxSteps: number): fc.Arbitrary<Script> =>
	fc.record({
		unreadable: fc.option(fc.nat(4), { nil: undefined, freq: 8 }),
		hopeless: fc.option(fc.nat(4), { nil: undefined, freq: 3 }),
		hasOther: fc.constantFrom(false, false, false, true),
		engine: fc.constantFrom('classic' as const, 'durable' as const),
		skewMs: fc.constantFrom(0, 0, 3_600_000, -3_600_000, 10 * DAY, -10 * DAY, -30 * 365 * DAY),
		budgetMs: fc.constantFrom(300_000, 60_000, 36_000),
		workflow: fc.record({
			links,
			whenActivated: fc.constantFrom(...WHEN),
			includeWhoLeft: fc.boolean(),
		}),
		switches,
		published: fc.constantFrom(true, true, true, false),
		repeats: fc.boolean(),
		maxCandidates: fc.constantFrom(100, 100, 1, 2),
		minMinutesInStage: fc.constantFrom(0, 0, 0, 5),
		there: fc.array(fc.record({ job, stage: target }), { maxLength: 6 }),
		steps: fc.array(step, { maxLength: maxSteps, size: 'max' }),
	});
