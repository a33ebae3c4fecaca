/** Retry Until a Note Exists, in n8n's own poll context: an entry is returned again until a note names it. */
import type { INodeParameters } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Application } from '../../../sandbox/ashby.mts';
import type { Engine } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

const attemptsIn = (engine: Engine) =>
	engine.executions.map(({ id, attempt }) => [id, (attempt as { number: number }).number]);

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (engineName, EngineClass) => {
	let org: TwoJobs;
	let engine: Engine;

	async function publish(options: INodeParameters = {}): Promise<void> {
		org = await twoJobs();
		engine = new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters({ options: { repeatUntilNoted: true, ...options } }),
			credentials: org.credentials(),
		});
		await engine.publish();
		pass(org);
	}

	/** Somebody enters the stage and is returned. */
	async function enter(name = 'Ada'): Promise<[Application, string]> {
		const application = org.apply(name);
		const entry = org.move(application, 'Video Interview');
		pass(org, 1000);
		await engine.tick();
		return [application, entry];
	}

	test('an entry that no note names is returned again after growing waits', async () => {
		await publish();
		const [, entry] = await enter();
		await engine.tick();
		expect(attemptsIn(engine)).toEqual([[entry, 1]]);
		for (const minutes of [5, 9, 17]) {
			pass(org, (minutes - 2) * MINUTE);
			await engine.tick();
			const before = attemptsIn(engine).length;
			pass(org, 2 * MINUTE);
			await engine.tick();
			expect(attemptsIn(engine)).toHaveLength(before + 1);
		}
		expect(attemptsIn(engine)).toEqual([1, 2, 3, 4].map((number) => [entry, number]));
		expect(engine.errors).toEqual([]);
	});

	test('the attempt says since when, until when, and whether it is a repeat', async () => {
		await publish();
		const [ada, entry] = await enter();
		const [first] = engine.executions;
		const since = org.ashby.historyOf(ada.id)[1].enteredStageAt;
		const until = DateTime.utc().plus({ minutes: 3, seconds: 1 }).toISO();
		expect(first.attempt).toEqual({ entryId: entry, number: 1, isRepeat: false, since, until });
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(engine.executions[1]).toEqual({
			...first,
			attempt: {
				entryId: entry,
				number: 2,
				isRepeat: true,
				since,
				until: DateTime.utc().plus({ minutes: 7, seconds: 1 }).toISO(),
			},
		});
	});

	test.each([
		[false, []],
		// Ashby then returns the application as changed, and its history is read once more.
		[true, ['/application.info']],
	])(
		'an entry that a note names is done, and checked once (a note changes the application: %s)',
		async (noteBumpsApplication, more) => {
			await publish();
			org.ashby.switches.noteBumpsApplication = noteBumpsApplication;
			const [ada, entry] = await enter();
			org.ashby.addNote(ada.candidateId, `Invited. Reference: ${entry}`);
			pass(org, 5 * MINUTE);
			org.ashby.resetLog();
			await engine.tick();
			const paths = org.ashby.requests.map(({ path }) => path);
			expect(paths).toEqual(['/application.list', ...more, '/candidate.listNotes']);
			for (let hour = 0; hour < 5; hour++) {
				pass(org, 60 * MINUTE);
				org.ashby.resetLog();
				await engine.tick();
				expect(org.ashby.counts.byPath['/candidate.listNotes'] ?? 0).toBe(0);
			}
			expect(attemptsIn(engine)).toEqual([[entry, 1]]);
		},
	);

	test('a note about an earlier entry of the same candidate doesn’t count', async () => {
		await publish();
		const [ada, first] = await enter();
		org.ashby.addNote(ada.candidateId, `Reference: ${first}`);
		org.move(ada, 'Onsite');
		const second = org.move(ada, 'Video Interview');
		pass(org, 5 * MINUTE);
		await engine.tick();
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(attemptsIn(engine)).toEqual([
			[first, 1],
			[second, 1],
			[second, 2],
		]);
	});

	test('a candidate who has left isn’t returned again, unless Include Candidates Who Left is on', async () => {
		await publish();
		const [ada, entry] = await enter();
		org.move(ada, 'Onsite');
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(attemptsIn(engine)).toEqual([[entry, 1]]);

		await publish({ includeWhoLeft: true });
		const [bea, left] = await enter('Bea');
		org.move(bea, 'Onsite');
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(attemptsIn(engine)).toEqual([
			[left, 1],
			[left, 2],
		]);
	});

	test('a restart of n8n makes no difference', async () => {
		await publish();
		const [, entry] = await enter();
		await engine.restart();
		await engine.tick();
		expect(attemptsIn(engine)).toEqual([[entry, 1]]);
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(attemptsIn(engine)).toEqual([
			[entry, 1],
			[entry, 2],
		]);
	});

	test('if it is off, nothing is returned again and no note is read', async () => {
		await publish({ repeatUntilNoted: false });
		const [, entry] = await enter();
		for (let hour = 0; hour < 3; hour++) {
			pass(org, 60 * MINUTE);
			await engine.tick();
		}
		expect(attemptsIn(engine)).toEqual([[entry, 1]]);
		expect(engine.executions[0].attempt).toMatchObject({ isRepeat: false, until: null });
		expect(org.ashby.counts.byPath['/candidate.listNotes'] ?? 0).toBe(0);
	});

	test('after a week without a note, one failed poll names who was given up', async () => {
		await publish();
		// What was said of one name is not said again within a day.
		const name = `Ada${engineName}`;
		const [, entry] = await enter(name);
		for (let day = 0; day < 9; day++) {
			for (let time = 0; time < 4; time++) {
				pass(org, 6 * 60 * MINUTE);
				await engine.tick();
			}
		}
		expect(engine.errors).toEqual([`No note was written for ${name}`]);
		const attempts = attemptsIn(engine);
		expect(attempts.length).toBeGreaterThan(7);
		expect(new Set(attempts.map(([id]) => id))).toEqual(new Set([entry]));
		await engine.tick();
		expect(engine.errors).toHaveLength(1);
	});

	test('a candidate given up while n8n was down is named at its next scheduled poll', async () => {
		await publish();
		const name = `Bea${engineName}`;
		await enter(name);
		for (let time = 0; time < 8; time++) {
			pass(org, 181 * MINUTE);
			await engine.tick();
		}
		pass(org, 8 * 24 * 60 * MINUTE);
		await engine.restart();
		for (let poll = 0; poll < 2; poll++) {
			pass(org, 5 * MINUTE);
			await engine.tick();
		}
		expect(engine.errors).toEqual([`No note was written for ${name}`]);
	});

	test('a poll returns no more than the maximum, and the next polls return the rest', async () => {
		await publish({ maxCandidates: 2 });
		const entries: string[] = [];
		for (let number = 0; number < 5; number++) {
			entries.push(org.move(org.apply(`Candidate${number}`), 'Video Interview'));
			pass(org, 1000);
		}
		const returned: number[] = [];
		for (let poll = 0; poll < 3; poll++) {
			await engine.tick();
			returned.push(engine.executions.length);
		}
		expect(returned).toEqual([2, 4, 5]);
		expect(attemptsIn(engine)).toEqual(entries.map((entry) => [entry, 1]));
	});

	test('new entries don’t wait behind candidates whose notes show as changes', async () => {
		await publish({ maxCandidates: 2 });
		const [ada, bea, cid] = ['Ada', 'Bea', 'Cid'].map((name) => org.apply(name));
		for (const application of [ada, bea]) org.move(application, 'Video Interview');
		await engine.tick();
		expect(engine.executions).toHaveLength(2);
		for (const { candidateId } of [ada, bea]) org.ashby.addNote(candidateId, 'Called them');
		org.move(cid, 'Video Interview');
		org.ashby.resetLog();
		await engine.tick();
		const read = org.ashby.requests.filter(({ path }) => path === '/application.info');
		expect(read.map(({ body }) => body.applicationId)).toEqual([cid.id, ada.id, bea.id]);
		expect(engine.executions).toHaveLength(3);
	});

	test('a note that another trigger caused is found before the first attempt', async () => {
		org = await twoJobs();
		const ada = org.apply('Ada', org.job, 'Video Interview');
		const bea = org.apply('Bea', org.job, 'Video Interview');
		org.ashby.addNote(ada.candidateId, `Reference: ${org.ashby.historyOf(ada.id)[0].id}`);
		pass(org);
		engine = new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters({
				options: { repeatUntilNoted: true, whenActivated: 'includeExisting' },
			}),
			credentials: org.credentials(),
		});
		await engine.publish();
		await engine.tick();
		const [entry] = org.ashby.historyOf(bea.id);
		expect(attemptsIn(engine)).toEqual([[entry.id, 1]]);
		expect(engine.executions[0].attempt).toMatchObject({ isRepeat: true });
	});

	test('an application that can’t be read doesn’t prevent the others from being returned again', async () => {
		await publish();
		const [ada] = await enter('Ada');
		const [, bea] = await enter('Bea');
		pass(org, 5 * MINUTE);
		org.ashby.fault = ({ path, body }) =>
			path === '/application.info' && body.applicationId === ada.id
				? { kind: 'code', code: 'read_only' }
				: undefined;
		await engine.tick();
		expect(attemptsIn(engine).at(-1)).toEqual([bea, 2]);
		org.ashby.fault = undefined;
		await engine.tick();
		expect(attemptsIn(engine)).toHaveLength(4);
	});
});

test('if it is turned off for a while, unconfirmed entries are forgotten', async () => {
	const org = await twoJobs();
	const withOption = (repeatUntilNoted: boolean) =>
		org.parameters({ options: { repeatUntilNoted } });
	const engine = new ClassicEngine(new AshbyStageTrigger(), {
		parameters: withOption(true),
		credentials: org.credentials(),
	});
	await engine.publish();
	pass(org);
	org.move(org.apply('Ada'), 'Video Interview');
	await engine.tick();
	await engine.update(withOption(false));
	await engine.update(withOption(true));
	pass(org, 60 * MINUTE);
	await engine.tick();
	expect(engine.executions).toHaveLength(1);
});
