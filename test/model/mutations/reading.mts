/** Breaks how Ashby is read, what is kept, and what is returned again. */
import type { Mutation } from './run.mts';
import { inFile } from './inFile.mts';

const POLLING = 'shared/trigger/polling.ts';
const LIST = 'Ashby/stageTrigger/applicationList.ts';
const POLL = 'Ashby/stageTrigger/poll.ts';
const DECIDE = 'Ashby/stageTrigger/decide.ts';
const TABLE = 'Ashby/stageTrigger/table.ts';
const RETRY = 'shared/trigger/retry.ts';
const GIVE_UP = 'shared/node/giveUp.ts';
const FAILURES = 'Ashby/client/failures.ts';

export const READING_BROKEN: Mutation[] = [
	...inFile(POLLING, [
		[
			'takes every poll for the one at publishing',
			"context.getActivationMode() === 'activate' && !begun.has(context)",
			"context.getActivationMode() === 'activate'",
		],
		[
			'takes a restart for a publishing',
			"context.getActivationMode() === 'activate' && !begun.has(context)",
			"['activate', 'init'].includes(context.getActivationMode()) && !begun.has(context)",
		],
		[
			"trusts the durable poller with an activation's state",
			'return second.revision > first.revision ? second : first;',
			'return first;',
		],
		[
			'keeps no copy of the state of a publishing',
			'if (isChanged || ofOldNames.length > 0) shared[sharedKey] = own.state;\n	else if',
			'if',
		],
		[
			'polls although another poll runs',
			'if (polling.running > 0 && (!isFirst || isScheduled(context))) return null;',
			'',
		],
		[
			'polls although another poll runs, until one has succeeded',
			'(!isFirst || isScheduled(context))',
			'isScheduled(context)',
		],
		[
			'polls as long as n8n lets it',
			'Math.min(BUDGET_SHARE * budget, longest)',
			'budgetOf(context)',
		],
	]),
	...inFile(POLL, [
		[
			'writes the state before it is sure',
			'copyOf(before ?? emptyState())',
			'(before ?? emptyState())',
		],
		[
			'fails a quiet poll because of one application',
			'				if (stop) return false;\n',
			'				this.obstacle = failure;\n				if (stop) return false;\n',
		],
		[
			'returns an entry again while its attempt may still wait',
			'leastMs: minutesPerAttempt * 60_000',
			'leastMs: 0',
			{ test: 'test/nodes/Ashby/stageTrigger/parameters' },
		],
		[
			'fails when many applications cannot be read',
			"if (stop?.because === 'items') this.noteFailures(true);",
			'if (stop) this.obstacle = failure;',
			{ test: 'test/nodes/Ashby/stageTrigger/poll' },
		],
		[
			'trusts the time of an attempt by a wrong clock',
			'if (open?.tries) open.tries = afterClockChange(open.tries, Date.now());',
			'',
			{ test: 'test/nodes/Ashby/stageTrigger/repeatUntilNoted' },
		],
		[
			'forgets how far it has read when the time is over',
			'		if (settings.timeLeftMs() <= 0) return false;\n		// Only',
			'		if (settings.timeLeftMs() <= 0) {\n			delete this.state.list.listing;\n			return false;\n		}\n		// Only',
		],
		[
			'forgets what it had no time for',
			'		return { entries, state, read };\n',
			"		for (const row of Object.values(state.rows)) if (row.read === 'changed') delete row.read;\n		return { entries, state, read };\n",
		],
		[
			'forgets who was there and what it had no time for',
			'		return { entries, state, read };\n',
			"		for (const row of Object.values(state.rows)) if (row.read === 'listed') delete row.read;\n		return { entries, state, read };\n",
		],
		[
			'reads histories before it knows when a publishing counts',
			'const mayWork = read.pages > 0 && (list',
			'const mayWork = read.pages >= 0 || (list',
		],
		[
			'takes a publishing without any good answer for done',
			'if (read.pages === 0 && !settings.scheduled) throw',
			'if (false) throw',
		],
		[
			'returns again what a note names',
			'if (!repeatUntilNoted || !(row.isUnsure || row.open!.tries)) return false;',
			'return false;',
		],
		[
			'does not look at the notes of whom a candidate was merged into',
			'asked !== candidate.id && (await',
			'asked === undefined && (await',
		],
		[
			'keeps nothing of what it returned',
			'if (repeatUntilNoted) known.open = {',
			'if (false) known.open = {',
		],
		[
			'repeats unasked',
			'if (repeatUntilNoted) known.open = {',
			'known.open = {',
			{
				and: {
					file: POLL,
					find: 'if (!settings.repeatUntilNoted && open?.tries) delete row.open;',
					replace: '',
				},
			},
		],
		[
			'calls a repeat a first attempt',
			'repeatUntilNoted && (before !== undefined || known.isUnsure === true)',
			'false',
		],
		[
			'returns no more than the limit and forgets the rest',
			'if (ready.size >= settings.maxCandidates) return true;',
			'if (ready.size >= settings.maxCandidates) {\n				delete row.read;\n				delete row.open;\n				continue;\n			}',
		],
		[
			'trusts what was left to it before a kill',
			'if (settings.isUnsure && (row.read || open)) row.isUnsure = true;',
			'',
		],
	]),
	...inFile(FAILURES, [
		['does not know one of the codes that refuse a cursor', "	'next_cursor_expired',\n", ''],
	]),
	...inFile(LIST, [
		[
			'stops at an empty page',
			'...(moreDataAvailable ? { nextCursor } : {})',
			'...(moreDataAvailable && rows.length > 0 ? { nextCursor } : {})',
		],
		[
			'loses the token when a run brings none',
			'state.syncToken = syncToken ?? state.syncToken;',
			'state.syncToken = syncToken;',
		],
		["goes by this machine's clock", 'this.now ||= serverTime;', 'this.now ||= Date.now();'],
		[
			'ends a listing of several polls without what its own token shows',
			"state.listingToken ? 'changes' : undefined",
			'undefined',
			{ test: 'test/nodes/Ashby/stageTrigger/applicationList' },
		],
		[
			'is sure of what follows an unsure listing',
			'this.checkNotes || checkNotes ? { checkNotes: true }',
			'this.checkNotes ? { checkNotes: true }',
			{ test: 'test/nodes/Ashby/stageTrigger/applicationList' },
		],
		[
			'sends no token with later pages',
			'if (!isRefused(failure) || !syncToken) throw failure;',
			'throw failure;',
		],
		[
			'does not read again what a resumed reading has passed',
			"			this.resumed = state.listingToken ? 'changes' : undefined;\n			this.beginChanges(checkNotes);",
			'			this.resumed = undefined;',
		],
		[
			'relies on the token of an empty listing for good',
			'if (!state.isProvisional || !state.isProven) state.syncToken = state.listingToken;',
			'state.syncToken ??= state.listingToken;',
		],
		[
			'takes the token of a listing for one that covers all of its pages',
			'|| state.isProven || isOnlyPage ||',
			'|| true ||',
			{ and: { file: LIST, find: 'if (!state.isProvisional || !state.isProven) ', replace: '' } },
		],
		[
			'takes the token of an empty listing for one that shows every change',
			'return this.state.syncToken !== undefined && !this.state.isProvisional',
			'return this.state.syncToken !== undefined',
		],
	]),
	...inFile(GIVE_UP, [
		['lets one unreadable application stop it', 'return isOver ?', 'return true ?'],
	]),
	...inFile(TABLE, [
		[
			'gives up a history that could not be read',
			'	row.failed = failed;\n',
			'	delete row.read;\n	row.failed = failed;\n',
		],
		[
			'never tries again what failed twice',
			'if (failed && !isDue(failed, clocks.now)) return Infinity;',
			'if (failed && failed.count > 1) return Infinity;',
		],
		[
			'forgets who waits for the minimum',
			'!(open.notBefore! > ashbyNow)',
			'open.notBefore === undefined',
		],
	]),
	...inFile(RETRY, [
		[
			'repeats what may still be under way',
			'[4, 8, 16',
			'[1, 8, 16',
			{ test: 'test/nodes/shared/trigger/retry' },
		],
	]),
	...inFile(DECIDE, [
		[
			'repeats those who have left',
			'else if (watches.length === 0) delete rows[id];',
			'else if (watches.length === 0) return;',
			{
				and: {
					file: DECIDE,
					find: 'const mayCount = wanted.includeWhoLeft && row.leftStageAt;',
					replace: 'const mayCount = row.leftStageAt;',
				},
			},
		],
		[
			'counts from the entry, however short a candidate is there',
			'Math.min(Date.parse(enteredStageAt), now) + minMs',
			'Date.parse(enteredStageAt)',
		],
	]),
];
