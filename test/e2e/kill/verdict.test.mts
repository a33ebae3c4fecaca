/** That the comparison sees what must not happen, and blames a kill only where one can be blamed. */
import type { StageEntry } from './recruiters.mts';
import { type Blamed, type Evidence, judge, type Run } from './verdict.mts';

const ENTRY = {
	id: 'row',
	applicationId: 'app',
	email: 'entry@example.com',
	entered: 5,
	left: Infinity,
};
const SECOND = 1_000;

/** Polls at 10, 20, 30 … s; the first reads the application, and all is well. */
function evidence(change: Partial<Evidence> = {}): Evidence {
	return {
		entries: [ENTRY],
		includeWhoLeft: false,
		runs: [run({})],
		kills: [],
		polls: [10, 20, 30, 40].map((at) => at * SECOND),
		readings: new Map([['app', [10.1 * SECOND]]]),
		invitations: new Map([[ENTRY.email, 1]]),
		...change,
	};
}

function run(change: Partial<Run>): Run {
	const createdAt = 10.2 * SECOND;
	return { id: '1', status: 'success', createdAt, entryIds: new Set(['row']), ...change };
}

/** The names of the lists that hold the entry, with the kill that is blamed. */
function found(given: Evidence): string[] {
	return Object.entries<(StageEntry | Blamed)[]>({ ...judge(given) }).flatMap(([name, entries]) =>
		entries.map((each) => ('kill' in each ? `${name}, killed at ${each.kill}` : name)),
	);
}

const GONE = { ...ENTRY, left: 35 * SECOND };
const CRASHED = run({ status: 'crashed' });
const LATER = run({ id: '2', createdAt: 20.2 * SECOND });
const NOBODY = new Map<string, number>();

test.each<[string, Evidence, string[]]>([
	['all is well', evidence(), ['due']],
	['no poll', evidence({ polls: [], runs: [], invitations: NOBODY }), []],
	[
		'left before a poll was over',
		evidence({ entries: [{ ...ENTRY, left: 11 * SECOND }], runs: [], invitations: NOBODY }),
		[],
	],
	[
		'left before a poll was over, which counts all the same, and was not invited',
		evidence({
			entries: [{ ...ENTRY, left: 11 * SECOND }],
			includeWhoLeft: true,
			runs: [],
			invitations: NOBODY,
		}),
		['due', 'missing'],
	],
	['no execution', evidence({ runs: [], invitations: NOBODY }), ['due', 'missing']],
	[
		'no execution, a kill as the poll ended, and still there at the end',
		evidence({ runs: [], invitations: NOBODY, kills: [10.3 * SECOND] }),
		['due', 'missing'],
	],
	[
		'no execution, a kill as the poll ended, and gone at the end',
		evidence({ entries: [GONE], runs: [], invitations: NOBODY, kills: [10.3 * SECOND] }),
		['due', 'leftBeforeRepeat, killed at 10300'],
	],
	[
		'no execution, a kill long after the poll, and gone at the end',
		evidence({ entries: [GONE], runs: [], invitations: NOBODY, kills: [19 * SECOND] }),
		['due', 'unexplained'],
	],
	['an execution that did not invite', evidence({ invitations: NOBODY }), ['due', 'missing']],
	[
		'an execution that did not invite who has gone',
		evidence({ entries: [GONE], invitations: NOBODY }),
		['due', 'unexplained'],
	],
	[
		'an execution that was killed before it invited, and still there at the end',
		evidence({ runs: [CRASHED], invitations: NOBODY, kills: [10.9 * SECOND] }),
		['due', 'missing'],
	],
	[
		'an execution that was killed before it invited, and gone at the end',
		evidence({ entries: [GONE], runs: [CRASHED], invitations: NOBODY, kills: [10.9 * SECOND] }),
		['due', 'leftBeforeRepeat, killed at 10900'],
	],
	[
		'a crashed execution without a kill',
		evidence({ entries: [GONE], runs: [CRASHED], invitations: NOBODY }),
		['due', 'unexplained'],
	],
	['two executions', evidence({ runs: [run({}), LATER] }), ['due', 'repeated']],
	[
		'two executions, and a kill after the first began',
		evidence({ runs: [run({}), LATER], kills: [10.3 * SECOND] }),
		['due', 'repeatedAfterUnsavedPoll, killed at 10300'],
	],
	[
		'two executions, and a kill long after the first began',
		evidence({ runs: [run({}), LATER], kills: [14 * SECOND] }),
		['due', 'repeated'],
	],
	[
		'two executions, the first of which was killed',
		evidence({ runs: [CRASHED, LATER], kills: [14 * SECOND] }),
		['due', 'repeatedAfterCrash, killed at 14000'],
	],
	[
		'three executions, the second of which ended well',
		evidence({
			runs: [CRASHED, run({ id: '3', createdAt: 15 * SECOND }), LATER],
			kills: [14 * SECOND],
		}),
		['due', 'repeated'],
	],
	['two invitations', evidence({ invitations: new Map([[ENTRY.email, 2]]) }), ['due', 'doubled']],
])('%s', (_case, given, expected) => {
	expect(found(given).sort()).toEqual([...expected].sort());
});
