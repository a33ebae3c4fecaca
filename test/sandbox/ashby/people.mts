import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';

import type { Feedback } from './forms.mts';
import { keptOf } from './notes.mts';
import { AshbyState, need } from './state.mts';
import { statusOf } from './types.mts';
import type { Application, HistoryRow, Job, JobStatus, Note, WebhookType } from './types.mts';

/** How long before the next entry a stage was left: in recordings a few milliseconds, never none. */
const LEFT_BEFORE_MS = 3;

/**
 * What people do in Ashby. Whatever touches an application changes its `updatedAt` and puts it into
 * the next incremental page. Unknown ids throw: they are a mistake of the test.
 */
export abstract class AshbyPeople extends AshbyState {
	/** Tells the webhooks of these types; `data` is made only when one of them is there. */
	protected abstract notify(actions: WebhookType[], data: () => unknown): void;

	/** What a webhook carries of an application. */
	protected abstract webhookData(application: Application): unknown;

	/**
	 * Moves an application into a stage of one of its job's plans: a new entry begins. Moving it to where
	 * it stands begins none and returns the present one.
	 */
	move(
		applicationId: string,
		stageId: string,
		options: { actorId?: string | null; archiveReasonId?: string } = {},
	): HistoryRow {
		const application = need(this.applications, applicationId, 'application');
		return this.enter(application, application.jobId, stageId, options);
	}

	/** Moves an application to another job: the same application, with a new entry. */
	transfer(applicationId: string, jobId: string, stageId: string): HistoryRow {
		const application = need(this.applications, applicationId, 'application');
		return this.enter(application, jobId, stageId, {});
	}

	/** Moves an application to the Archived stage of the plan it is in. */
	archive(applicationId: string): HistoryRow {
		const { stageId } = need(this.applications, applicationId, 'application');
		const { interviewPlanId } = need(this.stages, stageId, 'interview stage');
		const { stages } = need(this.interviewPlans, interviewPlanId, 'interview plan');
		const archived = stages.find((stage) => stage.type === 'Archived');
		if (!archived) throw new Error(`Plan ${interviewPlanId} has no Archived stage`);
		return this.move(applicationId, archived.id);
	}

	/** Takes an archived application back to a stage, by default to the one it was in before (else the first). */
	reopen(applicationId: string, stageId?: string): HistoryRow {
		const { history, jobId } = need(this.applications, applicationId, 'application');
		const open = this.stagesOf(jobId).filter(({ type }) => type !== 'Archived');
		const before = history.filter((row) => open.some(({ id }) => id === row.stageId)).at(-1);
		const target = stageId ?? before?.stageId ?? open[0]?.id;
		if (!target) throw new Error(`Job ${jobId} has no stage to reopen ${applicationId} in`);
		return this.move(applicationId, target);
	}

	/** Any change of an application that is not a change of stage. */
	edit(applicationId: string): void {
		this.changed(need(this.applications, applicationId, 'application'));
	}

	/** Changes the start of an entry, as Ashby's own page and application.updateHistory can. */
	editHistory(applicationId: string, rowId: string, change: { enteredStageAt: Date }): void {
		const row = this.historyOf(applicationId).find(({ id }) => id === rowId);
		if (!row) throw new Error(`Application ${applicationId} has no history row ${rowId}`);
		row.enteredStageAt = change.enteredStageAt.toISOString();
		this.edit(applicationId);
	}

	/** Removes an entry that is over; Ashby does not let anybody remove the present one. */
	removeHistory(applicationId: string, rowId: string): void {
		const history = this.historyOf(applicationId);
		const at = history.findIndex(({ id }) => id === rowId);
		if (at < 0 || at === history.length - 1) {
			throw new Error(`Row ${rowId} is not a past entry of application ${applicationId}`);
		}
		history.splice(at, 1);
		this.edit(applicationId);
	}

	/** Merges two candidates: applications, notes and addresses of the second go to the first. */
	mergeCandidates(keepId: string, dropId: string): void {
		const keep = need(this.candidates, keepId, 'candidate');
		const drop = need(this.candidates, dropId, 'candidate');
		keep.emails = [...new Set([...keep.emails, ...drop.emails])];
		keep.phones = [...new Set([...keep.phones, ...drop.phones])];
		keep.tagIds = [...new Set([...keep.tagIds, ...drop.tagIds])];
		keep.applicationIds.push(...drop.applicationIds);
		for (const note of this.notesOf(dropId)) {
			this.notesListOf(keepId).add({ ...note, candidateId: keepId });
		}
		for (const id of drop.applicationIds) {
			const application = need(this.applications, id, 'application');
			application.candidateId = keepId;
			this.changed(application);
		}
		this.candidates.delete(dropId);
		this.notes.delete(dropId);
		this.bump(keepId);
		this.notify(['candidateMerge'], () => ({
			deletedCandidate: { id: dropId },
			mergedCandidate: { id: keepId },
		}));
	}

	/** Deletes a candidate with all applications and notes. */
	deleteCandidate(candidateId: string): void {
		const candidate = need(this.candidates, candidateId, 'candidate');
		for (const id of candidate.applicationIds) this.applications.delete(id);
		this.candidates.delete(candidateId);
		this.notes.delete(candidateId);
		this.notify(['candidateDelete'], () => ({ candidate: { id: candidateId } }));
	}

	deleteApplication(applicationId: string): void {
		const { candidateId } = need(this.applications, applicationId, 'application');
		const candidate = need(this.candidates, candidateId, 'candidate');
		candidate.applicationIds = candidate.applicationIds.filter((id) => id !== applicationId);
		this.applications.delete(applicationId);
		this.bump(candidateId);
	}

	setJobStatus(jobId: string, status: JobStatus): void {
		const job = this.changeJob(jobId, { status });
		if (status === 'Open') job.openedAt ??= job.updatedAt;
		job.closedAt = status === 'Closed' ? job.updatedAt : null;
	}

	/** Deletes a job with its applications. */
	deleteJob(jobId: string): void {
		need(this.jobs, jobId, 'job');
		for (const application of [...this.applications.values()]) {
			if (application.jobId === jobId) this.deleteApplication(application.id);
		}
		this.jobs.delete(jobId);
	}

	/** Removes a stage from its plan. Applications in it keep showing it until they are moved. */
	deleteStage(stageId: string): void {
		const { interviewPlanId } = need(this.stages, stageId, 'interview stage');
		const plan = need(this.interviewPlans, interviewPlanId, 'interview plan');
		plan.stages = plan.stages.filter(({ id }) => id !== stageId);
		this.interviewPlans.touch(plan.id);
	}

	renameStage(stageId: string, title: string): void {
		const stage = need(this.stages, stageId, 'interview stage');
		stage.title = title;
		this.interviewPlans.touch(stage.interviewPlanId);
	}

	/** Changes what a candidate is called or reached by; the applications do not count as changed. */
	editCandidate(
		candidateId: string,
		change: { name?: string; emails?: string[]; phones?: string[] },
	): void {
		Object.assign(need(this.candidates, candidateId, 'candidate'), change);
		this.bump(candidateId);
	}

	/** Writes a note. HTML is stripped of what Ashby does not keep. */
	addNote(
		candidateId: string,
		content: string,
		options: Partial<Omit<Note, 'id' | 'content' | 'candidateId'>> = {},
	): Note {
		const candidate = need(this.candidates, candidateId, 'candidate');
		const { type = 'text/plain' } = options;
		const note = this.notesListOf(candidateId).add({
			createdAt: this.time(),
			isPrivate: false,
			authorId: this.recruiter.id,
			sendNotifications: false,
			...options,
			id: randomUUID(),
			candidateId,
			type,
			content: keptOf(content, type, this.switches),
		});
		this.bump(candidateId);
		if (this.switches.noteBumpsApplication) candidate.applicationIds.forEach((id) => this.edit(id));
		return note;
	}

	/** Puts a tag on a candidate, or takes it off. */
	tag(candidateId: string, tagId: string, isOn = true): void {
		const candidate = need(this.candidates, candidateId, 'candidate');
		need(this.tags, tagId, 'tag');
		const others = candidate.tagIds.filter((id) => id !== tagId);
		candidate.tagIds = isOn ? [...others, tagId] : others;
		this.bump(candidateId);
	}

	/** Sets a custom field of a candidate, an application, or a job; null clears it. */
	setCustomField(objectId: string, fieldId: string, value: unknown): void {
		need(this.customFields, fieldId, 'custom field');
		const values = this.customFieldValues.get(objectId) ?? new Map<string, unknown>();
		this.customFieldValues.set(objectId, values);
		if (value === null) values.delete(fieldId);
		else values.set(fieldId, value);
		if (this.applications.has(objectId)) this.edit(objectId);
		else if (this.jobs.has(objectId)) this.changeJob(objectId, {});
		else this.bump(objectId);
	}

	/** Fills in a feedback form; `values` are by the paths of its fields. */
	submitFeedback(
		applicationId: string,
		formId: string,
		values: Record<string, unknown>,
		userId: string,
	): Feedback {
		this.edit(applicationId);
		const { id, createdAt } = this.stamp();
		return this.feedback.add({ id, createdAt, applicationId, formId, userId, values });
	}

	/** Marks a candidate as changed. */
	private bump(candidateId: string): void {
		need(this.candidates, candidateId, 'candidate').updatedAt = this.time();
		this.candidates.touch(candidateId);
	}

	private changeJob(jobId: string, change: Partial<Job>): Job {
		const job = need(this.jobs, jobId, 'job');
		Object.assign(job, change, { updatedAt: this.time() });
		this.jobs.touch(jobId);
		return job;
	}

	private changed(application: Application, alsoTell: WebhookType[] = []): void {
		application.updatedAt = this.time();
		this.applications.touch(application.id);
		this.notify(['applicationUpdate', ...alsoTell], () => this.webhookData(application));
	}

	private enter(
		application: Application,
		jobId: string,
		stageId: string,
		options: { actorId?: string | null; archiveReasonId?: string },
	): HistoryRow {
		const stage = this.stagesOf(jobId).find(({ id }) => id === stageId);
		if (!stage) throw new Error(`Stage ${stageId} is in no plan of job ${jobId}`);
		const present = application.history[application.history.length - 1];
		const jobRemains = application.jobId === jobId;
		application.jobId = jobId;
		if (jobRemains && application.stageId === stageId) {
			this.changed(application);
			return present;
		}

		const enteredStageAt = this.time();
		const left = DateTime.fromISO(enteredStageAt).minus(LEFT_BEFORE_MS).toJSDate().toISOString();
		present.leftStageAt = left > present.enteredStageAt ? left : present.enteredStageAt;
		const { actorId = this.recruiter.id } = options;
		const row = { id: randomUUID(), stageId, title: stage.title, enteredStageAt, actorId };
		application.history.push(row);
		application.stageId = stageId;
		application.status = statusOf(stage.type);
		const isArchived = application.status === 'Archived';
		application.archivedAt = isArchived ? enteredStageAt : undefined;
		const [anyReason] = this.archiveReasons.keys();
		application.archiveReasonId = isArchived ? (options.archiveReasonId ?? anyReason) : undefined;

		// Ashby sends the related webhooks of one act together.
		const alsoTell: WebhookType[] = ['candidateStageChange'];
		if (stage.type === 'Hired') alsoTell.push('candidateHire');
		this.changed(application, alsoTell);
		return row;
	}
}
