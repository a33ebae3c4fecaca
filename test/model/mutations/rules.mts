/** Breaks what decides which entries are new. */
import type { Mutation } from './run.mts';

const PENDING = 'Ashby/stageTrigger/pending.ts';
const RULES = 'Ashby/stageTrigger/rules.ts';

export const RULES_BROKEN: Mutation[] = [
	{
		what: 'remembers nothing of what it dealt with',
		file: RULES,
		find: 'if (decision.remembered) memory.entries[applicationId] = decision.remembered;',
		replace: 'if (decision.remembered) return;',
	},
	{
		what: 'remembers the application instead of the entry',
		file: RULES,
		find: '(isRemembered && !isAwaited)',
		replace: '(!!remembered && !isAwaited)',
	},
	{
		what: 'takes any refusal for a deleted application',
		file: 'Ashby/stageEntry/application.ts',
		find: 'if (isNotFound(error)) return undefined;\n			throw error;',
		replace: 'return undefined;',
	},
	{
		what: 'catches up on every publishing',
		file: RULES,
		find: "const restarts = publishing && whenActivated !== 'catchUp';",
		replace: 'const restarts = false;',
	},
	{
		what: 'never catches up',
		file: RULES,
		find: "const restarts = publishing && whenActivated !== 'catchUp';",
		replace: 'const restarts = publishing;',
	},
	{
		what: 'lists nobody for a watch that is added',
		file: RULES,
		find: '!(key in before) || (restarts && includes)',
		replace: 'restarts && includes',
	},
	{
		what: 'does not forget the stages of a watch that is gone',
		file: RULES,
		find: 'listingNeeded: listingNeeded || removed',
		replace: 'listingNeeded',
	},
	{
		what: 'watches the stage in every job',
		file: 'Ashby/stageEntry/watchedStages.ts',
		find: '(watched.jobId === ANY_JOB || watched.jobId === jobId)',
		replace: 'true',
	},
	{
		what: 'returns those who have left',
		file: RULES,
		find: '!includeWhoLeft || !endedSince(row, memory)',
		replace: '!endedSince(row, memory)',
		// The second guard, for entries that end while they wait to be returned.
		and: {
			file: PENDING,
			find: '!settings.includeWhoLeft && !rules.isStillThere(applicationId, id, state.memory)',
			replace: 'false',
		},
	},
	{
		what: 'never includes who has left',
		file: RULES,
		find: '!includeWhoLeft || !endedSince(row, memory)',
		replace: 'true',
	},
	{
		what: 'remembers no entry that has ended',
		file: RULES,
		find: '	Object.assign(memory.ended, decision.ended);\n',
		replace: '',
	},
	{
		what: 'forgets an entry that ended by a transfer',
		file: RULES,
		find: 'if (includeWhoLeft && isRemembered && row.leftStageAt) {',
		replace: 'if (isRemembered && !row.leftStageAt) {',
	},
	{
		what: 'lets who entered in the second of publishing wait for an edit',
		file: RULES,
		find: 'present ?? { since: includes ? 0 : now }',
		replace: 'present ?? { since: includes ? 0 : now + 1000 }',
	},
	{
		what: 'includes nobody who is there',
		file: RULES,
		find: 'present ?? { since: includes ? 0 : now }',
		replace: 'present ?? { since: now }',
	},
	{
		what: 'goes by the time of an entry even when everybody is remembered',
		file: RULES,
		find: '(isUnknown && isComplete) || ',
		replace: '',
	},
	{
		what: 'takes everybody for remembered before the first listing has ended',
		file: RULES,
		find: 'return (isUnknown && isComplete) ||',
		replace: 'return isUnknown ||',
	},
	{
		what: 'counts an entry twice that ended in the second in which Include Candidates Who Left came on',
		file: RULES,
		find: 'memory.endedFrom ??= now + 1000;',
		replace: 'memory.endedFrom ??= now;',
	},
	{
		what: 'takes for known who has entered while the listing went on',
		file: RULES,
		find: "return isAwaited || isRecent ? 'read' : 'earlier';",
		replace: "return isAwaited ? 'read' : 'earlier';",
	},
];
