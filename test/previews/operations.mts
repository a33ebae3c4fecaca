/** Runs of each operation against the local Ashby and Willo, from which the previews are made. */
import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import type { ContextOptions } from '../support/nodeWorkflow.mts';
import { ClassicEngine } from '../support/engines.mts';
import { TwoJobs } from '../support/twoJobs.mts';
import { locator, outputOf } from '../nodes/setUp.mts';
import { filledIn } from '../nodes/Ashby/setUp.mts';
import { publishedFor } from '../nodes/Ashby/stageTrigger/setUp.mts';
import { WilloSetUp } from '../nodes/Willo/setUp.mts';

/** What each operation returned, by `<resource>/<operation>`. */
export type Outputs = Record<string, IDataObject[]>;

export const ADA = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+441632960123' };

type Runs = Record<string, INodeParameters[]>;

/** An organization in which no field of Ashby's is empty that the sandbox can fill. */
export async function ashbyOutputs(mode?: ContextOptions['mode']): Promise<Outputs> {
	const org = new TwoJobs();
	org.time = new Date();
	await org.ashby.start();
	try {
		// A trigger that has polled, for the health check to report.
		const options = { repeatUntilNoted: true };
		const parameters = org.parameters({ options }, [org.link(), org.link(org.job, 'Phone Screen')]);
		const trigger = await publishedFor(org, parameters);
		const runs = ashbyRuns(org);
		await trigger.tick();
		return await outputsOf(new Ashby(), org.credentials(), runs, mode);
	} finally {
		await org.ashby.stop();
	}
}

function ashbyRuns(org: TwoJobs): Runs {
	const { ashby, job } = org;
	ashby.addJob({ title: 'Closed Job', status: 'Closed', requisitionId: 'R-1' });
	const { id } = ashby.addCandidate({ ...ADA });
	const { id: tagId } = ashby.addTag('Referred');
	ashby.candidates.get(id)!.tagIds.push(tagId);
	const type = { fieldType: 'ValueSelect' as const, labels: ['Invited', 'Completed'] };
	const custom = (['Application', 'Candidate'] as const).map((objectType) =>
		ashby.addCustomField({ title: 'Willo Status', objectType, ...type }),
	);
	const jobType = { ...type, labels: ['Phone', 'Video'] };
	const ofJob = ashby.addCustomField({ title: 'Interview', objectType: 'Job', ...jobType });
	ashby.setCustomField(job.id, ofJob.id, 'phone');
	const choices = { customField: byId(ofJob.id), options: { archiveMoreThanHalf: true } };
	const form = ashby.addFeedbackForm('Video Interview', [{ title: 'Overall', type: 'Score' }]);
	const stageId = org.stage('Video Interview');
	const { id: applicationId } = ashby.addApplication({ candidateId: id, jobId: job.id });
	ashby.move(applicationId, stageId, { actorId: ashby.admin.id });
	ashby.move(applicationId, org.stage('Phone Screen'), { actorId: ashby.admin.id });
	const bea = ashby.addCandidate({ name: 'Bea' });
	ashby.addApplication({ candidateId: bea.id, jobId: job.id });
	const moved = ashby.addApplication({ candidateId: bea.id, jobId: org.otherJob.id });
	const gone = ashby.addApplication({ candidateId: bea.id, jobId: org.otherJob.id });
	const archived = org.stage('Archived', org.otherJob);
	const [archiveReason] = ashby.archiveReasons.keys();
	ashby.addNote(id, 'The phone screen went well');
	ashby.move(gone.id, archived, { archiveReasonId: archiveReason });
	const candidate = byId(id);
	return {
		'application/changeStage': [
			{ applicationId: moved.id, stage: byId(org.stage('Phone Screen', org.otherJob)) },
			{ applicationId: moved.id, stage: byId(archived), options: { archiveReason } },
		],
		'application/get': [{ applicationId }, { applicationId: gone.id }],
		'application/getAll': [{ returnAll: true }],
		'application/setCustomFields': [
			{ applicationId, ...filledIn([custom[0].id, 'Completed', 'id']) },
		],
		'application/submitFeedback': [
			{ applicationId, feedbackForm: byId(form.id), ...filledIn(['overall', '4', 'id']) },
		],
		'candidate/addNote': [
			{ candidate, note: 'Invited' },
			{ candidate, note: 'Invited', options: { identifyingText: 'Invited' } },
			{ candidate: byId(''), note: 'Invited', options: { skipIfNotFound: true } },
		],
		'candidate/addTag': [{ candidate, tag: byId(tagId) }],
		'candidate/get': [{ candidate, options: { includeNotes: true } }, { candidate: byId(bea.id) }],
		'candidate/getAll': [{ name: 'A' }, { name: 'Bea' }],
		'candidate/getNotes': [{ candidate }],
		'candidate/removeTag': [
			{ candidate: byId(bea.id), tag: byId(tagId) },
			{ candidate, tag: byId(ashby.addTag('Old').id) },
		],
		'candidate/setCustomFields': [{ candidate, ...filledIn([custom[1].id, 'Completed', 'id']) }],
		'connection/check': [{}],
		'customField/setChoices': [
			{ ...choices, label: 'Onsite', value: 'onsite' },
			{ ...choices, label: 'Video', value: 'onsite' },
			{ ...choices, label: 'Onsite', value: 'other', options: { archiveMoreThanHalf: true } },
		],
		'job/get': [{ job: byId(job.id) }],
		'job/getAll': [{ returnAll: true }],
	};
}

/** Each way in which Willo may name a participant's interview. */
export async function willoOutputs(mode?: ContextOptions['mode']): Promise<Outputs> {
	const readings = await Promise.all(
		(['key', 'object'] as const).map(async (interviewForm) => {
			const setUp = new WilloSetUp();
			setUp.flip({ interviewForm });
			await setUp.start();
			try {
				const { credentials } = setUp;
				const runs = await willoRuns(setUp);
				const trigger = new WilloResponseTrigger();
				await new ClassicEngine(trigger, { parameters: {}, credentials }).publish();
				return await outputsOf(new Willo(), credentials, runs, mode);
			} finally {
				await setUp.willo.stop();
			}
		}),
	);
	const operations = Object.keys(readings[0]);
	return Object.fromEntries(operations.map((each) => [each, readings.flatMap((of) => of[each])]));
}

async function willoRuns(setUp: WilloSetUp): Promise<Runs> {
	const interview = byId(setUp.interview.key);
	for (const number of [1, 2, 3]) await setUp.willoInvites(number);
	const [respondent, other, open] = setUp.willo.participants.keys();
	const known = { phone: ADA.phone, externalId: '5f0c2a4e' };
	Object.assign(setUp.willo.participants.get(respondent)!, known);
	await setUp.willo.respond(respondent, ['Because I can.', 'From May.']);
	const ada = { interview, ...ADA };
	const since = DateTime.utc().minus({ minutes: 1 }).toISO();
	const until = DateTime.utc().plus({ minutes: 1 }).toISO();
	const attempt = JSON.stringify({ entryId: 'e1', isRepeat: true, since, until });
	return {
		'connection/check': [{}],
		'interview/get': [{ interview }],
		'interview/getAll': [{ returnAll: true }],
		'participant/delete': [
			{ participant: byId(respondent) },
			{ participant: byId(open) },
			{ participant: byId(open) },
		],
		'participant/get': [{ participant: byId(respondent) }, { participant: byId(other) }],
		'participant/getAll': [{ returnAll: true }],
		'participant/invite': [
			{ ...ada, options: { attempt, externalId: '5f0c2a4e' } },
			{ ...ada, options: { ifAlreadyInvited: 'skip' } },
			{ ...ada, email: '', phone: '', options: { returnNotInvited: true } },
			{ ...ada, interview: { ...interview, mode: 'list', cachedResultName: 'First' } },
		],
	};
}

const byId = (value: string) => locator('id', value);

async function outputsOf(
	node: INodeType,
	credentials: ContextOptions['credentials'],
	runs: Runs,
	mode: ContextOptions['mode'] = 'trigger',
): Promise<Outputs> {
	const outputs: Outputs = {};
	for (const [key, list] of Object.entries(runs)) {
		const [resource, operation] = key.split('/');
		outputs[key] = [];
		for (const each of list) {
			const parameters = { resource, operation, ...each };
			const items = await outputOf(node, { parameters, credentials, mode });
			outputs[key].push(...items.map(({ json }) => json));
		}
	}
	return outputs;
}
