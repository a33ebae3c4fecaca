import type { IDataObject } from 'n8n-workflow';

import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { ApiFailure } from '../../../../nodes/shared/api/failure.ts';
import type { StageEntry } from '../../../../nodes/Ashby/stageEntry/history.ts';
import type { JobsOfEntries } from '../../../../nodes/Ashby/stageEntry/jobFields.ts';
import type { Answer } from '../../../../nodes/Ashby/client/types.ts';
import type { Settings } from '../../../../nodes/Ashby/stageTrigger/settings.ts';
import { poll } from '../../../../nodes/Ashby/stageTrigger/poll.ts';
import { application, row } from '../stageEntry/setUp.mts';

const NOW = Date.parse('2026-03-02T09:00:00Z');

const settings: Settings = {
	watchedStages: [{ jobId: 'job', stageId: 'video' }],
	whenActivated: 'includeExisting',
	...{ includeWhoLeft: false, repeatUntilNoted: false, skipJobsWithoutInterview: false },
	...{ minMinutesInStage: 0, minutesPerAttempt: 3, maxCandidates: 100 },
	...{ publishing: true, scheduled: false, isUnsure: true },
	timeLeftMs: () => Infinity,
	claimEntry: () => 'now',
	jobs: { addTo: async (entry: StageEntry) => entry } as unknown as JobsOfEntries,
};

const SCHEDULED = { ...settings, publishing: false, scheduled: true, isUnsure: false };

type Answers = Record<string, (body: IDataObject) => Partial<Answer<unknown>>>;

/** By default, Ashby lists one application, which is in the stage, and every application has the same history. */
const ANSWERS: Answers = {
	'application.list': () => ({ results: [application], syncToken: 'token' }),
	'application.info': ({ applicationId: id }) => ({
		results: { ...application, id, applicationHistory: [row(0, 'video')] },
	}),
	'candidate.listNotes': () => ({ results: [] }),
	'apiKey.info': () => ({ results: {} }),
};

/** A client that answers from a table, and notes what it was asked. */
function clientWith(more: Answers = {}) {
	const answers = { ...ANSWERS, ...more };
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

/** The IDs of the applications whose entries are returned at publishing and by three scheduled polls. */
async function pollsWith(more: Answers) {
	const client = clientWith(more);
	let { state, entries } = await poll(undefined, settings, client);
	const ids: string[] = [];
	for (let number = 0; number <= 3; number++) {
		ids.push(...entries.map(({ application: { id } }) => id));
		const failed = { state, entries: [] };
		({ state, entries } = await poll(state, SCHEDULED, client).catch(() => failed));
	}
	return ids;
}

const refusing = (code: string) => (): never => {
	throw new ApiFailure({ kind: 'refused', message: code, advice: '', code });
};

test('reads the history page by page if the application doesn’t include it', async () => {
	const left = { ...row(0, 'review'), leftStageAt: '2026-03-02T08:00:00.000Z' };
	const client = clientWith({
		'application.info': () => ({ results: { ...application } }),
		'application.listHistory': ({ cursor }) =>
			cursor
				? { results: [row(1, 'video')] }
				: { results: [left], moreDataAvailable: true, nextCursor: 'next' },
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
	await expect(poll(state, SCHEDULED, client)).rejects.toThrow('returned no new cursor');
});

const bad = { ...application, id: 'bad' };
test.each([
	['null', null],
	['a text', 'application'],
	['without a stage', { ...bad, currentInterviewStage: undefined }],
	['without the title of its stage', { ...bad, currentInterviewStage: { id: 'video' } }],
	['without a job', { ...bad, job: null }],
	['without a candidate', { ...bad, candidate: undefined }],
	['without an id', { ...bad, id: undefined }],
])('a row that is %s doesn’t prevent the others from being returned', async (_what, bad) => {
	const ids = await pollsWith({
		'application.list': () => ({ results: [bad, application, bad], syncToken: 'token' }),
	});
	expect(ids).toEqual(['application']);
});

test.each([
	['null', [null]],
	['without a number', [{ ...row(0, 'video'), stageNumber: undefined }, null]],
	['nothing', undefined],
])('a history whose rows are %s doesn’t hold up the other', async (_what, bad) => {
	const both = [{ ...application, id: 'bad' }, application];
	const ids = await pollsWith({
		'application.list': () => ({ results: both, syncToken: 'token' }),
		'application.info': (body) => {
			const results = { ...application, id: 'bad', applicationHistory: bad };
			return body.applicationId === 'bad' ? { results } : ANSWERS['application.info'](body);
		},
		'application.listHistory': () => ({ results: [null] }),
	});
	expect(ids).toEqual(['application']);
});

test('changed applications are read before those of a listing, with repeats in between', async () => {
	const client = clientWith({ 'application.list': () => ({ results: [], syncToken: 'token' }) });
	const { state } = await poll(undefined, settings, client);
	client.asked.length = 0;
	const tries = (due: number) => ({ count: 1, since: 1, at: 1, due });
	const open = (due: number) => {
		return { entry: 'row-0', open: { candidateId: 'candidate', tries: tries(due) } };
	};
	const later = Date.now() + 60_000;
	const failed = { ...tries(later), why: 'down', from: 0 };
	const rows = {
		failing: { read: 'changed' as const, failed },
		later: open(later),
		due: open(2),
		longDue: open(1),
		existing: { read: 'listed' as const },
		known: { entry: 'row-0', read: 'changed' as const },
		changed: { read: 'changed' as const },
	};
	await poll({ ...state, rows }, { ...SCHEDULED, repeatUntilNoted: true }, client);
	expect(client.asked.map(([method, { applicationId }]) => [method, applicationId])).toEqual([
		['application.list', undefined],
		['application.info', 'changed'],
		['application.info', 'known'],
		['candidate.listNotes', undefined],
		['application.info', 'longDue'],
		['candidate.listNotes', undefined],
		['application.info', 'due'],
		['application.info', 'existing'],
		['candidate.listNotes', undefined],
	]);
});

test.each<[string, () => Partial<Answer<unknown>>]>([
	['is refused', refusing('invalid_input')],
	['gives no token', () => ({ results: [] })],
	['is not narrowed', () => ({ results: [application], moreDataAvailable: true, nextCursor: 'a' })],
])('if the filtered listing %s, the complete one is read first', async (_what, narrowed) => {
	const client = clientWith({
		'application.list': (body) =>
			body.createdAfter ? narrowed() : ANSWERS['application.list'](body),
	});
	const { entries, state } = await poll(undefined, settings, client);
	expect(entries.map(({ row: { id } }) => id)).toEqual(['row-0']);
	expect(state.list).toMatchObject({ syncToken: 'token' });
	expect(state.list).not.toHaveProperty('isProvisional');
});

test('many applications that Ashby can’t return fail no poll, are named once, and hold up nobody', async () => {
	const bad = Array.from({ length: 40 }, (_, number) => `bad-${number}`);
	const nameOf = (id: string) => ({ ...application, id, candidate: { id, name: `Ada ${id}` } });
	let results: unknown[] = [];
	const client = clientWith({
		'application.list': () => ({ results: results.splice(0), syncToken: 'token' }),
		'application.info': (body) => {
			if (bad.includes(String(body.applicationId))) refusing('read_only')();
			return ANSWERS['application.info'](body);
		},
	});
	let { state } = await poll(undefined, settings, client);
	results = [...bad.map(nameOf), application];
	const ids: string[] = [];
	for (let number = 0; number < 3; number++) {
		const next = await poll(state, SCHEDULED, client);
		({ state } = next);
		ids.push(...next.entries.map(({ application: { id } }) => id));
	}
	expect(ids).toEqual(['application']);
	expect(state.readUntil).toBe(NOW);
	expect(state.unreadable).toEqual(bad.map((id) => expect.stringContaining(`Ada ${id}`)));
});
