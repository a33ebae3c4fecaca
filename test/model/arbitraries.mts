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

const act: fc.Arbitrary<Act> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), job, stage: target }) },
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('move' as const), app, stage: target }) },
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('transfer' as const), app, job, stage: target }),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constantFrom('archive' as const, 'reopen' as const, 'edit' as const, 'note' as const),
			app,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constantFrom('deleteCandidate' as const, 'deleteApplication' as const),
			app,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('editHistory' as const),
			app,
			row: fc.nat(3),
			byMs: fc.constantFrom(-1000, -MINUTE, -10 * MINUTE, -DAY, 1000, MINUTE, 10 * MINUTE),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('removeHistory' as const), app, row: fc.nat(3) }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), app, into: app }) },
);
const rareAct: fc.Arbitrary<Act> = fc.oneof(
	fc.record({
		do: fc.constant('deleteStage' as const),
		job,
		stage: fc.constantFrom('Video Interview', 'Onsite'),
	}),
	fc.record({ do: fc.constant('deleteJob' as const), job }),
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

const passMs = fc.constantFrom(1, 400, 1000);
const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			at: fc.integer({ min: 1, max: 6 }),
			fault,
			times: fc.constantFrom(1, 1, 4, 30),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record(
			{
				at: fc.integer({ min: 1, max: 6 }),
				acts: fc.array(act, { minLength: 1, maxLength: 2 }),
				passMs,
			},
			{ requiredKeys: ['at', 'acts'] },
		),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			at: fc.integer({ min: 1, max: 5 }),
			meanwhile: fc.oneof(
				fc.constantFrom('tick' as const, 'unpublish' as const, 'republish' as const),
				change.map((update) => ({ update })),
			),
		}),
	},
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
	{ weight: 5, arbitrary: fc.constant({}) },
	{ weight: 1, arbitrary: fc.record({ kill }) },
	{ weight: 1, arbitrary: fc.record({ msPerRequest }) },
	{ weight: 2, arbitrary: fc.record({ disturbances }) },
	{
		weight: 1,
		arbitrary: fc.record({ kill, msPerRequest, disturbances }, { requiredKeys: [] }),
	},
);

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 20, arbitrary: act },
	{ weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).chain((n) => (n === 0 ? rareAct : act)) },
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constant('pass' as const),
			ms: fc.constantFrom(1, 500, 1000, 20_000, MINUTE, 6 * MINUTE, 60 * MINUTE, 15 * DAY),
		}),
	},
	{ weight: 14, arbitrary: pollRun.map((run) => ({ do: 'tick' as const, ...run })) },
	{
		weight: 4,
		arbitrary: fc
			.tuple(pollRun, fc.option(change, { nil: undefined }))
			.map(([run, withChange]) => ({
				do: 'publish' as const,
				...(withChange ? { change: withChange } : {}),
				...run,
			})),
	},
	{ weight: 2, arbitrary: fc.constant({ do: 'unpublish' as const }) },
	{
		weight: 3,
		arbitrary: fc
			.tuple(pollRun, change)
			.map(([run, withChange]) => ({ do: 'update' as const, change: withChange, ...run })),
	},
	{
		weight: 4,
		arbitrary: fc
			.tuple(pollRun, fc.constantFrom(true, true, false))
			.map(([run, dies]) => ({ do: 'restart' as const, ...(dies ? { dies } : {}), ...run })),
	},
	{ weight: 4, arbitrary: fc.constant({ do: 'fail' as const }) },
	{ weight: 1, arbitrary: fc.constant({ do: 'testEvent' as const }) },
	{ weight: 5, arbitrary: fc.constant({ do: 'otherTick' as const }) },
	{ weight: 2, arbitrary: fc.constant({ do: 'staleTick' as const }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), copies: fc.boolean() }) },
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
