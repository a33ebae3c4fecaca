import { readState } from '../../../../nodes/Ashby/stageTrigger/table.ts';

test('a state of version 3 is read, and nothing in it is lost', () => {
	const watches = { 'job/id:video': { since: 5, isComplete: true } };
	const unconfirmed = (applicationId: string, attempts: number) => ({
		applicationId,
		candidateId: 'candidate',
		attempts,
		since: attempts && 1_000,
		due: 1_000_000,
		...(attempts === 0 && { checkNotes: true }),
	});
	const stored = {
		version: 3,
		revision: 7,
		memory: {
			watches,
			entries: { done: 'entry', old: '~entry', unread: '~/video', open: 'open-entry' },
			readUntil: 50,
			endedFrom: 3,
			ended: { 'ended-entry': 40, 'left-entry': 41 },
		},
		syncToken: 'token',
		changes: { cursor: 'next' },
		changed: ['done'],
		existing: ['unread'],
		unconfirmed: {
			'open-entry': unconfirmed('open', 1),
			'left-entry': unconfirmed('gone', 2),
			'waiting-entry': unconfirmed('other', 0),
		},
		givenUp: ['Ada'],
		watchesCheckedAt: 9,
	};
	const open = (count: number, waitMs: number) => ({
		candidateId: 'candidate',
		tries: { count, since: 1_000, at: 1_000_000 - waitMs, due: 1_000_000 },
	});
	expect(readState(JSON.parse(JSON.stringify(stored)))).toEqual({
		version: 4,
		revision: 7,
		watches,
		rows: {
			done: { entry: 'entry', read: 'changed' },
			old: { entry: 'entry', isOld: true },
			unread: { stage: 'video', isOld: true, read: 'listed' },
			open: { entry: 'open-entry', open: open(1, 240_000) },
			'ended-entry': { entry: 'ended-entry', application: '', endedAt: 40 },
			'left-entry': {
				entry: 'left-entry',
				application: 'gone',
				endedAt: 41,
				open: open(2, 480_000),
			},
			'waiting-entry': {
				entry: 'waiting-entry',
				application: 'other',
				endedAt: 50,
				isUnsure: true,
				open: { candidateId: 'candidate', notBefore: 1_000_000 },
			},
		},
		list: { syncToken: 'token', changes: { cursor: 'next' } },
		readUntil: 50,
		endedFrom: 3,
		givenUp: ['Ada'],
		unreadable: [],
		watchesCheckedAt: 9,
	});
	expect(readState({ ...stored, memory: undefined })).toBeUndefined();
});
