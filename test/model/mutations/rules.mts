/** Breaks what decides which entries are new. */
import type { Mutation } from './run.mts';

const DECIDE = 'Ashby/stageTrigger/decide.ts';
const POLL = 'Ashby/stageTrigger/poll.ts';
const WATCH = 'shared/trigger/watch.ts';

export const RULES_BROKEN: Mutation[] = [
	{
		what: 'remembers nothing of what it dealt with',
		file: POLL,
		find: '		Object.assign(state.rows, after);\n',
		replace:
			'		for (const other of Object.keys(after)) if (after[other].open) state.rows[other] = after[other];\n',
	},
	{
		what: 'remembers the application instead of the entry',
		file: DECIDE,
		find: 'before?.entry === row.id ? before :',
		replace: 'before?.entry ? before :',
	},
	{
		what: 'takes any refusal for a deleted application',
		file: 'Ashby/stageEntry/application.ts',
		find: 'await undefinedIf(isNotFound, asked)',
		replace: 'await undefinedIf(() => true, asked)',
	},
	{
		what: 'catches up on every publishing',
		file: WATCH,
		find: "const restarts = publishes && whenActivated !== 'catchUp';",
		replace: 'const restarts = false;',
	},
	{
		what: 'never catches up',
		file: WATCH,
		find: "const restarts = publishes && whenActivated !== 'catchUp';",
		replace: 'const restarts = publishes;',
	},
	{
		what: 'lists nobody for a watch that is added',
		file: WATCH,
		find: 'listingNeeded: added ||',
		replace: 'listingNeeded: false ||',
	},
	{
		what: 'does not forget the stages of a watch that is gone',
		file: WATCH,
		find: 'added || removed || (restarts',
		replace: 'added || (restarts',
	},
	{
		what: 'watches the stage in every job',
		file: 'Ashby/stageEntry/watchedStages.ts',
		find: '(watched.jobId === ANY_JOB || watched.jobId === jobId)',
		replace: 'true',
	},
	{
		what: 'returns those who have left',
		file: DECIDE,
		find: 'const mayCount = wanted.includeWhoLeft && row.leftStageAt;',
		replace: 'const mayCount = row.leftStageAt;',
	},
	{
		what: 'never includes who has left',
		file: DECIDE,
		find: 'const mayCount = wanted.includeWhoLeft && row.leftStageAt;',
		replace: 'const mayCount = false;',
	},
	{
		what: 'remembers no entry that has ended',
		file: DECIDE,
		find: '		after[row.id] = { ...next, ...ended };\n',
		replace: '		if (next.open) after[row.id] = { ...next, ...ended };\n',
	},
	{
		what: 'forgets an entry that ended by a transfer',
		file: DECIDE,
		find: 'if (!isCurrent && known) after',
		replace: 'if (!isCurrent && !known) after',
	},
	{
		what: 'lets who entered in the second of publishing wait for an edit',
		file: WATCH,
		find: '{ since: includes ? 0 : now }',
		replace: '{ since: includes ? 0 : now + 1000 }',
	},
	{
		what: 'includes nobody who is there',
		file: WATCH,
		find: '{ since: includes ? 0 : now }',
		replace: '{ since: now }',
	},
	{
		what: 'goes by the time of an entry even when everybody is remembered',
		file: DECIDE,
		find: '(isUnknown && isComplete) || ',
		replace: '',
	},
	{
		what: 'takes everybody for remembered before the first listing has ended',
		file: DECIDE,
		find: '(isUnknown && isComplete) ||',
		replace: 'isUnknown ||',
	},
	{
		what: 'counts an entry twice that ended in the second in which Include Candidates Who Left came on',
		file: DECIDE,
		find: 'state.endedFrom ??= now + 1000;',
		replace: 'state.endedFrom ??= now;',
	},
	{
		what: 'takes for known who has entered while the listing went on',
		file: DECIDE,
		find: '!isAwaited && !isRecent',
		replace: '!isAwaited',
	},
];
