/** The process in which candidates of many jobs enter at once, with and without a field that names the interview. */
import type { INodeParameters } from 'n8n-workflow';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbySandbox } from '../sandbox/ashby.mts';
import { ClassicEngine } from '../support/engines.mts';
import { clock } from './clock.mts';
import { serve } from './processes.mts';

export interface ManyJobs {
	jobs: number;
	entries: number;
	hasField: boolean;
}

const FIELD = 'Willo Interview';
const STAGE = 'Video Interview';

serve({
	/** @returns the requests of the poll that returns all entries */
	async enter({ jobs, entries, hasField }: ManyJobs): Promise<number> {
		clock.take();
		const ashby = new AshbySandbox();
		const plan = ashby.addInterviewPlan({ title: 'Plan' });
		const field = ashby.addCustomField({ title: FIELD, objectType: 'Job', fieldType: 'Url' });
		const added = Array.from({ length: jobs }, (_, number) => {
			const job = ashby.addJob({ title: `Job ${number}`, interviewPlanIds: [plan.id] });
			ashby.setCustomField(job.id, field.id, `https://app.willotalent.com/invite/Job${number}/`);
			return job.id;
		});
		const video = plan.stages.find(({ title }) => title === STAGE)!;
		const applications = Array.from({ length: entries }, (_, number) => {
			const { id: candidateId } = ashby.addCandidate({ name: `Candidate ${number}` });
			return ashby.addApplication({ candidateId, jobId: added[number % jobs] });
		});
		const row = {
			job: { __rl: true, mode: 'list', value: '*' },
			stage: { __rl: true, mode: 'name', value: STAGE },
			...(hasField && { interviewField: FIELD }),
		};
		const parameters = { links: { link: [row] }, options: { repeatUntilNoted: true } };
		const data = { apiKey: ashby.addKey(), baseUrl: await ashby.start() };
		const n8n = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: parameters as INodeParameters,
			credentials: [{ type: new AshbyApi(), data }],
			wait: clock.pass,
		});
		try {
			await n8n.publish();
			clock.pass(60_000);
			await n8n.tick();
			for (const { id } of applications) ashby.move(id, video.id);
			clock.pass(60_000);
			ashby.resetLog();
			await n8n.tick();
			if (n8n.executions.length !== entries) {
				throw new Error(`${n8n.executions.length} of ${entries} entries were returned`);
			}
			return ashby.counts.requests;
		} finally {
			await ashby.stop();
		}
	},
});
