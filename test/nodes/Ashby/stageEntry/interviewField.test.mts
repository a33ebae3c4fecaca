/** *Interview Field* in a row of both Ashby triggers. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Job } from '../../../sandbox/ashby.mts';
import type { Engine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { engineFor, onlyDatePasses, POLLERS } from '../stageTrigger/setUp.mts';
import { setUpAshbyTrigger } from '../webhookTrigger/setUp.mts';

const HOUR = 60 * MINUTE;
const FIELD = 'Willo Interview';

const ashby = setUpAshbyTrigger();
const pass = onlyDatePasses();
let org: TwoJobs;
let fieldId: string;

beforeEach(() => {
	org = ashby.now;
	const type = { title: FIELD, objectType: 'Job' as const, fieldType: 'String' as const };
	fieldId = org.ashby.addCustomField(type).id;
	set(org.otherJob, 'Sales interview');
});

const set = (job: Job, value: unknown) => org.ashby.setCustomField(job.id, fieldId, value);
const row = (stage = 'Onsite', interviewField = ' willo  interview ') => ({
	job: { __rl: true, mode: 'list', value: '*' },
	stage: { mode: 'name', value: stage },
	interviewField,
});
const watching = (options: IDataObject = {}, rows = [row()]) =>
	org.parameters({ options: { repeatUntilNoted: true, ...options } } as INodeParameters, rows);
const asked = () =>
	org.ashby.requests.filter(({ path, body }) => path === '/job.info' && body.id === org.job.id)
		.length;
const attemptOf = ({ attempt }: IDataObject) => attempt as IDataObject;
const fieldIn = (item: IDataObject) => attemptOf(item).interviewField as IDataObject;

async function published(parameters = watching(), Kind = POLLERS[0][1]): Promise<Engine> {
	const engine = engineFor(org, parameters, Kind);
	await engine.publish();
	pass(org);
	return engine;
}

function enter(name: string, job = org.job) {
	const application = org.apply(name, job);
	return { ...application, entry: org.move(application, 'Onsite', job) };
}

/** Polls every five minutes or at another interval, and returns the items of these polls. */
async function poll(engine: Engine, ms = 5 * MINUTE, step = 5 * MINUTE): Promise<IDataObject[]> {
	const before = engine.executions.length;
	for (let passed = 0; passed < ms; passed += step) {
		pass(org, step);
		await engine.tick();
	}
	return engine.executions.slice(before);
}

test.each(POLLERS)(
	'with the %s poller, a candidate whose job has no interview is returned once, and as a first attempt when there is one',
	async (_name, Kind) => {
		const engine = await published(watching(), Kind);
		const ada = enter('Ada');
		pass(org);
		const bob = enter('Bob', org.otherJob);
		const first = await poll(engine);
		expect(
			first.map(({ id, interview, interviewMissing }) => [id, interview, interviewMissing]),
		).toEqual([
			[ada.entry, null, true],
			[bob.entry, 'Sales interview', false],
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
		set(org.job, 'https://app.willotalent.com/invite/AbCd12/');
		const [later, ...others] = await poll(engine, HOUR);
		expect(others.every(({ id }) => id === ada.entry)).toBe(true);
		expect(later).toMatchObject({
			id: ada.entry,
			interview: 'https://app.willotalent.com/invite/AbCd12/',
			interviewMissing: false,
			attempt: { number: 1, isRepeat: false },
		});
		org.ashby.addNote(ada.candidateId, ada.entry);
		expect(await poll(engine, 5 * HOUR)).toEqual([]);
		expect(engine.errors).toEqual([]);
	},
);

test('many candidates of one job wait for one request an hour, and are returned together', async () => {
	const engine = await published();
	for (let number = 0; number < 6; number++) {
		enter(`Person${number}`);
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
	const { entry } = enter('Ada');
	expect(await poll(engine, HOUR)).toMatchObject([{ interview: null }]);
	set(org.job, 'Support interview');
	const later = await poll(engine, 3 * HOUR);
	expect(later).toMatchObject([{ id: entry, interview: 'Support interview' }]);
});

test('after a week it ends, and one execution fails', async () => {
	const engine = await published();
	enter('Ada');
	await poll(engine);
	expect(await poll(engine, 7 * 24 * HOUR, 3 * HOUR)).toEqual([]);
	expect(engine.errors).toEqual([]);
	await poll(engine, 30 * HOUR, 3 * HOUR);
	expect(engine.errors).toEqual([
		"Given up after a week: Ada (the job field 'willo  interview' named no interview)",
	]);
	set(org.job, 'Support interview');
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
});

test('repeats have the value with which the entry was first returned, whatever the field says now', async () => {
	const engine = await published();
	enter('Bob', org.otherJob);
	await poll(engine);
	set(org.otherJob, 'Another interview');
	const repeats = await poll(engine, HOUR);
	expect(repeats.length).toBeGreaterThan(1);
	for (const item of repeats) {
		expect(item).toMatchObject({ interview: 'Sales interview', attempt: { isRepeat: true } });
	}
});

test('after a note says that Willo does not know the interview, the next value counts', async () => {
	const engine = await published();
	const bob = enter('Bob', org.otherJob);
	const [first] = await poll(engine);
	org.ashby.addNote(bob.candidateId, String(fieldIn(first).reference));
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
	set(org.otherJob, '');
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
	set(org.otherJob, 'Sales interview 2');
	const [next] = await poll(engine, HOUR);
	expect(next).toMatchObject({
		interview: 'Sales interview 2',
		attempt: { number: 1, isRepeat: false },
	});
	expect(fieldIn(next).reference).not.toBe(fieldIn(first).reference);
});

test('when a person enters another field, those who wait are read from that one', async () => {
	const other = { title: 'Case Study', objectType: 'Job' as const, fieldType: 'Url' as const };
	const { id } = org.ashby.addCustomField(other);
	const engine = await published();
	const ada = enter('Ada');
	await poll(engine);
	await engine.update(watching({}, [row('Onsite', 'Case Study')]));
	expect(await poll(engine, 2 * HOUR)).toEqual([]);
	org.ashby.setCustomField(org.job.id, id, 'Case');
	const later = await poll(engine, 2 * HOUR);
	expect(later[0]).toMatchObject({ id: ada.entry, interview: 'Case', attempt: { number: 1 } });
});

test('a candidate who leaves the stage no longer waits', async () => {
	const engine = await published();
	const ada = enter('Ada');
	await poll(engine);
	org.move(ada, 'Offer');
	set(org.job, 'Support interview');
	expect(await poll(engine, 3 * HOUR)).toEqual([]);
});

test('with Skip Jobs Without Interview, they are not returned, even when there is one later', async () => {
	const engine = await published(watching({ skipJobsWithoutInterview: true }));
	enter('Ada');
	const bob = enter('Bob', org.otherJob);
	expect(await poll(engine)).toMatchObject([{ id: bob.entry }]);
	set(org.job, 'Support interview');
	const later = await poll(engine, 3 * HOUR);
	expect(later.every(({ id }) => id === bob.entry)).toBe(true);
});

test.each(['absent', 'null'] as const)(
	'an empty field counts as empty if Ashby shows it as %s',
	async (how) => {
		org.ashby.switches.emptyJobFields = how;
		const engine = await published();
		enter('Ada');
		expect(await poll(engine)).toMatchObject([{ interview: null, interviewMissing: true }]);
	},
);

test('of two rows that match, the first one names the field', async () => {
	const other = { title: 'Case Study', objectType: 'Job' as const, fieldType: 'URL' as const };
	org.ashby.setCustomField(org.job.id, org.ashby.addCustomField(other as never).id, 'Case');
	set(org.job, 'Support interview');
	const engine = await published(watching({}, [row('Onsite', 'Case Study'), row()]));
	enter('Ada');
	expect(await poll(engine)).toMatchObject([{ interview: 'Case' }]);
});

describe('when a person publishes,', () => {
	const publish = async (interviewField: string) =>
		await published(watching({}, [row('Onsite', interviewField)]));

	test.each([true, false])(
		'a title that no field of jobs has is refused (may list fields: %s)',
		async (may) => {
			org.ashby.switches.emptyJobFields = 'null';
			if (!may)
				org.key = org.ashby.addKey({
					permissions: ['jobsRead', 'candidatesRead', 'interviewsRead'],
				});
			await expect(publish('Wilo Interview')).rejects.toThrow(
				"Row 1 of 'Jobs and Stages': no custom field of jobs is called 'Wilo Interview', as 'Interview Field' says. The nearest name is 'Willo Interview'",
			);
			await publish('Willo Interview');
		},
	);

	test('a field of a type that contains no text is refused', async () => {
		org.ashby.addCustomField({ title: 'Remote', objectType: 'Job', fieldType: 'Boolean' });
		await expect(publish('Remote')).rejects.toThrow(
			"'Remote' in 'Interview Field' is of the type Boolean",
		);
	});
});

test('the Ashby Trigger returns the same item', async () => {
	await ashby.now.publish(org.parameters({}, [row()]));
	const ada = enter('Ada');
	await ashby.now.settled();
	expect(ashby.now.items).toMatchObject([
		{
			id: ada.entry,
			interview: null,
			interviewMissing: true,
			attempt: { interviewField: { title: 'willo  interview' } },
		},
	]);
});

test('the Ashby Trigger skips jobs without an interview, too', async () => {
	await ashby.now.publish(org.parameters({ skipJobsWithoutInterview: true }, [row()]));
	enter('Ada');
	const bob = enter('Bob', org.otherJob);
	await ashby.now.settled();
	expect(ashby.now.items).toMatchObject([{ id: bob.entry, interview: 'Sales interview' }]);
});
