import { LargeAshby, JOBS, standingOf } from './largeAshby.mts';

const inLinkedStage = (large: LargeAshby) => {
	const [{ jobId, stageId }] = large.links;
	return [...large.ashby.applications.values()].filter(
		(application) => application.jobId === jobId && application.stageId === stageId,
	);
};

it('has the given number of applications and of those in the watched stage, ordered by age', () => {
	const large = new LargeAshby(1000);
	const applications = [...large.ashby.applications.values()];
	expect(applications).toHaveLength(1000);
	expect(inLinkedStage(large)).toHaveLength(standingOf(1000));
	expect(new Set(applications.map(({ jobId }) => jobId)).size).toBe(JOBS);
	const created = applications.map(({ createdAt }) => createdAt);
	expect(created).toEqual([...created].sort());
});

it('changes each application once a round, and counts the entries', () => {
	const large = new LargeAshby(1000);
	const before = new Map(inLinkedStage(large).map(({ id, history }) => [id, history.at(-1)!.id]));
	const { sequence } = large.ashby.applications;
	const { entries, candidates } = large.change(1000);
	expect(entries).toBe(100);
	expect(large.ashby.applications.sequence).toBe(sequence + 1000);
	expect([...large.ashby.applications.changesAfter(sequence)]).toHaveLength(1000);
	const standing = inLinkedStage(large);
	expect(standing).toHaveLength(candidates);
	const entered = standing.filter(({ id, history }) => before.get(id) !== history.at(-1)!.id);
	expect(entered).toHaveLength(entries);
});

it('adds no entry in a quiet round', () => {
	expect(new LargeAshby(1000).change(0)).toEqual({ entries: 0, candidates: 0 });
});
