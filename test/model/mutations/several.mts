/** Breaks what holds when an entry can be found more than once, or can't be dealt with. */
import type { Mutation } from './run.mts';

const ONCE = 'shared/trigger/once.ts';
const POLLING = 'shared/trigger/polling.ts';
const STAGE_TRIGGER = 'Ashby/AshbyStageTrigger.node.ts';

export const SEVERAL_BROKEN: Mutation[] = [
	{
		what: 'lets two triggers return one entry',
		file: ONCE,
		find: "	if (held) return 'held';\n",
		replace: '',
	},
	{
		what: 'never takes over what another trigger could not finish',
		test: 'test/nodes/shared/once',
		file: ONCE,
		find: '!(takesOver && other.until + QUIET_MS <= now)',
		replace: 'true',
	},
	{
		what: 'lets a registration that was superseded return entries',
		file: POLLING,
		find: '	else if (isSuperseded(context)) return null;\n',
		replace: '',
		and: {
			file: POLLING,
			find: '	if (isSuperseded(context)) throw new Superseded();\n',
			replace: '',
		},
	},
	{
		what: 'claims an entry for a test event',
		test: 'test/nodes/Ashby/AshbyStageTrigger.once',
		file: STAGE_TRIGGER,
		find: 'const attempt = firstAttempt(entry.row, null, true);',
		replace:
			'claim(context, entry.row.id, Infinity);\n		const attempt = firstAttempt(entry.row, null, true);',
	},
	{
		what: 'keeps no bookmark for a trigger that is renamed',
		file: POLLING,
		find: '	keepPlace(context, name, placeIn(found.state));\n',
		replace: '',
	},
	{
		what: 'continues a renamed trigger at what was read last, although entries are open',
		file: 'shared/trigger/watch.ts',
		find: 'Math.min(readUntil, ...openSince)',
		replace: 'readUntil',
	},
	{
		what: 'leaves what publishing changed to the old name of the trigger',
		file: POLLING,
		find: '...(stored ? ofOldNames : [])',
		replace: '...(stored ? [] : ofOldNames)',
	},
	{
		what: 'counts who left since the last poll, although their application could not be read then',
		file: 'Ashby/stageTrigger/decide.ts',
		find: 'before?.failed?.from ?? state.readUntil',
		replace: 'state.readUntil',
	},
	{
		what: 'goes back to the state of an old name of the trigger',
		file: POLLING,
		find: '	for (const key of ofOldNames) delete shared[key];\n',
		replace: '',
	},
	{
		what: 'gives up an entry that fails again and again before a week has passed',
		file: 'shared/trigger/retry.ts',
		find: 'count >= WAITS_MS.length && now - since >= longestMs',
		replace: 'count >= WAITS_MS.length',
	},
	{
		what: 'sends although another process may still be sending',
		test: 'test/nodes/Willo/actions/participant/once',
		file: 'Willo/actions/participant/invite.ts',
		find: 'begun?.isElsewhere && !isRepeat',
		replace: 'false',
	},
];
