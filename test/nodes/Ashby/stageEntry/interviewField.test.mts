/** *Interview Field* in a row of both Ashby triggers, and *Include Job Fields*. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Job } from '../../../sandbox/ashby.mts';
import type { Engine } from '../../../support/engines.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { locator } from '../setUp.mts';
import * as triggers from '../stageTrigger/setUp.mts';
import { now as org, useAshbyTrigger } from '../webhookTrigger/setUp.mts';

const { enter, HOUR, POLLERS, pollerOf, polls, publishedFor } = triggers;
const LINK = 'https://app.willotalent.com/invite/AbCd12/';
const FIELD = { title: 'Willo Interview', objectType: 'Job', fieldType: 'String' } as const;
const SALES = { [FIELD.title]: 'Sales interview' };
const OTHER = { title: 'Case Study', objectType: 'Job', fieldType: 'Url' } as const;

useAshbyTrigger();
const pass = triggers.onlyDatePasses();
let fieldId: string;

beforeEach(() => {
	fieldId = org.ashby.addCustomField(FIELD).id;
	set(org.otherJob, SALES[FIELD.title]);
});

const set = (job: Job, value: unknown, id = fieldId) => org.ashby.setCustomField(job.id, id, value);
const row = (interviewField = ' willo  interview ') => {
	return { job: locator('list', '*'), stage: locator('name', 'Onsite'), interviewField };
};
const watching = (options: INodeParameters = {}, rows = [row()]) =>
	org.parameters({ options: { repeatUntilNoted: true, ...options } }, rows);
const ofJob = ({ path, body }: { path: string; body: any }) =>
	path === '/job.info' && body.id === org.job.id;
const asked = () => org.ashby.requests.filter(ofJob).length;
const fieldIn = ({ attempt }: IDataObject) =>
	(attempt as IDataObject).interviewField as IDataObject;

async function published(parameters = watching(), Kind = POLLERS[0][1]): Promise<Engine> {
	const engine = await publishedFor(org, parameters, Kind);
	pass(org);
	return engine;
}

const entering = (name: string, job = org.job) => enter(org, name, 'Onsite', job);

/** Polls every five minutes or at another interval, and returns the items of these polls. */
async function poll(engine: Engine, ms = 5 * MINUTE, step = 5 * MINUTE): Promise<IDataObject[]> {
	const before = engine.executions.length;
	await polls(org, engine, Math.ceil(ms / step), step);
	return engine.executions.slice(before);
}

const FIRST_ATTEMPT = { number: 1, isRepeat: false };

test.each(POLLERS)('a candidate returns once there is an interview (%s)', async (name, Kind) => {
	org.ashby.switches.emptyJobFields = name === 'classic' ? 'absent' : 'null';
	const engine = await published(watching(), Kind);
	const ada = entering('Ada');
	pass(org);
	const bob = entering('Bob', org.otherJob);
	const first = await poll(engine);
	expect(first).toMatchObject([
		{ id: ada.entry, interview: null, interviewMissing: true },
		{ id: bob.entry, interview: 'Sales interview', interviewMissing: false },
	]);
	expect(fieldIn(first[0])).toEqual({
		title: 'willo  interview',
		job: org.job.title,
		fillInBy: new Date(Date.now() + 7 * 24 * HOUR).toISOString(),
		reference: expect.not.stringContaining(ada.entry),
	});
	org.ashby.addNote(ada.candidateId, `See ${String(fieldIn(first[0]).reference)}`);
	org.ashby.addNote(bob.candidateId, bob.entry);
	const before = asked();
	expect(await poll(engine, 6 * HOUR)).toEqual([]);
	expect(asked() - before).toBeLessThanOrEqual(6);
	expect(asked() - before).toBeGreaterThanOrEqual(5);
	set(org.job, LINK);
	const [later, ...others] = await poll(engine, HOUR);
	expect(others.every(({ id }) => id === ada.entry)).toBe(true);
	const invited = { interview: LINK, interviewMissing: false, attempt: FIRST_ATTEMPT };
	expect(later).toMatchObject({ id: ada.entry, ...invited });
	org.ashby.addNote(ada.candidateId, ada.entry);
	expect(await poll(engine, 5 * HOUR)).toEqual([]);
	expect(engine.errors).toEqual([]);
});

test('many candidates of one job wait for one request an hour, and are returned together', async () => {
	const engine = await published();
	for (let number = 0; number < 6; number++) {
		entering(`Person${number}`);
		await poll(engine, 10 * MINUTE);
	}
	expect(engine.executions).toHaveLength(6);
	const before = asked();
	expect(await poll(engine, 10 * HOUR)).toEqual([]);
	expect(asked() - before).toBeLessThanOrEqual(10);
	set(org.job, 'Support interview');
	const invited = await poll(engine, HOUR);
	expect(new Set(invited.map(({ id }) => id)).size).toBe(6);
});

test('without Retry Until a Note Exists, candidates wait for an interview, too', async () => {
	const engine = await published(watching({ repeatUntilNoted: false }));
	const { entry } = entering('Ada');
	expect(await poll(engine, HOUR)).toMatchObject([{ interview: null }]);
	set(org.job, 'Support interview');
	const later = await poll(engine, 3 * HOUR);
	expect(later).toMatchObject([{ id: entry, interview: 'Support interview' }]);
});

test('after a week it ends, and one execution fails', async () => {
	const engine = await published();
	entering('Ada');
	await poll(engine);
	expect(await poll(engine, 7 * 24 * HOUR, 3 * HOUR)).toEqual([]);
	expect(engine.errors).toEqual([]);
	await poll(engine, 30 * HOUR, 3 * HOUR);
	const over = "Given up after a week: Ada (the job field 'willo  interview' named no interview)";
	expect(engine.errors).toEqual([over]);
	set(org.job, 'Support interview');
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
});

test('repeats have the value with which the entry was first returned, whatever the field says now', async () => {
	const engine = await published();
	entering('Bob', org.otherJob);
	await poll(engine);
	set(org.otherJob, 'Another interview');
	const repeats = await poll(engine, HOUR);
	expect(repeats.length).toBeGreaterThan(1);
	const repeat = { interview: 'Sales interview', attempt: { isRepeat: true } };
	expect(repeats).toMatchObject(repeats.map(() => repeat));
});

test('after a note says that Willo does not know the interview, the next value counts', async () => {
	const engine = await published();
	const bob = entering('Bob', org.otherJob);
	const [first] = await poll(engine);
	const { reference } = fieldIn(first);
	org.ashby.addNote(bob.candidateId, String(reference));
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
	set(org.otherJob, '');
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
	set(org.otherJob, 'Sales interview 2');
	const [next] = await poll(engine, HOUR);
	expect(next).toMatchObject({ interview: 'Sales interview 2', attempt: FIRST_ATTEMPT });
	expect(fieldIn(next).reference).not.toBe(reference);
});

test('when a person enters another field, those who wait in the stage are read from that one', async () => {
	const { id } = org.ashby.addCustomField(OTHER);
	const engine = await published();
	const { entry } = entering('Ada');
	const bea = entering('Bea');
	await poll(engine);
	org.move(bea, 'Offer');
	await engine.update(watching({}, [row('Case Study')]));
	expect(await poll(engine, 2 * HOUR)).toEqual([]);
	set(org.job, 'Case', id);
	const [later, ...others] = await poll(engine, 2 * HOUR);
	expect(later).toMatchObject({ id: entry, interview: 'Case', attempt: { number: 1 } });
	expect(others.every((other) => other.id === entry)).toBe(true);
});

test('with Skip Jobs Without Interview, they are not returned, even when there is one later', async () => {
	const engine = await published(watching({ skipJobsWithoutInterview: true }));
	entering('Ada');
	const { entry } = entering('Bob', org.otherJob);
	expect(await poll(engine)).toMatchObject([{ id: entry }]);
	set(org.job, 'Support interview');
	const later = await poll(engine, 3 * HOUR);
	expect(later.every(({ id }) => id === entry)).toBe(true);
});

test('of two rows that match, the first one names the field', async () => {
	set(org.job, 'Case', org.ashby.addCustomField(OTHER).id);
	set(org.job, 'Support interview');
	const engine = await published(watching({}, [row('Case Study'), row()]));
	entering('Ada');
	expect(await poll(engine)).toMatchObject([{ interview: 'Case' }]);
});

test.each([true, false])('an unknown title is refused (may list fields: %s)', async (may) => {
	org.ashby.switches.emptyJobFields = 'null';
	const permissions = ['jobsRead', 'candidatesRead', 'interviewsRead'] as const;
	if (!may) org.key = org.ashby.addKey({ permissions: [...permissions] });
	const unknown =
		"Row 1 of 'Jobs and Stages': no custom field of jobs is called 'Wilo Interview', as 'Interview Field' says. The nearest name is 'Willo Interview'";
	await expect(published(watching({}, [row('Wilo Interview')]))).rejects.toThrow(unknown);
	await published(watching({}, [row('Willo Interview')]));
});

test('the Ashby Trigger returns the same items, or skips jobs without an interview, too', async () => {
	await org.publish(org.parameters({}, [row()]));
	const { entry } = entering('Ada');
	await org.settled();
	const interviewField = { title: 'willo  interview' };
	const missing = { interview: null, interviewMissing: true, attempt: { interviewField } };
	expect(org.items.splice(0)).toMatchObject([{ id: entry, ...missing }]);
	const options = { skipJobsWithoutInterview: true, includeJobFields: true };
	await org.publish(org.parameters(options, [row()]));
	entering('Eve');
	const bob = entering('Bob', org.otherJob);
	await org.settled();
	expect(org.items).toMatchObject([{ id: bob.entry, interview: 'Sales interview' }]);
	expect(org.items).toMatchObject([{ job: { customFields: SALES } }]);
});

describe('with Include Job Fields,', () => {
	const including = (options: INodeParameters = {}) =>
		org.parameters({ includeJobFields: true, options }, [row('')]);
	const interviewsOf = (items: IDataObject[]) =>
		items.map(({ job }) => Object((job as IDataObject).customFields)[FIELD.title] as unknown);

	function several(count: number, job: Job): void {
		for (let number = 0; number < count; number++) entering(`${job.title}${number}`, job);
	}

	beforeEach(() => set(org.job, LINK));

	test.each(POLLERS)('a poll reads each job once; test events, too (%s)', async (_name, Kind) => {
		const engine = await published(including(), Kind);
		set(org.job, 'Another interview');
		several(5, org.job);
		several(3, org.otherJob);
		org.ashby.resetLog();
		const all = [...Array(5).fill('Another interview'), ...Array(3).fill('Sales interview')];
		expect(interviewsOf(await poll(engine)).sort()).toEqual(all);
		expect(org.ashby.counts.byPath['/job.info']).toBe(2);
		const editor = { mode: 'manual', activation: 'manual' } as const;
		const items = await pollerOf(org, { parameters: including(), ...editor }).poll();
		expect(interviewsOf(items)).toEqual(all.slice(0, 5));
	});

	test.each([false, true])('only those of an unreadable job wait (repeat: %s)', async (repeats) => {
		const engine = await published(including({ repeatUntilNoted: repeats }));
		several(3, org.job);
		several(1, org.otherJob);
		org.ashby.fault = (request) =>
			ofJob(request) ? { kind: 'code', code: 'job_not_found' } : undefined;
		expect(interviewsOf(await poll(engine))).toEqual(['Sales interview']);
		expect(asked()).toBe(1);
		org.ashby.fault = undefined;
		const later = await poll(engine, 5 * HOUR);
		const first = later.filter(({ attempt }) => (attempt as IDataObject).number === 1);
		expect(interviewsOf(first)).toEqual([LINK, LINK, LINK]);
	});
});
