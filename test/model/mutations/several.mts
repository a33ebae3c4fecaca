/** Breaks what holds when an entry can be found more than once, or can't be dealt with. */
import type { Mutation } from './run.mts';
import { inFile } from './inFile.mts';

const ONCE = 'shared/trigger/once.ts';
const POLLING = 'shared/trigger/polling.ts';
const STAGE_TRIGGER = 'Ashby/AshbyStageTrigger.node.ts';
const WATCH = 'shared/trigger/watch.ts';
const DECIDE = 'Ashby/stageTrigger/decide.ts';
const RETRY = 'shared/trigger/retry.ts';
const INVITE = 'Willo/actions/participant/invite.ts';

export const SEVERAL_BROKEN: Mutation[] = [
	...inFile(ONCE, [
		['lets two triggers return one entry', "	if (held) return 'held';\n", ''],
		[
			'never takes over what another trigger could not finish',
			'!(takesOver && other.until + QUIET_MS <= now)',
			'true',
			{ test: 'test/nodes/shared/trigger/once' },
		],
		[
			'leaves an entry to a poll under a name that the trigger no longer has',
			'end < Infinity || hasNode(context, nodeName)',
			'Boolean(end && nodeName)',
		],
	]),
	...inFile(POLLING, [
		[
			'forgets with the durable poller that it has reported a problem',
			'isUnsure || problems.length > 0',
			'isUnsure',
		],
		[
			'lets a registration that was superseded return entries',
			'	else if (isSuperseded(context)) return null;\n',
			'',
			{
				and: {
					file: POLLING,
					find: '	if (isSuperseded(context)) throw new Superseded();\n',
					replace: '',
				},
			},
		],
		[
			'takes the polls after a start of n8n for any other',
			'const isUnsure = !scheduled || !polling.hasSucceeded;',
			'const isUnsure = !scheduled;',
		],
		[
			'counts the first poll of a process although n8n drops it',
			'if (Date.now() - startedAt <= budget) polling.hasSucceeded',
			'polling.hasSucceeded',
			{ test: 'test/nodes/Ashby/stageTrigger/repeatUntilNoted' },
		],
		[
			'keeps no bookmark for a trigger that is renamed',
			'	keepPlace(context, name, placeIn(found.state));\n',
			'',
		],
		[
			'leaves what publishing changed to the old name of the trigger',
			'...(stored ? ofOldNames : [])',
			'...(stored ? [] : ofOldNames)',
		],
		[
			'goes back to the state of an old name of the trigger',
			'	for (const key of ofOldNames) delete shared[key];\n',
			'',
		],
	]),
	...inFile(STAGE_TRIGGER, [
		[
			'claims an entry only when it is returned',
			'const outcome = claim(context, entryId, Infinity, { takesOver });',
			"const outcome = 'now' as 'now' | 'held';",
			{ test: 'test/nodes/Ashby/AshbyStageTrigger.once' },
		],
		[
			'claims an entry for a test event',
			'const attempt = firstAttempt(entry.row, null, true);',
			'claim(context, entry.row.id, 9e15);\n		const attempt = firstAttempt(entry.row, null, true);',
			{ test: 'test/nodes/Ashby/AshbyStageTrigger.once' },
		],
	]),
	...inFile(WATCH, [
		[
			'continues a renamed trigger at what was read last, although entries are open',
			'Math.min(readUntil, ...openSince)',
			'readUntil',
		],
	]),
	...inFile(DECIDE, [
		[
			'counts who left since the last poll, although their application could not be read then',
			'before?.failed?.from ?? state.readUntil',
			'state.readUntil',
		],
		[
			'counts who moved before publishing, if the application could not be read then',
			'const isFound = !watches',
			'const isFound = !row?.entry && !watches',
		],
	]),
	...inFile('Ashby/stageTrigger/table.ts', [
		[
			'loses, when it is renamed, whom a listing showed and who could not be read',
			"failed && read === 'listed' ? 0 : failed?.from",
			'failed?.from',
			{ test: 'test/nodes/Ashby/stageTrigger/table' },
		],
	]),
	...inFile('shared/trigger/bookmark.ts', [
		[
			'takes the place that another renamed trigger needs',
			'isYounger(bookmark, FORGOTTEN_AFTER_MS) && !shares(bookmark, Object.keys(place))',
			'false',
			{ test: 'test/nodes/shared/trigger/bookmark' },
		],
	]),
	...inFile(RETRY, [
		[
			'gives up an entry that fails again and again before a week has passed',
			'count >= WAITS_MS.length && now - since >= longestMs',
			'count >= WAITS_MS.length',
		],
	]),
	...inFile(INVITE, [
		[
			'sends although another process may still be sending',
			'begun?.isElsewhere && !isRepeat',
			'false',
			{ test: 'test/nodes/Willo/actions/participant/once' },
		],
	]),
];
