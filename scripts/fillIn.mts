/** Does what a person does after importing a template: fills in the empty fields from the lists. */
import { type ConnectedSandboxes, picksOf } from './everything.mts';
import type { Workflow, WorkflowNode } from './n8n/client.mts';

/** The interview is named by a field of the job, so only the name of the stage is missing. */
function isFromField(value: unknown): boolean {
	return /interviewField|\$json\.interview/i.test(JSON.stringify(value));
}

/** Fills in every empty field of a template with demonstration data. */
export function fillIn(workflow: Workflow, sandboxes: ConnectedSandboxes): void {
	const { ashby, demo } = sandboxes;
	const pick = picksOf(sandboxes);
	const jobs = [demo.jobs.support, demo.jobs.sales];
	const stages = [demo.videoStages.support, demo.videoStages.sales];
	const interviews = [demo.interviews.support, demo.interviews.sales];
	const offer = ashby.stagesOf(jobs[0]).find(({ type }) => type === 'Offer')!;
	const nodesWith = (parameter: string): WorkflowNode[] =>
		workflow.nodes.filter(
			({ parameters }) => parameter in parameters && !isFromField(parameters[parameter]),
		);

	nodesWith('links').forEach(({ parameters, type }, index) => {
		// The instant template has two triggers for the same stage.
		const row = type.endsWith('.ashbyTrigger') ? 0 : index % jobs.length;
		parameters.links = { link: [{ job: pick.job(jobs[row]), stage: pick.stage(stages[row]) }] };
	});
	for (const { parameters } of workflow.nodes) {
		const { link = [] } = (parameters.links ?? {}) as {
			link?: Array<{ stage: { value: string } }>;
		};
		if (isFromField(link)) link[0].stage.value = 'Video Interview';
	}
	nodesWith('interview').forEach(({ parameters }, index) => {
		parameters.interview = pick.interview(interviews[index]);
	});
	for (const { parameters } of nodesWith('stage')) {
		parameters.stage = pick.stage(offer.id);
	}
	for (const { parameters } of nodesWith('filters')) {
		const filters = parameters.filters as Record<string, unknown>;
		if ('job' in filters) filters.job = pick.job(jobs[0]);
		if ('stage' in filters) filters.stage = pick.stage(stages[0]);
	}
	for (const { parameters } of nodesWith('toEmail')) {
		Object.assign(parameters, { fromEmail: 'n8n@example.com', toEmail: 'recruiter@example.com' });
	}
}
