/** Breaks how Ashby is read, what is kept, and what is returned again. */
import type { Mutation } from './run.mts';

const POLLING = 'shared/polling.ts';
const LIST = 'Ashby/stageTrigger/applicationList.ts';
const PENDING = 'Ashby/stageTrigger/pending.ts';
const POLL = 'Ashby/stageTrigger/poll.ts';
const UNCONFIRMED = 'Ashby/stageTrigger/unconfirmed.ts';
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
		find: 'if (found.state.revision !== (before?.revision ?? 0)) shared[sharedKey] = own.state;\n	else if',
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
		find: 'copyState(before ?? emptyState())',
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
		file: 'shared/failure.ts',
		find: "new Set<FailureKind>(['unavailable', 'refused', 'unexpectedAnswer'])",
		replace: 'new Set<FailureKind>()',
	},
	{
		what: 'forgets how far it has read when the time is over',
		file: POLL,
		find: 'if (settings.timeLeftMs() <= 0) break;',
		replace: 'if (settings.timeLeftMs() <= 0) {\n				delete state.listing;\n				break;\n			}',
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
		find: '		this.now = serverTime;\n',
		replace: '		this.now = Date.now();\n',
	},
	{
		what: 'sends no token with later pages',
		file: LIST,
		find: 'if (!isRefused(failure) || !syncToken) throw failure;',
		replace: 'throw failure;',
	},
	{
		what: 'forgets what it had no time for',
		file: PENDING,
		find: '		state.changed = [...this.changed];\n',
		replace: '		state.changed = [];\n',
	},
	{
		what: 'forgets who was there and what it had no time for',
		file: PENDING,
		find: '		state.existing = [...this.existing];\n',
		replace: '		state.existing = [];\n',
	},
	{
		what: 'gives up a history that could not be read',
		file: PENDING,
		find: '			(hadChanged ? this.changed : this.existing).add(id);\n',
		replace: '			void hadChanged;\n',
	},
	{
		what: 'reads histories before it knows when a publishing counts',
		file: POLL,
		find: 'const mayDecide = pages > 0 && (list',
		replace: 'const mayDecide = pages >= 0 || (list',
	},
	{
		what: 'does not read again what a resumed reading has passed',
		file: LIST,
		find: 'if (state.syncToken) this.beginChanges();',
		replace: '',
	},
	{
		what: 'takes a publishing without any good answer for done',
		file: POLL,
		find: 'if (pages === 0 && !settings.scheduled) throw',
		replace: 'if (false) throw',
	},
	{
		what: 'relies on the token of an empty listing for good',
		file: LIST,
		find: 'if (!this.isCovered) state.syncToken = syncToken;',
		replace: 'state.syncToken ??= syncToken;',
	},
	{
		what: 'takes the token of an empty listing for one that shows every change',
		file: LIST,
		find: 'return this.state.syncToken !== undefined && !this.state.isProvisional',
		replace: 'return this.state.syncToken !== undefined',
	},
	{
		what: 'returns again what a note names',
		file: PENDING,
		find: '(mayBeNoted && (await this.isNoted(candidateId, id)))',
		replace: 'false',
	},
	{
		what: 'does not look at the notes of whom a candidate was merged into',
		file: PENDING,
		find: 'mayBeNoted && isMerged',
		replace: 'false',
	},
	{
		what: 'repeats what may still be under way',
		file: UNCONFIRMED,
		find: '[4, 8, 16',
		replace: '[1, 8, 16',
	},
	{
		what: 'keeps nothing of what it returned',
		file: POLL,
		find: 'if (repeats) state.unconfirmed[row.id] = next;\n		else delete',
		replace: 'delete',
	},
	{
		what: 'repeats unasked',
		file: POLL,
		find: 'if (repeats) state.unconfirmed[row.id] = next;\n		else delete state.unconfirmed[row.id];',
		replace: 'state.unconfirmed[row.id] = next;',
		// The second guard, for workflows with Repeat Until Noted off.
		and: {
			file: PENDING,
			find: 'if (attempts > 0) delete unconfirmed[id];',
			replace: 'void attempts;',
		},
	},
	{
		what: 'repeats those who have left',
		file: PENDING,
		find: '!settings.includeWhoLeft && !rules.isStillThere(applicationId, id, state.memory)',
		replace: 'false',
		// The second guard, with what Ashby says of the application.
		and: {
			file: PENDING,
			find: 'left < endedFrom || this.wasTooShort(row)',
			replace: 'this.wasTooShort(row)',
		},
	},
	{
		what: 'calls a repeat a first attempt',
		file: POLL,
		find: 'repeats && (unconfirmed.attempts > 0 || unconfirmed.checkNotes === true)',
		replace: 'false',
	},
	{
		what: 'returns no more than the limit and forgets the rest',
		file: PENDING,
		find: '			if (!state.unconfirmed[id].checkNotes) await this.settleEntry(id);\n',
		replace: '			delete state.unconfirmed[id];\n',
	},
	{
		what: 'counts from the entry, however short a candidate is there',
		file: PENDING,
		find: 'waits ? from : 0',
		replace: '0',
	},
	{
		what: 'forgets who waits for the minimum',
		file: UNCONFIRMED,
		find: 'due <= now || due > now',
		replace: 'due === now || due > now',
	},
	{
		what: 'trusts what was left to it before a kill',
		file: PENDING,
		find: 'if (!settings.scheduled) this.checkAllNotes();',
		replace: '',
	},
];
