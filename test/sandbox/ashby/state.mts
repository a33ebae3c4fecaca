import { randomUUID } from 'node:crypto';

import { SandboxServer } from '../server.mts';
import { Collection } from './collection.mts';
import { selectable } from './forms.mts';
import type { CustomField, Feedback, FeedbackForm, FormField } from './forms.mts';
import { API_USER, DEFAULT_SWITCHES, PERMISSIONS, statusOf } from './types.mts';
import type {
	ApiKey,
	Application,
	ArchiveReason,
	AshbySwitches,
	Candidate,
	HistoryRow,
	InterviewPlan,
	InterviewStage,
	Job,
	JobStatus,
	Note,
	Permission,
	StageType,
	Tag,
	User,
} from './types.mts';

export interface AshbySandboxOptions {
	/** The organization's clock; the machine's own without it. */
	now?: () => Date;
	switches?: Partial<AshbySwitches>;
}

const DEFAULT_STAGES: { title: string; type: StageType }[] = [
	{ title: 'New Lead', type: 'Lead' },
	{ title: 'Application Review', type: 'PreInterviewScreen' },
	{ title: 'Phone Screen', type: 'Active' },
	{ title: 'Video Interview', type: 'Active' },
	{ title: 'Onsite', type: 'Active' },
	{ title: 'Offer', type: 'Offer' },
	{ title: 'Hired', type: 'Hired' },
	{ title: 'Archived', type: 'Archived' },
];

/** The row with this id, or an Error that names it: a test that asks for nothing real should stop. */
export function need<Row>(rows: Map<string, Row>, id: string, what: string): Row {
	const row = rows.get(id);
	if (row === undefined) throw new Error(`The sandbox has no ${what} ${id}`);
	return row;
}

/** The data of one organization and how tests set it up. */
export abstract class AshbyState extends SandboxServer {
	/** May be changed while the sandbox runs. */
	readonly switches: AshbySwitches;
	readonly keys = new Map<string, ApiKey>();
	readonly users = new Collection<User>();
	readonly interviewPlans = new Collection<InterviewPlan>();
	/** Every stage by ID, including deleted ones: an application may still be in one. */
	readonly stages = new Map<string, InterviewStage>();
	readonly jobs = new Collection<Job>();
	readonly candidates = new Collection<Candidate>();
	readonly applications = new Collection<Application>();
	readonly tags = new Collection<Tag>();
	readonly archiveReasons = new Map<string, ArchiveReason>();
	readonly customFields = new Collection<CustomField>();
	/** By the id of a candidate, an application, or a job, then by that of the custom field. */
	readonly customFieldValues = new Map<string, Map<string, unknown>>();
	readonly feedbackForms = new Collection<FeedbackForm>();
	readonly feedback = new Collection<Feedback>();
	/** By candidate; those without any have no entry. */
	protected readonly notes = new Map<string, Collection<Note>>();
	/** The owner of every key, who moves candidates through the API. */
	readonly admin: User;
	/** The author of notes that are written through the API. */
	readonly apiUser: User;
	/** The user who moves candidates, unless a test names another one. */
	readonly recruiter: User;

	constructor({ now, switches }: AshbySandboxOptions = {}) {
		super(now);
		this.switches = { ...DEFAULT_SWITCHES, ...switches };
		this.admin = this.addUser({
			firstName: 'Ada',
			lastName: 'Admin',
			globalRole: 'Organization Admin',
		});
		this.recruiter = this.addUser({ firstName: 'Rui', lastName: 'Recruiter' });
		this.apiUser = { ...this.admin, ...API_USER, id: randomUUID() };
		this.addArchiveReason('Not a fit', 'RejectedByOrg');
		this.addArchiveReason('Took another offer', 'RejectedByCandidate');
	}

	/** Adds a key and returns it; by default with all permissions and without private fields. */
	addKey(options: Partial<Omit<ApiKey, 'title' | 'createdAt'>> = {}): string {
		const key = options.key ?? randomUUID().replaceAll('-', '').repeat(2);
		this.keys.set(key, {
			title: 'Sandbox key',
			createdAt: this.time(),
			disabled: false,
			privateFields: false,
			userId: this.admin.id,
			...options,
			key,
			permissions: options.permissions ?? ([...PERMISSIONS] satisfies Permission[]),
		});
		return key;
	}

	addUser(
		options: Pick<User, 'firstName' | 'lastName'> & Partial<Pick<User, 'globalRole' | 'email'>>,
	): User {
		return this.users.add({
			...this.stamp(),
			email: `${options.firstName}.${options.lastName}@example.com`.toLowerCase(),
			globalRole: 'Elevated Access',
			isEnabled: true,
			...options,
		});
	}

	/** Adds a plan with its stages in order; without any, the eight from New Lead to Archived. */
	addInterviewPlan(options: {
		title: string;
		stages?: { title: string; type: StageType }[];
	}): InterviewPlan {
		const { stages = DEFAULT_STAGES, title } = options;
		const plan: InterviewPlan = { ...this.stamp(), title, isArchived: false, stages: [] };
		plan.stages = stages.map((stage, orderInInterviewPlan) => ({
			id: randomUUID(),
			...stage,
			orderInInterviewPlan,
			interviewPlanId: plan.id,
		}));
		for (const stage of plan.stages) this.stages.set(stage.id, stage);
		return this.interviewPlans.add(plan);
	}

	/** Adds a job; with a plan of its own unless `interviewPlanIds` names some. */
	addJob(options: {
		title: string;
		status?: JobStatus;
		interviewPlanIds?: string[];
		/** The first plan by default; null: none. */
		defaultInterviewPlanId?: string | null;
		requisitionId?: string;
		location?: string;
	}): Job {
		const { title, status = 'Open', requisitionId = null } = options;
		const interviewPlanIds = options.interviewPlanIds ?? [this.addInterviewPlan({ title }).id];
		for (const id of interviewPlanIds) need(this.interviewPlans, id, 'interview plan');
		const stamp = this.stamp();
		const { defaultInterviewPlanId = interviewPlanIds[0] ?? null } = options;
		return this.jobs.add({
			...stamp,
			title,
			status,
			interviewPlanIds,
			defaultInterviewPlanId,
			customRequisitionId: requisitionId,
			locationName: options.location ?? 'Head Office',
			openedAt: status === 'Draft' ? null : stamp.createdAt,
			closedAt: status === 'Closed' ? stamp.createdAt : null,
		});
	}

	addCandidate(options: {
		name: string;
		email?: string;
		phone?: string;
		extraEmails?: string[];
	}): Candidate {
		const { name, email, phone, extraEmails = [] } = options;
		return this.candidates.add({
			...this.stamp(),
			name,
			emails: email === undefined ? extraEmails : [email, ...extraEmails],
			phones: phone === undefined ? [] : [phone],
			applicationIds: [],
			tagIds: [],
		});
	}

	/**
	 * Adds an application with row 0 of its history; in the first stage of the job's default plan
	 * unless `stageId` names another. `createdAt` may lie in the past, as in Ashby.
	 */
	addApplication(options: {
		candidateId: string;
		jobId: string;
		stageId?: string;
		createdAt?: Date;
	}): Application {
		const candidate = need(this.candidates, options.candidateId, 'candidate');
		const job = need(this.jobs, options.jobId, 'job');
		const planId = job.defaultInterviewPlanId ?? job.interviewPlanIds[0];
		const stageId =
			options.stageId ?? need(this.interviewPlans, planId, 'interview plan').stages[0].id;
		const stage = need(this.stages, stageId, 'interview stage');
		const stamp = this.stamp();
		const createdAt = options.createdAt?.toISOString() ?? stamp.createdAt;
		const row = { id: randomUUID(), stageId, title: stage.title, actorId: null };
		const application: Application = {
			...stamp,
			createdAt,
			candidateId: candidate.id,
			jobId: job.id,
			stageId,
			status: statusOf(stage.type),
			history: [{ ...row, enteredStageAt: createdAt }],
		};
		if (application.status === 'Archived') application.archivedAt = createdAt;
		candidate.applicationIds.push(application.id);
		this.candidates.touch(candidate.id);
		return this.applications.add(application);
	}

	addTag(title: string): Tag {
		const { id, createdAt } = this.stamp();
		return this.tags.add({ id, createdAt, title, isArchived: false });
	}

	/** `labels` are those of the values of a select field. */
	addCustomField(
		options: Pick<CustomField, 'title' | 'objectType' | 'fieldType'> & {
			isPrivate?: boolean;
			labels?: string[];
		},
	): CustomField {
		const { labels = [], isPrivate = false, ...rest } = options;
		const { id, createdAt } = this.stamp();
		const selectableValues = selectable(labels);
		const field = { id, createdAt, ...rest, isPrivate, isArchived: false, selectableValues };
		return this.customFields.add(field);
	}

	/** A form whose fields are named by their titles; they are optional by default. */
	addFeedbackForm(
		title: string,
		fields: Array<Pick<FormField, 'title' | 'type'> & { isRequired?: boolean; labels?: string[] }>,
	): FeedbackForm {
		const { id, createdAt } = this.stamp();
		const made = fields.map(({ labels = [], isRequired = false, ...rest }) => ({
			id: randomUUID(),
			path: rest.title.toLowerCase().replace(/\W+/g, '_'),
			...rest,
			isRequired,
			selectableValues: selectable(labels),
		}));
		return this.feedbackForms.add({ id, createdAt, title, isArchived: false, fields: made });
	}

	addArchiveReason(text: string, reasonType: ArchiveReason['reasonType']): ArchiveReason {
		const reason = { id: randomUUID(), text, reasonType, isArchived: false };
		this.archiveReasons.set(reason.id, reason);
		return reason;
	}

	/** The stages of all plans of a job in order, those deleted since left out. */
	stagesOf(jobId: string): InterviewStage[] {
		const { interviewPlanIds } = need(this.jobs, jobId, 'job');
		return interviewPlanIds.flatMap((id) => this.interviewPlans.get(id)?.stages ?? []);
	}

	/** The entries of an application, oldest first. */
	historyOf(applicationId: string): HistoryRow[] {
		return need(this.applications, applicationId, 'application').history;
	}

	/** The notes of a candidate, oldest first; none for a candidate who no longer exists. */
	notesOf(candidateId: string): Note[] {
		return [...(this.notes.get(candidateId)?.rowsAfter() ?? [])].map(({ row }) => row);
	}

	/** The notes of a candidate as they are listed. */
	notesListOf(candidateId: string): Collection<Note> {
		const notes = this.notes.get(candidateId) ?? new Collection<Note>();
		this.notes.set(candidateId, notes);
		return notes;
	}

	/** The organization's time. */
	protected time(): string {
		return this.now().toISOString();
	}

	protected stamp(): { id: string; createdAt: string; updatedAt: string } {
		const createdAt = this.time();
		return { id: randomUUID(), createdAt, updatedAt: createdAt };
	}
}
