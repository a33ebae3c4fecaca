import type { IDataObject } from 'n8n-workflow';

import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { ApiFailure } from '../../../../nodes/shared/api/failure.ts';
import type { StageEntry } from '../../../../nodes/Ashby/stageEntry/history.ts';
import type { JobsOfEntries } from '../../../../nodes/Ashby/stageEntry/jobFields.ts';
import type { Answer } from '../../../../nodes/Ashby/client/types.ts';
import type { Settings } from '../../../../nodes/Ashby/stageTrigger/settings.ts';
import { poll } from '../../../../nodes/Ashby/stageTrigger/poll.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');

const application = {
	id: 'application',
	candidate: { id: 'candidate', name: 'Ada' },
	updatedAt: '2026-03-02T08:00:00.000Z',
	job: { id: 'job', title: 'Job' },
	currentInterviewStage: { id: 'video', title: 'Video Interview', type: 'Active' },
};

const row = (stageNumber: number, stageId: string) => ({
	id: `row-${stageNumber}`,
	stageId,
	title: stageId,
	enteredStageAt: '2026-03-02T08:00:00.000Z',
	stageNumber,
});

const row0 = row(0, 'video');

const WITH_HISTORY = {
	'application.info': () => ({ results: { ...application, applicationHistory: [row0] } }),
};

const settings: Settings = {
	watchedStages: [{ jobId: 'job', stageId: 'video' }],
	whenActivated: 'includeExisting',
	includeWhoLeft: false,
	minMinutesInStage: 0,
	minutesPerAttempt: 3,
	maxCandidates: 100,
	repeatUntilNoted: false,
	publishing: true,
	scheduled: false,
	isUnsure: true,
	timeLeftMs: () => Infinity,
	skipJobsWithoutInterview: false,
	claimEntry: () => 'now',
	jobs: { addTo: async (entry: StageEntry) => entry } as unknown as JobsOfEntries,
};

const SCHEDULED = { ...settings, publishing: false, scheduled: true, isUnsure: false };

/** A client that answers from a table, and notes what it was asked. */
function clientWith(answers: Record<string, (body: IDataObject) => Partial<Answer<unknown>>>) {
	const asked: Array<[string, IDataObject]> = [];
	const call = async <T,>(method: string, body: IDataObject = {}): Promise<Answer<T>> => {
		asked.push([method, body]);
		const answer = answers[method](body) as Partial<Answer<T>>;
		return { moreDataAvailable: false, serverTime: NOW, ...answer } as Answer<T>;
	};
	// Pages as the client itself does it.
	const rows = AshbyClient.prototype.rows.bind({ call } as AshbyClient) as AshbyClient['rows'];
	return { call, rows, asked };
}

test('reads the history page by page if the application doesn’t include it', async () => {
	const client = clientWith({
		'application.list': () => ({ results: [application], syncToken: 'token' }),
		'application.info': () => ({ results: { ...application } }),
		'application.listHistory': ({ cursor }) =>
			cursor
				? { results: [row(1, 'video')] }
				: {
						results: [{ ...row(0, 'review'), leftStageAt: '2026-03-02T08:00:00.000Z' }],
						moreDataAvailable: true,
						nextCursor: 'next',
					},
	});
	const { entries } = await poll(undefined, settings, client);
	expect(entries.map(({ row: { id } }) => id)).toEqual(['row-1']);
});

test('a list that has more pages but no new cursor is refused', async () => {
	const client = clientWith({
		'application.list': () => ({ results: [], moreDataAvailable: true, nextCursor: 'same' }),
	});
	// Publishing takes effect anyway; the next poll reads what this one couldn't.
	const { state } = await poll(undefined, settings, client);
	expect(client.asked).toHaveLength(3);
	const next = poll(state, SCHEDULED, client);
	await expect(next).rejects.toThrow('returned no new cursor');
});

test.each([
	['null', null],
	['a text', 'application'],
	['without a stage', { ...application, id: 'bad', currentInterviewStage: undefined }],
	[
		'without the title of its stage',
		{ ...application, id: 'bad', currentInterviewStage: { id: 'video' } },
	],
	['without a job', { ...application, id: 'bad', job: null }],
	['without a candidate', { ...application, id: 'bad', candidate: undefined }],
	['without an id', { ...application, id: undefined }],
])('a row that is %s doesn’t prevent the others from being returned', async (_what, bad) => {
	const client = clientWith({
		'application.list': () => ({ results: [bad, application, bad], syncToken: 'token' }),
		...WITH_HISTORY,
	});
	const { entries } = await poll(undefined, settings, client);
	expect(entries.map(({ row: { id } }) => id)).toEqual(['row-0']);
});

test.each([
	['null', [null]],
	['without a number', [{ ...row(0, 'video'), stageNumber: undefined }, null]],
	['nothing', undefined],
])(
	'a history whose rows are %s doesn’t prevent the others from being returned',
	async (_what, rows) => {
		const client = clientWith({
			'application.list': ({ syncToken }) => ({
				results: syncToken ? [] : [{ ...application, id: 'bad' }, application],
				syncToken: 'token',
			}),
			'application.info': ({ applicationId }) => ({
				results: {
					...application,
					id: applicationId,
					applicationHistory: applicationId === 'bad' ? rows : [row(0, 'video')],
				},
			}),
			'application.listHistory': () => ({ results: [null] }),
		});
		const published = await poll(undefined, settings, client);
		const next = await poll(published.state, SCHEDULED, client).catch(() => undefined);
		const met = [...published.entries, ...(next?.entries ?? [])];
		expect(met.map(({ application: { id } }) => id)).toEqual(['application']);
	},
);

test('a malformed history doesn’t prevent later entries from being returned', async () => {
	const empty = clientWith({ 'application.list': () => ({ results: [], syncToken: 'token' }) });
	let { state } = await poll(undefined, settings, empty);
	const client = clientWith({
		'application.list': () => ({
			results: [{ ...application, id: 'bad' }, application],
			syncToken: 'token',
		}),
		'application.info': ({ applicationId }) => ({
			results: {
				...application,
				id: applicationId,
				applicationHistory: applicationId === 'bad' ? [null] : [row(0, 'video')],
			},
		}),
	});
	const met: string[] = [];
	for (let number = 0; number < 3; number++) {
		const found = await poll(state, SCHEDULED, client).catch(() => undefined);
		state = found?.state ?? state;
		met.push(...(found?.entries ?? []).map(({ row: { id } }) => id));
	}
	expect(met).toEqual(['row-0']);
});

test('changed applications are read before those of a listing, with repeats in between', async () => {
	const client = clientWith({
		'application.list': () => ({ results: [], syncToken: 'token' }),
		'application.info': ({ applicationId }) => ({
			results: { ...application, id: applicationId, applicationHistory: [row(0, 'video')] },
		}),
		'candidate.listNotes': () => ({ results: [] }),
	});
	const { state } = await poll(undefined, settings, client);
	client.asked.length = 0;
	const tries = { count: 1, since: 1, at: 1, due: 1 };
	const rows = {
		due: { entry: 'row-0', open: { candidateId: 'candidate', tries } },
		existing: { read: 'listed' as const },
		changed: { read: 'changed' as const },
	};
	const waiting = { ...state, rows };
	const scheduled = { ...SCHEDULED, repeatUntilNoted: true };
	await poll(waiting, scheduled, client);
	expect(client.asked.map(([method, { applicationId }]) => [method, applicationId])).toEqual([
		['application.list', undefined],
		['application.info', 'changed'],
		['candidate.listNotes', undefined],
		['application.info', 'due'],
		['application.info', 'existing'],
		['candidate.listNotes', undefined],
	]);
});

test.each<[string, (body: IDataObject) => Partial<Answer<unknown>>]>([
	[
		'is refused',
		() => {
			throw refusedWith('invalid_input');
		},
	],
	['gives no token', () => ({ results: [] })],
	['is not narrowed', () => ({ results: [application], moreDataAvailable: true, nextCursor: 'a' })],
])('if the filtered listing %s, the complete one is read first', async (_what, narrowed) => {
	const client = clientWith({
		'application.list': (body) =>
			body.createdAfter ? narrowed(body) : { results: [application], syncToken: 'token' },
		...WITH_HISTORY,
	});
	const { entries, state } = await poll(undefined, settings, client);
	expect(entries.map(({ row: { id } }) => id)).toEqual(['row-0']);
	expect(state.list).toMatchObject({ syncToken: 'token' });
	expect(state.list).not.toHaveProperty('isProvisional');
});

test.each([
	[
		true,
		'waits, and its notes are read',
		{
			entry: 'row-0',
			isUnsure: true,
			open: { candidateId: 'candidate', began: NOW - 60 * 60_000 },
		},
	],
	[false, 'is done', { entry: 'row-0' }],
])(
	'with Retry Until a Note Exists %s, an entry that another trigger has %s',
	async (repeatUntilNoted, _what, row) => {
		const answers = {
			'application.list': () => ({ results: [application], syncToken: 'token' }),
			...WITH_HISTORY,
		};
		const claimEntry = (id: string) => (id === 'row-0' ? ('held' as const) : ('now' as const));
		const held = { ...settings, claimEntry, repeatUntilNoted };
		const { entries, state } = await poll(undefined, held, clientWith(answers));
		expect(entries).toEqual([]);
		expect(state.rows).toEqual({ application: row });
	},
);

test('doesn’t change the state it is given', async () => {
	const client = clientWith({
		'application.list': () => ({ results: [application], syncToken: 'token' }),
		...WITH_HISTORY,
	});
	const { state } = await poll(undefined, settings, client);
	const before = JSON.stringify(state);
	await poll(state, SCHEDULED, client);
	expect(JSON.stringify(state)).toBe(before);
});

test('publishing fails without a valid response in time, so that n8n tries again', async () => {
	const client = clientWith({
		'application.list': ({ cursor }) => {
			if (cursor) throw refusedWith('next_cursor_expired');
			return { results: [], syncToken: 'token' };
		},
	});
	const { state } = await poll(undefined, settings, client);
	state.list.changes = { cursor: 'old' };
	const late = { ...settings, timeLeftMs: () => 0 };
	await expect(poll(state, late, client)).rejects.toThrow('took too long');
	// A scheduled poll keeps its progress, so that the next one doesn't get the refusal again.
	const next = await poll(state, { ...SCHEDULED, timeLeftMs: () => 0 }, client);
	expect(next.state.list).toMatchObject({ listing: { unseen: [] } });
	expect(next.state.list).not.toHaveProperty('changes');
});

function refusedWith(code: string): ApiFailure {
	return new ApiFailure({ kind: 'refused', message: code, advice: '', code });
}

test('many applications that Ashby can’t return fail no poll, are named once, and hold up nobody', async () => {
	const bad = Array.from({ length: 40 }, (_, number) => `bad-${number}`);
	const nameOf = (id: string) => ({ ...application, id, candidate: { id, name: `Ada ${id}` } });
	let results: unknown[] = [];
	const client = clientWith({
		'application.list': () => ({ results: results.splice(0), syncToken: 'token' }),
		'application.info': ({ applicationId }) => {
			if (bad.includes(String(applicationId))) throw refusedWith('read_only');
			return { results: { ...application, applicationHistory: [row0] } };
		},
		'apiKey.info': () => ({ results: {} }),
	});
	let { state } = await poll(undefined, settings, client);
	results = [...bad.map(nameOf), application];
	const met: string[] = [];
	for (let number = 0; number < 3; number++) {
		const next = await poll(state, SCHEDULED, client);
		({ state } = next);
		met.push(...next.entries.map(({ application: { id } }) => id));
	}
	expect(met).toEqual(['application']);
	expect(state.readUntil).toBe(NOW);
	expect(state.unreadable).toEqual(bad.map((id) => expect.stringContaining(`Ada ${id}`)));
});
