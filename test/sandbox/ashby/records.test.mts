import { startAshby, stopAshby } from './setUp.mts';
import type { AshbySwitches } from './types.mts';

afterEach(stopAshby);

describe('confidential jobs', () => {
	it('are left out silently unless the key has access to them', async () => {
		const ashby = await startAshby();
		const { sandbox } = ashby;
		const job = sandbox.addJob({ title: 'Secret', confidential: true });
		const [hidden] = ashby.applications(1, job.id);
		const [open] = ashby.applications(1);
		const { candidateId } = sandbox.applications.get(hidden)!;
		const sees = sandbox.addKey({ confidentialJobs: true });
		const ids = async (path: string, key: string) =>
			(await ashby.call(path, {}, key)).results.map(({ id }: { id: string }) => id);

		expect(await ids('/application.list', ashby.key)).toEqual([open]);
		expect(await ids('/application.list', sees)).toEqual([hidden, open]);
		expect(await ids('/job.list', ashby.key)).not.toContain(job.id);
		expect(await ids('/job.list', sees)).toContain(job.id);
		expect(await ids('/candidate.list', ashby.key)).not.toContain(candidateId);

		const asked = [
			['/application.info', { applicationId: hidden }, 'application_not_found'],
			['/application.listHistory', { applicationId: hidden }, 'application_not_found'],
			['/job.info', { id: job.id }, 'job_not_found'],
			['/jobInterviewPlan.info', { jobId: job.id }, 'job_not_found'],
			['/candidate.info', { id: candidateId }, 'candidate_not_found'],
		] as const;
		for (const [path, body, code] of asked) {
			expect(await ashby.code(path, body)).toBe(code);
			expect(await ashby.code(path, body, sees)).toBeUndefined();
		}

		sandbox.addApplication({ candidateId, jobId: sandbox.applications.get(open)!.jobId });
		const { results } = await ashby.call('/candidate.info', { id: candidateId });
		expect(results.applicationIds).toHaveLength(1);
	});
});

it.each(['missing', 'null'] as const)('absent values: %s', async (absentAs) => {
	const ashby = await startAshby({ absentAs });
	const { id: candidateId } = ashby.sandbox.addCandidate({ name: 'Bare' });
	const { id: jobId } = ashby.sandbox.addJob({ title: 'Engineer' });
	const { id: applicationId } = ashby.sandbox.addApplication({ candidateId, jobId });
	const { results } = await ashby.call('/application.info', { applicationId });
	const expected = absentAs === 'null' ? null : undefined;
	const candidate = (await ashby.call('/candidate.info', { id: candidateId })).results;
	expect([results.archivedAt, results.applicationHistory[0].leftStageAt]).toEqual([
		expected,
		expected,
	]);
	for (const record of [results.candidate, candidate]) {
		expect([record.primaryEmailAddress, record.primaryPhoneNumber]).toEqual([expected, expected]);
	}
	expect([candidate.emailAddresses, candidate.phoneNumbers]).toEqual([[], []]);
});

describe('candidate.search', () => {
	const readings = [
		['exact', { 'ann@example.com': 1, 'ANN@example.com': 1, 'ann@': 0 }],
		['prefix', { 'ann@example.com': 1, 'ANN@': 1, 'nn@': 0 }],
		['caseSensitiveExact', { 'ann@example.com': 1, 'ANN@example.com': 0 }],
	] as const;

	it.each(readings)('by email, read as %s', async (searchEmail, found) => {
		const ashby = await startAshby({ searchEmail });
		ashby.sandbox.addCandidate({
			name: 'Ann',
			email: 'first@example.com',
			extraEmails: ['ann@example.com'],
		});
		for (const [email, count] of Object.entries(found)) {
			const { results } = await ashby.call('/candidate.search', { email });
			expect([email, results.length]).toEqual([email, count]);
		}
	});

	it('combines name and email, and finds at most 100', async () => {
		const ashby = await startAshby();
		ashby.applications(101);
		const count = async (body: object) =>
			(await ashby.call('/candidate.search', body)).results.length;
		expect(await count({ name: 'candidate' })).toBe(100);
		expect(await count({ name: 'Candidate 7', email: 'candidate7@example.com' })).toBe(1);
		expect(await count({ name: 'Candidate 7', email: 'candidate8@example.com' })).toBe(0);
		expect(await ashby.code('/candidate.search')).toBe('invalid_input');
	});
});

describe('jobs and stages', () => {
	it('only lists drafts on request', async () => {
		const ashby = await startAshby();
		for (const status of ['Draft', 'Open', 'Closed', 'Archived'] as const) {
			ashby.sandbox.addJob({ title: status, status });
		}
		const titles = async (body: object) =>
			(await ashby.call('/job.list', body)).results.map(({ title }: { title: string }) => title);
		expect(await titles({})).toEqual(['Open', 'Closed', 'Archived']);
		expect(await titles({ status: ['Draft', 'Open'] })).toEqual(['Draft', 'Open']);
	});

	it('searches by part of the title, or by requisition', async () => {
		const ashby = await startAshby();
		ashby.sandbox.addJob({ title: 'Backend Engineer', requisitionId: 'REQ-1' });
		ashby.sandbox.addJob({ title: 'Designer' });
		const count = async (body: object) => (await ashby.call('/job.search', body)).results.length;
		expect(await count({ title: 'engin' })).toBe(1);
		expect(await count({ requisitionId: 'REQ-1' })).toBe(1);
		expect(await count({ requisitionId: 'REQ' })).toBe(0);
		expect(await ashby.code('/job.search')).toBe('invalid_input');
	});

	it.each([
		['default', 1],
		['first', 0],
	] as const)('gives one plan of several: %s', async (multiPlanJob, expected) => {
		const ashby = await startAshby({ multiPlanJob });
		const plans = ['A', 'B'].map((title) => ashby.sandbox.addInterviewPlan({ title }));
		const { id: jobId } = ashby.sandbox.addJob({
			title: 'Engineer',
			interviewPlanIds: plans.map(({ id }) => id),
			defaultInterviewPlanId: plans[1].id,
		});
		const { results } = await ashby.call('/jobInterviewPlan.info', { jobId });
		expect(results.interviewPlanId).toBe(plans[expected].id);
		expect(results.stages.map(({ id }: { id: string }) => id)).toEqual(
			plans[expected].stages.map(({ id }) => id),
		);
		expect(results.stages[0]).not.toHaveProperty('interviewPlanId');
	});

	it('has jobs without a default plan', async () => {
		const ashby = await startAshby();
		const { id } = ashby.sandbox.addJob({ title: 'Engineer', defaultInterviewPlanId: null });
		const { results } = await ashby.call('/job.info', { id });
		expect(results).not.toHaveProperty('defaultInterviewPlanId');
		expect(results.interviewPlanIds).toHaveLength(1);
	});

	it('lists the stages of a plan in order', async () => {
		const ashby = await startAshby();
		const plan = ashby.sandbox.addInterviewPlan({ title: 'Plan' });
		const answer = await ashby.call('/interviewStage.list', { interviewPlanId: plan.id });
		expect(answer).toMatchObject({ success: true, moreDataAvailable: false });
		expect(answer.results.map(({ type }: { type: string }) => type)).toEqual([
			'Lead',
			'PreInterviewScreen',
			'Active',
			'Active',
			'Active',
			'Offer',
			'Hired',
			'Archived',
		]);
		const [{ id: interviewStageId }] = answer.results;
		const { results } = await ashby.call('/interviewStage.info', { interviewStageId });
		expect(results).toEqual(answer.results[0]);
	});
});

describe('application.changeStage', () => {
	it('moves the application, with the key’s user as the actor', async () => {
		const ashby = await startAshby();
		const [applicationId] = ashby.applications(1);
		const interviewStageId = ashby.stage(applicationId, 'Video Interview');
		const body = { applicationId, interviewStageId };
		const { results } = await ashby.call('/application.changeStage', body);
		expect(results).toMatchObject({
			status: 'Active',
			currentInterviewStage: { id: interviewStageId },
		});
		expect(ashby.sandbox.historyOf(applicationId)[1].actorId).toBe(ashby.sandbox.admin.id);
	});

	it('requires a reason for Archived stages, and refuses one for others', async () => {
		const ashby = await startAshby();
		const [applicationId] = ashby.applications(1);
		const { results: reasons } = await ashby.call('/archiveReason.list');
		const archiveReasonId = reasons[1].id;
		const change = async (title: string, more = {}) => {
			const interviewStageId = ashby.stage(applicationId, title);
			return await ashby.code('/application.changeStage', {
				applicationId,
				interviewStageId,
				...more,
			});
		};
		expect(await change('Archived')).toBe('invalid_input');
		expect(await change('Onsite', { archiveReasonId })).toBe('invalid_input');
		const unknown = { archiveReasonId: applicationId };
		expect(await change('Archived', unknown)).toBe('archive_reason_not_found');
		expect(ashby.sandbox.historyOf(applicationId)).toHaveLength(1);
		expect(await change('Archived', { archiveReasonId })).toBeUndefined();
		const { results } = await ashby.call('/application.info', { applicationId });
		expect(results.archiveReason.id).toBe(archiveReasonId);
	});
});

it('tags candidates and finds users', async () => {
	const ashby = await startAshby();
	const { id: candidateId } = ashby.sandbox.addCandidate({ name: 'Ann' });
	const tag = ashby.sandbox.addTag('Interviewed');
	const { results } = await ashby.call('/candidate.addTag', { candidateId, tagId: tag.id });
	expect(results.tags).toEqual([{ id: tag.id, title: 'Interviewed', isArchived: false }]);
	expect(await ashby.code('/candidate.addTag', { candidateId, tagId: candidateId })).toBe(
		'candidate_tag_not_found',
	);
	const found = await ashby.call('/user.search', { email: 'Ada.Admin@example.com' });
	expect(found.results).toMatchObject([{ id: ashby.sandbox.admin.id, firstName: 'Ada' }]);
});

describe('custom fields of jobs', () => {
	const choice = (value: string, label = value) => ({ label, value });

	async function start(switches: Partial<AshbySwitches> = {}) {
		const ashby = await startAshby(switches);
		const { id } = ashby.sandbox.addJob({ title: 'Engineer' });
		const title = 'Willo Interview';
		const create = { title, fieldType: 'ValueSelect', objectType: 'Job' };
		const { results: field } = await ashby.call('/customField.create', create);
		const setChoices = async (...selectableValues: object[]) =>
			await ashby.call('/customField.updateSelectableValues', {
				customFieldId: field?.id,
				selectableValues,
			});
		const ofJob = async () => (await ashby.call('/job.info', { id })).results.customFields;
		return { ashby, id, field, create, setChoices, ofJob };
	}

	it.each([
		['kept', 'absent'],
		['cleared', 'absent'],
		['cleared', 'null'],
	] as const)('choices left out are archived: %s, %s', async (archivedChoice, emptyJobFields) => {
		const { ashby, id, field, setChoices, ofJob } = await start({ archivedChoice, emptyJobFields });
		const none = { id: field.id, title: 'Willo Interview', isPrivate: false, value: null };
		const empty = emptyJobFields === 'null' ? [none] : [];
		expect(await ofJob()).toEqual(empty);
		await setChoices(choice('a'), choice('b'));
		ashby.sandbox.setCustomField(id, field.id, 'b');
		await setChoices(choice('b', 'Two'), choice('c'));
		expect(await ofJob()).toEqual([{ ...none, value: 'b', valueLabel: 'Two' }]);
		const { results } = await setChoices(choice('c'));
		expect(results.selectableValues).toEqual([
			{ ...choice('c'), isArchived: false },
			{ ...choice('b', 'Two'), isArchived: true },
			{ ...choice('a'), isArchived: true },
		]);
		const kept = [{ ...none, value: 'b', valueLabel: 'Two' }];
		expect(await ofJob()).toEqual(archivedChoice === 'kept' ? kept : empty);
	});

	it.each([
		['second', false],
		['existing', true],
		['refused', undefined],
	] as const)('a title that exists: %s', async (createFieldTwice, isSame) => {
		const { ashby, field, create } = await start({ createFieldTwice });
		const { results } = await ashby.call('/customField.create', create);
		expect(results && results.id === field.id).toBe(isSame);
	});

	it('may have other names in the requests', async () => {
		const { ashby, create } = await start({ fieldRequestNames: 'others' });
		expect(await ashby.code('/customField.create', create)).toBe('invalid_input');
	});

	it('are absent without access to private fields', async () => {
		const { ashby, id } = await start();
		const text = { objectType: 'Job', fieldType: 'String', isPrivate: true } as const;
		const field = ashby.sandbox.addCustomField({ title: 'Secret', ...text });
		ashby.sandbox.setCustomField(id, field.id, 'x');
		const key = ashby.sandbox.addKey({ privateFields: true });
		const of = async (each: string) =>
			(await ashby.call('/job.info', { id }, each)).results.customFields.length;
		expect([await of(ashby.key), await of(key)]).toEqual([0, 1]);
	});
});
