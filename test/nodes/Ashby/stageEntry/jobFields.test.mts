/** 'Include Job Fields' in both Ashby triggers. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Job } from '../../../sandbox/ashby.mts';
import { pollContext } from '../../../support/contexts.mts';
import type { Engine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { engineFor, onlyDatePasses, POLLERS } from '../stageTrigger/setUp.mts';
import { setUpAshbyTrigger } from '../webhookTrigger/setUp.mts';

const ashby = setUpAshbyTrigger();
const pass = onlyDatePasses();
let org: TwoJobs;

beforeEach(() => {
	org = ashby.now;
	for (const [job, value] of [
		[org.job, 'https://app.willotalent.com/invite/AbCd12/'],
		[org.otherJob, 'Sales interview'],
	] as Array<[Job, string]>) {
		const title = 'Willo Interview';
		const known = [...org.ashby.customFields.values()].find((field) => field.title === title);
		const type = { title, objectType: 'Job' as const, fieldType: 'String' as const };
		org.ashby.setCustomField(job.id, (known ?? org.ashby.addCustomField(type)).id, value);
	}
});

const anyJob = (more: INodeParameters = {}) =>
	org.parameters({ includeJobFields: true, ...more }, [
		{ job: { __rl: true, mode: 'list', value: '*' }, stage: { mode: 'name', value: 'Onsite' } },
	] as never);
const asked = () => org.ashby.requests.filter(({ path }) => path === '/job.info').length;
const fieldsOf = (items: IDataObject[]) =>
	items.map(({ job }) => (job as IDataObject).customFields as IDataObject | undefined);

async function published(parameters: INodeParameters, Kind = POLLERS[0][1]): Promise<Engine> {
	const engine = engineFor(org, parameters, Kind);
	await engine.publish();
	pass(org);
	return engine;
}

function enter(count: number, job: Job): void {
	for (let number = 0; number < count; number++) {
		org.move(org.apply(`${job.title[0]}${number}`, job), 'Onsite', job);
	}
}

test.each(POLLERS)(
	'with the %s poller, each item has the fields of its job, with one request for each job of a poll',
	async (_name, Kind) => {
		const engine = await published(anyJob(), Kind);
		const before = asked();
		enter(5, org.job);
		enter(3, org.otherJob);
		pass(org);
		await engine.tick();
		const interviews = fieldsOf(engine.executions).map((fields) => fields?.['Willo Interview']);
		expect(interviews.filter((each) => each === 'Sales interview')).toHaveLength(3);
		expect(interviews.filter((each) => String(each).endsWith('/AbCd12/'))).toHaveLength(5);
		expect(asked() - before).toBe(2);
	},
);

test('without the option, items have none, and no job is read', async () => {
	const engine = await published(anyJob({ includeJobFields: false }));
	const before = asked();
	enter(1, org.job);
	pass(org);
	await engine.tick();
	expect(fieldsOf(engine.executions)).toEqual([undefined]);
	expect(asked()).toBe(before);
});

test.each([false, true])(
	'a job that can’t be read leaves its candidates waiting, and no others (repeat until noted: %s)',
	async (repeatUntilNoted) => {
		const engine = await published(anyJob({ options: { repeatUntilNoted } }));
		const before = asked();
		enter(3, org.job);
		enter(1, org.otherJob);
		org.ashby.fault = ({ path, body }) =>
			path === '/job.info' && body.id === org.job.id
				? { kind: 'code', code: 'job_not_found' }
				: undefined;
		pass(org);
		await engine.tick();
		expect(fieldsOf(engine.executions)).toEqual([{ 'Willo Interview': 'Sales interview' }]);
		expect(asked() - before).toBe(2);
		org.ashby.fault = undefined;
		for (let polls = 0; polls < 60 && engine.executions.length < 4; polls++) {
			pass(org, 5 * MINUTE);
			await engine.tick();
		}
		const [, ...later] = engine.executions.filter(
			({ attempt }) => (attempt as IDataObject).number === 1,
		);
		expect(later).toHaveLength(3);
		expect(fieldsOf(later).every((fields) => fields?.['Willo Interview'])).toBe(true);
	},
);

test('the value is the new one once somebody has changed the field', async () => {
	const engine = await published(anyJob());
	const [{ id }] = org.ashby.customFields.values();
	org.ashby.setCustomField(org.job.id, id, 'Another interview');
	enter(1, org.job);
	pass(org);
	await engine.tick();
	expect(fieldsOf(engine.executions)).toEqual([{ 'Willo Interview': 'Another interview' }]);
});

test('test events have them, too', async () => {
	enter(2, org.job);
	const options = { parameters: anyJob(), credentials: org.credentials() };
	const context = pollContext(new AshbyStageTrigger(), {
		...options,
		mode: 'manual',
		activation: 'manual',
	});
	const [items] = (await new AshbyStageTrigger().poll.call(context))!;
	expect(fieldsOf(items.map(({ json }) => json))).toHaveLength(2);
	expect(fieldsOf(items.map(({ json }) => json))[0]).toHaveProperty(['Willo Interview']);
});

test('the Ashby Trigger returns the same job', async () => {
	await ashby.now.publish(anyJob());
	enter(1, org.otherJob);
	await ashby.now.settled();
	expect(fieldsOf(ashby.now.items)).toEqual([{ 'Willo Interview': 'Sales interview' }]);
});
