import type { IDataObject } from 'n8n-workflow';

import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { ApiFailure } from '../../../../nodes/shared/failure.ts';
import type { Answer } from '../../../../nodes/Ashby/client/types.ts';
import type { Settings } from '../../../../nodes/Ashby/stageTrigger/look.ts';
import { look } from '../../../../nodes/Ashby/stageTrigger/look.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');

const application = {
	id: 'application',
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

const settings: Settings = {
	links: [{ jobId: 'job', stageId: 'video' }],
	whenActivated: 'includeExisting',
	includeWhoLeft: false,
	publishing: true,
	scheduled: false,
	timeLeftMs: () => Infinity,
};

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

test('reads the history page by page when the application comes without it', async () => {
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
	const { stays } = await look(undefined, settings, client);
	expect(stays.map((stay) => stay.row.id)).toEqual(['row-1']);
});

test('a list that promises more but gives no new cursor is refused', async () => {
	const client = clientWith({
		'application.list': () => ({ results: [], moreDataAvailable: true, nextCursor: 'same' }),
	});
	// A publishing comes into force all the same; what it could not read is what the next look meets.
	const { state } = await look(undefined, settings, client);
	expect(client.asked).toHaveLength(2);
	const next = look(state, { ...settings, publishing: false, scheduled: true }, client);
	await expect(next).rejects.toThrow('gave no new cursor');
});

test('does not touch the state it is given', async () => {
	const client = clientWith({
		'application.list': () => ({ results: [application], syncToken: 'token' }),
		'application.info': () => ({
			results: { ...application, applicationHistory: [row(0, 'video')] },
		}),
	});
	const { state } = await look(undefined, settings, client);
	const before = JSON.stringify(state);
	await look(state, { ...settings, publishing: false, scheduled: true }, client);
	expect(JSON.stringify(state)).toBe(before);
});

test('a publishing that gets no good answer in time has failed, so that n8n tries again', async () => {
	const client = clientWith({
		'application.list': ({ cursor }) => {
			if (cursor) throw refusedWith('next_cursor_expired');
			return { results: [], syncToken: 'token' };
		},
	});
	const { state } = await look(undefined, settings, client);
	state.changes = { cursor: 'old' };
	const late = { ...settings, timeLeftMs: () => 0 };
	await expect(look(state, late, client)).rejects.toThrow('took too long');
	// A scheduled one keeps what it got on by: the next one need not meet the refusal again.
	const next = await look(state, { ...late, publishing: false, scheduled: true }, client);
	expect(next.state).toMatchObject({ listing: { unseen: [] } });
	expect(next.state).not.toHaveProperty('changes');
});

function refusedWith(code: string): ApiFailure {
	return new ApiFailure({ kind: 'refused', message: code, advice: '', code });
}
