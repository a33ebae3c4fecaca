/** Breaks what decides which entries are new. */
import type { Mutation } from './run.mts';
import { inFile } from './inFile.mts';

const DECIDE = 'Ashby/stageTrigger/decide.ts';
const POLL = 'Ashby/stageTrigger/poll.ts';
const WATCH = 'shared/trigger/watch.ts';
const APPLICATION = 'Ashby/stageEntry/application.ts';
const WATCHED_STAGES = 'Ashby/stageEntry/watchedStages.ts';

export const RULES_BROKEN: Mutation[] = [
	...inFile(POLL, [
		[
			'remembers nothing of what it dealt with',
			'		Object.assign(state.rows, after);\n',
			'		for (const other of Object.keys(after)) if (after[other].open) state.rows[other] = after[other];\n',
		],
	]),
	...inFile(DECIDE, [
		[
			'remembers the application instead of the entry',
			'before?.entry === row.id ? before :',
			'before?.entry ? before :',
		],
		[
			'returns those who have left',
			'const mayCount = wanted.includeWhoLeft && row.leftStageAt;',
			'const mayCount = row.leftStageAt;',
		],
		[
			'never includes who has left',
			'const mayCount = wanted.includeWhoLeft && row.leftStageAt;',
			'const mayCount = false;',
		],
		[
			'remembers no entry that has ended',
			'		after[row.id] = { ...next, ...ended };\n',
			'		if (next.open) after[row.id] = { ...next, ...ended };\n',
		],
		[
			'forgets an entry that ended by a transfer',
			'if (!isCurrent && known) after',
			'if (!isCurrent && !known) after',
		],
		[
			'goes by the time of an entry even when everybody is remembered',
			'(isUnknown && isComplete) || ',
			'',
		],
		[
			'takes everybody for remembered before the first listing has ended',
			'(isUnknown && isComplete) ||',
			'isUnknown ||',
		],
		[
			'counts an entry twice that ended in the second in which Include Candidates Who Left came on',
			'state.endedFrom ??= now + 1000;',
			'state.endedFrom ??= now;',
			{ test: 'test/nodes/Ashby/stageTrigger/decide' },
		],
		[
			'takes for known who has entered while the listing went on',
			'!isAwaited && !isRecent',
			'!isAwaited',
		],
	]),
	...inFile(APPLICATION, [
		[
			'takes any refusal for a deleted application',
			'undefinedIf(isNotFound, asked)',
			'undefinedIf(() => true, asked)',
		],
	]),
	...inFile(WATCH, [
		[
			'catches up on every publishing',
			"const restarts = publishes && whenActivated !== 'catchUp';",
			'const restarts = false;',
		],
		[
			'never catches up',
			"const restarts = publishes && whenActivated !== 'catchUp';",
			'const restarts = publishes;',
		],
		[
			'lists nobody for a watch that is added',
			'listingNeeded: added ||',
			'listingNeeded: false ||',
		],
		[
			'does not forget the stages of a watch that is gone',
			'added || removed || (restarts',
			'added || (restarts',
		],
		[
			'lets who entered in the second of publishing wait for an edit',
			'{ since: includes ? 0 : now }',
			'{ since: includes ? 0 : now + 1000 }',
		],
		['includes nobody who is there', '{ since: includes ? 0 : now }', '{ since: now }'],
	]),
	...inFile(WATCHED_STAGES, [
		[
			'watches the stage in every job',
			'(watched.jobId === ANY_JOB || watched.jobId === jobId)',
			'true',
		],
	]),
];
