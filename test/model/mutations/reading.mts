/** Breaks how Ashby is read, what is kept, and what is returned again. */
import type { Mutation } from './run.mts';

const POLLING = 'shared/trigger/polling.ts';
const LIST = 'Ashby/stageTrigger/applicationList.ts';
const POLL = 'Ashby/stageTrigger/poll.ts';
const DECIDE = 'Ashby/stageTrigger/decide.ts';
const TABLE = 'Ashby/stageTrigger/table.ts';
const RETRY = 'shared/trigger/retry.ts';
const GIVE_UP = 'shared/node/giveUp.ts';
const FAILURES = 'Ashby/client/failures.ts';

export const READING_BROKEN: Mutation[] = [
	{
		what: 'takes every poll for the one at publishing',
		file: POLLING,
		find: "context.getActivationMode() === 'activate' && !begun.has(context)",
		replace: "context.getActivationMode() === 'activate'",
	},
	{
		what: 'takes a restart for a publishing',
		file: POLLING,
		find: "context.getActivationMode() === 'activate' && !begun.has(context)",
		replace: "['activate', 'init'].includes(context.getActivationMode()) && !begun.has(context)",
	},
	{
		what: "trusts the durable poller with an activation's state",
		file: POLLING,
		find: 'return second.revision > first.revision ? second : first;',
		replace: 'return first;',
	},
	{
		what: 'keeps no copy of the state of a publishing',
		file: POLLING,
		find: 'if (isChanged || ofOldNames.length > 0) shared[sharedKey] = own.state;\n	else if',
		replace: 'if',
	},
	{
		what: 'polls although another poll runs',
		file: POLLING,
		find: 'if (running > 0 && (!isFirst || isScheduled(context))) return null;',
		replace: '',
	},
	{
		what: 'polls although another poll runs, until one has succeeded',
		file: POLLING,
		find: '(!isFirst || isScheduled(context))',
		replace: 'isScheduled(context)',
	},
	{
		what: 'writes the state before it is sure',
		file: POLL,
		find: 'copyOf(before ?? emptyState())',
		replace: '(before ?? emptyState())',
	},
	{
		what: 'does not know one of the codes that refuse a cursor',
		file: FAILURES,
		find: "	'next_cursor_expired',\n",
		replace: '',
	},
	{
		what: 'stops at an empty page',
		file: LIST,
		find: '...(moreDataAvailable ? { nextCursor } : {})',
		replace: '...(moreDataAvailable && rows.length > 0 ? { nextCursor } : {})',
	},
	{
		what: 'loses the token when a run brings none',
		file: LIST,
		find: 'state.syncToken = syncToken ?? state.syncToken;',
		replace: 'state.syncToken = syncToken;',
	},
	{
		what: 'lets one unreadable application stop it',
		file: GIVE_UP,
		find: 'return isOver ?',
		replace: 'return true ?',
	},
	{
		what: 'fails a quiet poll because of one application',
		file: POLL,
		find: '				if (stop) return false;\n',
		replace: '				this.obstacle = failure;\n				if (stop) return false;\n',
	},
	{
		what: 'forgets how far it has read when the time is over',
		file: POLL,
		find: '		if (settings.timeLeftMs() <= 0) return false;\n		// Only',
		replace:
			'		if (settings.timeLeftMs() <= 0) {\n			delete this.state.list.listing;\n			return false;\n		}\n		// Only',
	},
	{
		what: 'polls as long as n8n lets it',
		file: POLLING,
		find: 'Math.min(BUDGET_SHARE * budgetOf(context), longest)',
		replace: 'budgetOf(context)',
	},
	{
		what: "goes by this machine's clock",
		file: LIST,
		find: 'this.now ||= serverTime;',
		replace: 'this.now ||= Date.now();',
	},
	{
		what: 'sends no token with later pages',
		file: LIST,
		find: 'if (!isRefused(failure) || !syncToken) throw failure;',
		replace: 'throw failure;',
	},
	{
		what: 'forgets what it had no time for',
		file: POLL,
		find: '		return { entries, state, read, now: list.now };\n',
		replace:
			"		for (const row of Object.values(state.rows)) if (row.read === 'changed') delete row.read;\n		return { entries, state, read, now: list.now };\n",
	},
	{
		what: 'forgets who was there and what it had no time for',
		file: POLL,
		find: '		return { entries, state, read, now: list.now };\n',
		replace:
			"		for (const row of Object.values(state.rows)) if (row.read === 'listed') delete row.read;\n		return { entries, state, read, now: list.now };\n",
	},
	{
		what: 'gives up a history that could not be read',
		file: TABLE,
		find: '	row.failed = failed;\n',
		replace: '	delete row.read;\n	row.failed = failed;\n',
	},
	{
		what: 'never tries again what failed twice',
		file: TABLE,
		find: 'if (failed && !isDue(failed, clocks.now)) return Infinity;',
		replace: 'if (failed && failed.count > 1) return Infinity;',
	},
	{
		what: 'reads histories before it knows when a publishing counts',
		file: POLL,
		find: 'const mayWork = read.pages > 0 && (list',
		replace: 'const mayWork = read.pages >= 0 || (list',
	},
	{
		what: 'does not read again what a resumed reading has passed',
		file: LIST,
		find: 'this.resumed = undefined;\n			this.beginChanges();',
		replace: 'this.resumed = undefined;',
	},
	{
		what: 'takes a publishing without any good answer for done',
		file: POLL,
		find: 'if (read.pages === 0 && !settings.scheduled) throw',
		replace: 'if (false) throw',
	},
	{
		what: 'relies on the token of an empty listing for good',
		file: LIST,
		find: 'if (!state.isProvisional || !state.isProven) state.syncToken = state.listingToken;',
		replace: 'state.syncToken ??= state.listingToken;',
	},
	{
		what: 'takes the token of a listing for one that covers all of its pages',
		file: LIST,
		find: '|| state.isProven || isOnlyPage ||',
		replace: '|| true ||',
		and: { file: LIST, find: 'if (!state.isProvisional || !state.isProven) ', replace: '' },
	},
	{
		what: 'takes the token of an empty listing for one that shows every change',
		file: LIST,
		find: 'return this.state.syncToken !== undefined && !this.state.isProvisional',
		replace: 'return this.state.syncToken !== undefined',
	},
	{
		what: 'returns again what a note names',
		file: POLL,
		find: 'if (!repeatUntilNoted || !(row.isUnsure || row.open!.tries)) return false;',
		replace: 'return false;',
	},
	{
		what: 'does not look at the notes of whom a candidate was merged into',
		file: POLL,
		find: 'asked !== candidate.id && (await',
		replace: 'asked === undefined && (await',
	},
	{
		what: 'repeats what may still be under way',
		file: RETRY,
		find: '[4, 8, 16',
		replace: '[1, 8, 16',
	},
	{
		what: 'keeps nothing of what it returned',
		file: POLL,
		find: 'if (repeatUntilNoted) known.open = {',
		replace: 'if (false) known.open = {',
	},
	{
		what: 'repeats unasked',
		file: POLL,
		find: 'if (repeatUntilNoted) known.open = {',
		replace: 'known.open = {',
		// The second guard, for workflows with Retry Until a Note Exists off.
		and: {
			file: POLL,
			find: 'if (!settings.repeatUntilNoted && open?.tries) delete row.open;',
			replace: '',
		},
	},
	{
		what: 'repeats those who have left',
		file: DECIDE,
		find: 'else if (watches.length === 0) delete rows[id];',
		replace: 'else if (watches.length === 0) return;',
		// The second guard, with what Ashby says of the application.
		and: {
			file: DECIDE,
			find: 'const mayCount = wanted.includeWhoLeft && row.leftStageAt;',
			replace: 'const mayCount = row.leftStageAt;',
		},
	},
	{
		what: 'calls a repeat a first attempt',
		file: POLL,
		find: 'repeatUntilNoted && (before !== undefined || known.isUnsure === true)',
		replace: 'false',
	},
	{
		what: 'returns no more than the limit and forgets the rest',
		file: POLL,
		find: 'if (ready.size >= settings.maxCandidates) return true;',
		replace:
			'if (ready.size >= settings.maxCandidates) {\n				delete row.read;\n				delete row.open;\n				continue;\n			}',
	},
	{
		what: 'counts from the entry, however short a candidate is there',
		file: DECIDE,
		find: 'Math.min(Date.parse(enteredStageAt), now) + minMs',
		replace: 'Date.parse(enteredStageAt)',
	},
	{
		what: 'forgets who waits for the minimum',
		file: TABLE,
		find: '!(open.notBefore! > ashbyNow)',
		replace: 'open.notBefore === undefined',
	},
	{
		what: 'trusts what was left to it before a kill',
		file: POLL,
		find: 'if (!settings.scheduled && (row.read || open)) row.isUnsure = true;',
		replace: '',
	},
];
