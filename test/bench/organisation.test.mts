import { BenchOrganisation, JOBS, standingOf } from './organisation.mts';

const inLinkedStage = (organisation: BenchOrganisation) => {
	const [{ jobId, stageId }] = organisation.links;
	return [...organisation.ashby.applications.values()].filter(
		(application) => application.jobId === jobId && application.stageId === stageId,
	);
};

it('has as many applications and as many in the watched stage as it says, listed by their age', () => {
	const organisation = new BenchOrganisation(1000);
	const applications = [...organisation.ashby.applications.values()];
	expect(applications).toHaveLength(1000);
	expect(inLinkedStage(organisation)).toHaveLength(standingOf(1000));
	expect(new Set(applications.map(({ jobId }) => jobId)).size).toBe(JOBS);
	const created = applications.map(({ createdAt }) => createdAt);
	expect(created).toEqual([...created].sort());
});

it('changes each application once a round, and counts who entered', () => {
	const organisation = new BenchOrganisation(1000);
	const before = new Map(
		inLinkedStage(organisation).map(({ id, history }) => [id, history.at(-1)!.id]),
	);
	const { sequence } = organisation.ashby.applications;
	const { entries, candidates } = organisation.change(1000);
	expect(entries).toBe(100);
	expect(organisation.ashby.applications.sequence).toBe(sequence + 1000);
	expect([...organisation.ashby.applications.changesAfter(sequence)]).toHaveLength(1000);
	const standing = inLinkedStage(organisation);
	expect(standing).toHaveLength(candidates);
	const entered = standing.filter(({ id, history }) => before.get(id) !== history.at(-1)!.id);
	expect(entered).toHaveLength(entries);
});

it('has nobody enter in a quiet round', () => {
	expect(new BenchOrganisation(1000).change(0)).toEqual({ entries: 0, candidates: 0 });
});
