import type { WatchedStage } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import { keyOf, watchedAs } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';

const VIDEO: WatchedStage = { jobId: 'job', stageId: 'video' };
const BY_NAME: WatchedStage = { jobId: '*', stageName: 'Video Interview' };

test.each<[WatchedStage, string, { id: string; title: string }, boolean]>([
	[VIDEO, 'other', { id: 'video', title: 'Anything' }, false],
	[BY_NAME, 'other', { id: 'x', title: 'video INTERVIEW ' }, true],
	[BY_NAME, 'other', { id: 'x', title: 'Video' }, false],
	[{ jobId: '*', stageId: 'video' }, 'other', { id: 'video', title: 'V' }, true],
])('%j watches job %s, stage %j: %s', (watched, jobId, stage, isWatched) => {
	expect(watchedAs([watched], jobId, stage)).toEqual(isWatched ? [watched] : []);
});

test('the same selection has the same key, and another one has another', () => {
	expect(keyOf(BY_NAME)).toBe(keyOf({ jobId: '*', stageName: ' video interview' }));
	expect(keyOf(VIDEO)).not.toBe(keyOf({ jobId: '*', stageId: 'video' }));
});
