import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { AshbySandbox } from '../sandbox/ashby.mts';
import type { Application, AshbySwitches } from '../sandbox/ashby.mts';
import { checkAshbyExchange } from '../schemas/check.mts';
import type { GivenCredential } from './nodeWorkflow.mts';

export const MINUTE = 60_000;

/** An organization in the Ashby sandbox, with two jobs and a clock that only the test moves. */
export class TwoJobs {
	time = new Date('2026-03-02T09:00:00.000Z');
	readonly ashby = new AshbySandbox({ now: () => this.time });
	readonly job;
	readonly otherJob;
	key;

	constructor(switches: Partial<AshbySwitches> = {}) {
		Object.assign(this.ashby.switches, switches);
		this.ashby.onExchange = checkAshbyExchange;
		const plan = this.ashby.addInterviewPlan({ title: 'Support' });
		const otherPlan = this.ashby.addInterviewPlan({ title: 'Sales' });
		this.job = this.ashby.addJob({ title: 'Support Agent', interviewPlanIds: [plan.id] });
		this.otherJob = this.ashby.addJob({ title: 'Sales Lead', interviewPlanIds: [otherPlan.id] });
		this.key = this.ashby.addKey();
	}

	pass(ms = MINUTE): void {
		this.time = DateTime.fromJSDate(this.time).plus(ms).toJSDate();
	}

	stage(title: string, job = this.job): string {
		const found = this.ashby.stagesOf(job.id).find((stage) => stage.title === title);
		if (!found) throw new Error(`No stage ${title}`);
		return found.id;
	}

	apply(name: string, job = this.job, stage = 'Application Review'): Application {
		const candidate = this.ashby.addCandidate({ name, email: `${name.toLowerCase()}@example.com` });
		return this.ashby.addApplication({
			candidateId: candidate.id,
			jobId: job.id,
			stageId: this.stage(stage, job),
		});
	}

	move(application: { id: string }, title: string, job = this.job): string {
		return this.ashby.move(application.id, this.stage(title, job)).id;
	}

	link(job = this.job, stage = 'Video Interview') {
		return {
			job: { __rl: true, mode: 'list', value: job.id, cachedResultName: job.title },
			stage: {
				__rl: true,
				mode: 'list',
				value: this.stage(stage, job),
				cachedResultName: `${stage} · 4 of 7`,
			},
		};
	}

	parameters(more: INodeParameters = {}, links: IDataObject[] = [this.link()]): INodeParameters {
		return { links: { link: links }, ...more } as INodeParameters;
	}

	credentials(): GivenCredential[] {
		return [{ type: new AshbyApi(), data: { apiKey: this.key, baseUrl: this.ashby.url } }];
	}
}
