import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { copyState, emptyState, readState } from '../../../../nodes/Ashby/stageTrigger/state.ts';
import { pollContext } from '../../../support/contexts.mts';
import { setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();

test('a state is read as it was stored', () => {
	const state = { ...emptyState(), syncToken: 'token', changes: { cursor: 'next' } };
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['a text', 'state'],
	['a list', []],
	['another version', { ...emptyState(), version: 1 }],
	['no memory', { ...emptyState(), memory: undefined }],
	[
		'a memory without entries',
		{ ...emptyState(), memory: { watches: {}, ended: {}, readUntil: 0 } },
	],
	['a reading that is a number', { ...emptyState(), changes: 5 }],
	['a listing that is a list', { ...emptyState(), listing: [] }],
	['a listing without those not met', { ...emptyState(), listing: {} }],
	['no list of those who changed', { ...emptyState(), changed: {} }],
	['no list of those who were given up', { ...emptyState(), givenUp: 'Ada' }],
	['unconfirmed entries that are a list', { ...emptyState(), unconfirmed: [] }],
	['an unconfirmed entry that is a number', { ...emptyState(), unconfirmed: { entry: 5 } }],
	[
		'an entry that is an object',
		{ ...emptyState(), memory: { ...emptyState().memory, entries: { a: { x: 5 } } } },
	],
	[
		'a watch that is a number',
		{ ...emptyState(), memory: { ...emptyState().memory, watches: { a: 5 } } },
	],
])('%s isn’t a state: the trigger starts as if just published', (_what, stored) => {
	expect(readState(stored)).toBeUndefined();
});

test.each<[string, object]>([
	['of another version', { version: 1 }],
	['with a number for a reading', { changes: 5 }],
	['with an unconfirmed entry that is none', { unconfirmed: { entry: { x: 5 } } }],
])('a stored state %s doesn’t stop the trigger', async (_what, damage) => {
	const org = await twoJobs();
	org.apply('Ada', org.job, 'Video Interview');
	org.pass();
	const trigger = new AshbyStageTrigger();
	const context = pollContext(trigger, {
		parameters: org.parameters({ options: { repeatUntilNoted: true } }),
		credentials: org.credentials(),
		activation: 'init',
		staticData: { state: { ...emptyState(), ...damage } },
	});
	expect(await trigger.poll.call(context)).toBeNull();
	org.pass();
	const entry = org.move(org.apply('Bea'), 'Video Interview');
	expect(await trigger.poll.call(context)).toMatchObject([[{ json: { id: entry } }]]);
	expect(await trigger.poll.call(context)).toBeNull();
});

test.each(['constructor', '__proto__', 'toString'])(
	'IDs with a special meaning in JavaScript are IDs like any other: %s',
	(id) => {
		const { memory, unconfirmed } = copyState(emptyState());
		for (const record of [memory.entries, memory.ended, unconfirmed]) {
			expect(id in record).toBe(false);
			expect(record[id]).toBeUndefined();
		}
		memory.entries[id] = 'entry';
		memory.ended[id] = 1;
		const copy = copyState({ ...emptyState(), memory });
		expect([copy.memory.entries[id], copy.memory.ended[id]]).toEqual(['entry', 1]);
	},
);
