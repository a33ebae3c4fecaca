/** 'Include Job Fields' in both Ashby triggers. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Job } from '../../../sandbox/ashby.mts';
import { pollContext } from '../../../support/contexts.mts';
import type { Engine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { locator } from '../setUp.mts';
import { enter, onlyDatePasses, POLLERS, polls, publishedFor } from '../stageTrigger/setUp.mts';
import { setUpAshbyTrigger } from '../webhookTrigger/setUp.mts';

const ashby = setUpAshbyTrigger();
const pass = onlyDatePasses();
const LINK = 'https://app.willotalent.com/invite/AbCd12/';
let org: TwoJobs;
let fieldId: string;

beforeEach(() => {
	org = ashby.now;
	const type = { objectType: 'Job', fieldType: 'String' } as const;
	fieldId = org.ashby.addCustomField({ title: 'Willo Interview', ...type }).id;
	org.ashby.setCustomField(org.job.id, fieldId, LINK);
	org.ashby.setCustomField(org.otherJob.id, fieldId, 'Sales interview');
});

const anyJob = (more: INodeParameters = {}) => {
	const link = { job: locator('list', '*'), stage: locator('name', 'Onsite') };
	return org.parameters({ includeJobFields: true, ...more }, [link]);
};
const asked = () => org.ashby.counts.byPath['/job.info'] ?? 0;
const fieldsOf = (items: IDataObject[]) =>
	items.map(({ job }) => (job as IDataObject).customFields as IDataObject | undefined);
const interviewsOf = (items: IDataObject[]) =>
	fieldsOf(items).map((fields) => fields?.['Willo Interview']);

async function published(parameters: INodeParameters, Kind = POLLERS[0][1]): Promise<Engine> {
	const engine = await publishedFor(org, parameters, Kind);
	pass(org);
	org.ashby.resetLog();
	return engine;
}

function several(count: number, job: Job): void {
	for (let number = 0; number < count; number++) enter(org, `${job.title}${number}`, 'Onsite', job);
}

test.each(POLLERS)('each job of a poll is read once for its items (%s)', async (_name, Kind) => {
	const engine = await published(anyJob(), Kind);
	org.ashby.setCustomField(org.job.id, fieldId, 'Another interview');
	several(5, org.job);
	several(3, org.otherJob);
	await polls(org, engine, 1);
	expect(interviewsOf(engine.executions).sort()).toEqual([
		...Array(5).fill('Another interview'),
		...Array(3).fill('Sales interview'),
	]);
	expect(asked()).toBe(2);
});

test.each([false, true])(
	'a job that can’t be read leaves its candidates waiting, and no others (repeat until noted: %s)',
	async (repeatUntilNoted) => {
		const engine = await published(anyJob({ options: { repeatUntilNoted } }));
		several(3, org.job);
		several(1, org.otherJob);
		org.ashby.fault = ({ path, body }) =>
			path === '/job.info' && body.id === org.job.id
				? { kind: 'code', code: 'job_not_found' }
				: undefined;
		await polls(org, engine, 1);
		expect(interviewsOf(engine.executions)).toEqual(['Sales interview']);
		expect(asked()).toBe(2);
		org.ashby.fault = undefined;
		for (let time = 0; time < 60 && engine.executions.length < 4; time++) {
			await polls(org, engine, 1, 5 * MINUTE);
		}
		const [, ...later] = engine.executions.filter(
			({ attempt }) => (attempt as IDataObject).number === 1,
		);
		expect(interviewsOf(later)).toEqual([LINK, LINK, LINK]);
	},
);

test('test events have them, too', async () => {
	several(2, org.job);
	const editor = { mode: 'manual', activation: 'manual' } as const;
	const options = { parameters: anyJob(), credentials: org.credentials(), ...editor };
	const context = pollContext(new AshbyStageTrigger(), options);
	const [items] = (await new AshbyStageTrigger().poll.call(context))!;
	expect(interviewsOf(items.map(({ json }) => json))).toEqual([LINK, LINK]);
});

test('the Ashby Trigger returns the same job', async () => {
	await ashby.now.publish(anyJob());
	several(1, org.otherJob);
	await ashby.now.settled();
	expect(fieldsOf(ashby.now.items)).toEqual([{ 'Willo Interview': 'Sales interview' }]);
});
