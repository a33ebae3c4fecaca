import { DateTime } from 'luxon';
import { startAshby, stopAshby } from './setUp.mts';
import type { AshbyTest } from './setUp.mts';

afterEach(stopAshby);

/** The application as application.info has it. */
const info = async (ashby: AshbyTest, applicationId: string, key?: string): Promise<any> =>
	(await ashby.call('/application.info', { applicationId }, key)).results;

/** What an incremental run finds after an act. */
async function changedBy(ashby: AshbyTest, act: () => void): Promise<string[]> {
	const { token: syncToken } = await ashby.listing('/application.list');
	ashby.pass({ seconds: 60 });
	act();
	return (await ashby.listing('/application.list', { syncToken })).ids;
}

describe('a move', () => {
	it('starts an entry a few milliseconds after the previous one ended', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		const { createdAt } = ashby.sandbox.applications.get(id)!;
		ashby.pass({ seconds: 60 });
		const row = ashby.sandbox.move(id, ashby.stage(id, 'Phone Screen'));
		const { results } = await ashby.call('/application.listHistory', { applicationId: id });
		expect(results).toMatchObject([
			{
				title: 'New Lead',
				stageNumber: 0,
				enteredStageAt: createdAt,
				leftStageAt: DateTime.fromJSDate(ashby.time).minus(3).toUTC().toISO(),
				allowedActions: ['set_entered_at', 'delete'],
				actorId: null,
			},
			{
				id: row.id,
				stageNumber: 1,
				enteredStageAt: ashby.time.toISOString(),
				allowedActions: ['set_entered_at'],
				actorId: ashby.sandbox.recruiter.id,
			},
		]);
		expect(Object.keys(results[1])).not.toContain('leftStageAt');
		expect((await info(ashby, id)).applicationHistory).toEqual(results);
	});

	it('never ends an entry before it started', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		ashby.sandbox.move(id, ashby.stage(id, 'Onsite'));
		const [first] = ashby.sandbox.historyOf(id);
		expect(first.leftStageAt).toBe(first.enteredStageAt);
	});

	it('to another stage and back adds a row with a new ID each time', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		for (const title of ['Onsite', 'Offer', 'Onsite'])
			ashby.sandbox.move(id, ashby.stage(id, title));
		const history = ashby.sandbox.historyOf(id);
		expect(history.map(({ title }) => title)).toEqual(['New Lead', 'Onsite', 'Offer', 'Onsite']);
		expect(new Set(history.map((row) => row.id)).size).toBe(4);
	});

	it('to the current stage starts no entry, but counts as a change', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		expect(
			await changedBy(ashby, () => ashby.sandbox.move(id, ashby.stage(id, 'New Lead'))),
		).toEqual([id]);
		expect(ashby.sandbox.historyOf(id)).toHaveLength(1);
	});

	it.each([
		['Phone Screen', 'Active'],
		['Application Review', 'Active'],
		['Hired', 'Hired'],
		['Archived', 'Archived'],
	])('to %s changes the status to %s', async (title, status) => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		ashby.sandbox.move(id, ashby.stage(id, title));
		const application = await info(ashby, id);
		expect(application.status).toBe(status);
		expect(application.archivedAt).toBe(
			status === 'Archived' ? ashby.time.toISOString() : undefined,
		);
		expect(application.archiveReason === null).toBe(status !== 'Archived');
	});

	it('to a stage of another job is refused, on the page and by the API', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		const [other] = ashby.applications(1);
		const interviewStageId = ashby.stage(other, 'Onsite');
		expect(() => ashby.sandbox.move(id, interviewStageId)).toThrow('in no plan of job');
		const body = { applicationId: id, interviewStageId };
		expect(await ashby.code('/application.changeStage', body)).toBe('interview_stage_not_found');
	});
});

describe('the next incremental run', () => {
	const acts: Record<string, (ashby: AshbyTest, id: string) => void> = {
		edit: ({ sandbox }, id) => sandbox.edit(id),
		archive: ({ sandbox }, id) => sandbox.archive(id),
		transfer: ({ sandbox }, id) => {
			const job = sandbox.addJob({ title: 'Other' });
			sandbox.transfer(id, job.id, sandbox.stagesOf(job.id)[2].id);
		},
		editHistory: (ashby, id) => {
			const { sandbox } = ashby;
			const enteredStageAt = new Date('2020-01-01T00:00:00Z');
			sandbox.editHistory(id, sandbox.historyOf(id)[0].id, { enteredStageAt });
		},
		note: ({ sandbox }, id) => {
			sandbox.addNote(sandbox.applications.get(id)!.candidateId, 'Hello');
		},
		mergeCandidates: ({ sandbox }, id) => {
			const keep = sandbox.addCandidate({ name: 'Keep' });
			sandbox.mergeCandidates(keep.id, sandbox.applications.get(id)!.candidateId);
		},
	};

	it.each(Object.keys(acts))('includes the application after %s', async (name) => {
		const ashby = await startAshby();
		const [, id] = ashby.applications(2);
		expect(await changedBy(ashby, () => acts[name](ashby, id))).toEqual([id]);
		expect((await info(ashby, id)).updatedAt).toBe(ashby.time.toISOString());
	});

	it('doesn’t include the application after a note, in the other reading', async () => {
		const ashby = await startAshby({ noteBumpsApplication: false });
		const [id] = ashby.applications(1);
		expect(await changedBy(ashby, () => acts.note(ashby, id))).toEqual([]);
	});
});

describe('histories', () => {
	it('can be edited, and all rows but the current one can be removed', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		ashby.sandbox.move(id, ashby.stage(id, 'Onsite'));
		ashby.sandbox.move(id, ashby.stage(id, 'Offer'));
		const [first, second, third] = ashby.sandbox.historyOf(id);
		ashby.sandbox.editHistory(id, third.id, { enteredStageAt: new Date('2026-01-01T00:00:00Z') });
		ashby.sandbox.removeHistory(id, second.id);
		expect(() => ashby.sandbox.removeHistory(id, third.id)).toThrow('not a past entry');
		const { applicationHistory } = await info(ashby, id);
		expect(applicationHistory).toMatchObject([
			{ id: first.id, stageNumber: 0 },
			{ id: third.id, stageNumber: 1, enteredStageAt: '2026-01-01T00:00:00.000Z' },
		]);
	});

	it('continue in the new job after a transfer', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		const job = ashby.sandbox.addJob({ title: 'Designer' });
		const row = ashby.sandbox.transfer(id, job.id, ashby.sandbox.stagesOf(job.id)[1].id);
		const application = await info(ashby, id);
		expect(application.job).toMatchObject({ id: job.id, title: 'Designer' });
		expect(application.applicationHistory.at(-1).id).toBe(row.id);
	});

	it('continue when an archived application is reopened in its previous stage', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		ashby.sandbox.move(id, ashby.stage(id, 'Onsite'));
		ashby.sandbox.archive(id);
		ashby.sandbox.reopen(id);
		expect(ashby.sandbox.historyOf(id).map(({ title }) => title)).toEqual([
			'New Lead',
			'Onsite',
			'Archived',
			'Onsite',
		]);
		const application = await info(ashby, id);
		expect([application.status, application.archivedAt]).toEqual(['Active', undefined]);
	});
});

describe('deletions and merges', () => {
	it('deleting a candidate removes their applications and notes', async () => {
		const ashby = await startAshby();
		const [applicationId] = ashby.applications(1);
		const { candidateId } = ashby.sandbox.applications.get(applicationId)!;
		ashby.sandbox.deleteCandidate(candidateId);
		expect(await ashby.code('/candidate.info', { id: candidateId })).toBe('candidate_not_found');
		const note = { candidateId, note: 'Hello' };
		expect(await ashby.code('/candidate.createNote', note)).toBe('candidate_not_found');
		for (const path of ['/application.info', '/application.listHistory']) {
			expect(await ashby.code(path, { applicationId })).toBe('application_not_found');
		}
	});

	it('merging a candidate keeps their applications, notes, and addresses', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		const { candidateId: dropId } = ashby.sandbox.applications.get(id)!;
		ashby.sandbox.addNote(dropId, 'From before');
		const keep = ashby.sandbox.addCandidate({ name: 'Keep', email: 'keep@example.com' });
		ashby.sandbox.mergeCandidates(keep.id, dropId);
		expect(await ashby.code('/candidate.info', { id: dropId })).toBe('candidate_not_found');
		expect((await info(ashby, id)).candidate.id).toBe(keep.id);
		expect(ashby.sandbox.notesOf(keep.id).map(({ content }) => content)).toEqual(['From before']);
		const { results } = await ashby.call('/candidate.search', { email: 'candidate0@example.com' });
		expect(results).toMatchObject([{ id: keep.id, applicationIds: [id] }]);
	});

	it('deleting a job removes its applications', async () => {
		const ashby = await startAshby();
		const [applicationId] = ashby.applications(1);
		const { jobId } = ashby.sandbox.applications.get(applicationId)!;
		ashby.sandbox.deleteJob(jobId);
		expect(await ashby.code('/job.info', { id: jobId })).toBe('job_not_found');
		expect(await ashby.code('/jobInterviewPlan.info', { jobId })).toBe('job_not_found');
		expect(await ashby.code('/application.info', { applicationId })).toBe('application_not_found');
	});

	it('deleting a stage leaves it on the applications in it', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		const interviewStageId = ashby.stage(id, 'Onsite');
		const { interviewPlanId } = ashby.sandbox.stages.get(interviewStageId)!;
		ashby.sandbox.move(id, interviewStageId);
		ashby.sandbox.deleteStage(interviewStageId);
		expect(await ashby.code('/interviewStage.info', { interviewStageId })).toBe(
			'interview_stage_not_found',
		);
		const { results } = await ashby.call('/interviewStage.list', { interviewPlanId });
		expect(results.map(({ title }: { title: string }) => title)).not.toContain('Onsite');
		expect((await info(ashby, id)).currentInterviewStage.title).toBe('Onsite');
	});
});

it('shows the new title of a renamed stage everywhere', async () => {
	const ashby = await startAshby();
	const [id] = ashby.applications(1);
	ashby.sandbox.renameStage(ashby.stage(id, 'New Lead'), 'Newcomer');
	const application = await info(ashby, id);
	expect(application.currentInterviewStage.title).toBe('Newcomer');
	expect(application.applicationHistory[0].title).toBe('Newcomer');
});
