/** What the model doesn't show of Retry Until a Note Exists: the item, the requests, wrong clocks, and reports. */
import { DateTime } from 'luxon';

import { forgetProcess } from '../../../../nodes/shared/processMemory.ts';
import type { Engine } from '../../../support/engines.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import * as setUp from './setUp.mts';
import { org } from './setUp.mts';

const { enter, HOUR, polls, publishedFor, publishedWith } = setUp;
const pass = setUp.useTwoJobs();

const attemptsIn = (engine: Engine) =>
	engine.executions.map(({ id, attempt }) => [id, (attempt as { number: number }).number]);

describe.each(setUp.POLLERS)('with the %s poller', (_name, Kind) => {
	let engine: Engine;
	beforeEach(async () => {
		engine = await publishedWith(org, { repeatUntilNoted: true }, Kind);
	});

	const poll = async (times: number, ms: number) => await polls(org, engine, times, ms);

	test('the attempt says since when, until when, and whether it is a repeat', async () => {
		const { id, entry } = enter(org, 'Ada');
		pass(org, 1000);
		await engine.tick();
		const [first] = engine.executions;
		const since = org.ashby.historyOf(id)[1].enteredStageAt;
		const attempt = (number: number, minutes: number) => {
			const until = DateTime.utc().plus({ minutes, seconds: 1 }).toISO();
			return { entryId: entry, number, isRepeat: number > 1, since, until };
		};
		expect(first.attempt).toEqual(attempt(1, 3));
		await poll(1, 5 * MINUTE);
		expect(engine.executions[1]).toEqual({ ...first, attempt: attempt(2, 7) });
	});

	test.each([
		['leaves', []],
		// Ashby then returns it as changed, and its history is read once more.
		['changes', ['/application.info']],
	])('a note that %s the application ends it, and is read once', async (how, more) => {
		org.ashby.switches.noteBumpsApplication = how === 'changes';
		const { candidateId, entry } = enter(org, 'Ada');
		await engine.tick();
		org.ashby.addNote(candidateId, `Invited. Reference: ${entry}`);
		org.ashby.resetLog();
		await poll(1, 5 * MINUTE);
		const paths = org.ashby.requests.map(({ path }) => path);
		expect(paths).toEqual(['/application.list', ...more, '/candidate.listNotes']);
		await poll(5, HOUR);
		expect(org.ashby.counts.byPath['/candidate.listNotes']).toBe(1);
		expect(attemptsIn(engine)).toEqual([[entry, 1]]);
	});

	test.each([2, -2])('an attempt by a clock %s days ahead is repeated in time', async (days) => {
		enter(org, 'Ada');
		const now = Date.now();
		jest.setSystemTime(now + days * 24 * HOUR);
		await engine.tick();
		jest.setSystemTime(now);
		await poll(36, 5 * MINUTE);
		expect(attemptsIn(engine).length).toBeGreaterThanOrEqual(2);
	});

	test('candidates given up at one time, while n8n was down, are named once, however often it starts', async () => {
		for (const name of ['Carl', 'Dora']) enter(org, name);
		await poll(8, 181 * MINUTE);
		pass(org, 8 * 24 * HOUR);
		for (let start = 0; start < 3; start++) {
			await engine.restart();
			await poll(2, 5 * MINUTE);
			expect(engine.errors).toEqual(['Given up after a week: Carl, Dora']);
		}
		const last = engine.executions.length;
		await poll(4, 6 * HOUR);
		expect(engine.executions).toHaveLength(last);
		expect(engine.errors).toHaveLength(1);
	});

	const REMOVES = ['deleteCandidate', 'deleteApplication'] as const;
	test.each(REMOVES)('after %s, the state has nobody, and others repeat', async (remove) => {
		const [ada, bea] = [enter(org, 'Ada'), enter(org, 'Bea')];
		await engine.tick();
		org.ashby[remove](remove === 'deleteCandidate' ? ada.candidateId : ada.id);
		await poll(1, 5 * MINUTE);
		expect(attemptsIn(engine).slice(2)).toEqual([[bea.entry, 2]]);
		expect(engine.errors).toEqual([]);
		expect(JSON.stringify(engine.state.state)).not.toContain(ada.entry);
	});

	test('with All Once, a note from before is found before the first attempt', async () => {
		const [ada, bea] = ['Ada', 'Bea'].map((name) => org.apply(name, org.job, 'Video Interview'));
		org.ashby.addNote(ada.candidateId, `Reference: ${org.ashby.historyOf(ada.id)[0].id}`);
		pass(org);
		const options = { repeatUntilNoted: true, whenActivated: 'includeExisting' };
		engine = await publishedFor(org, org.parameters({ options }), Kind);
		await engine.tick();
		const [{ id }] = org.ashby.historyOf(bea.id);
		const attempt = { number: 1, isRepeat: true };
		expect(engine.executions).toMatchObject([{ id, attempt }]);
	});

	test('if n8n drops the first poll after a start, because it is slow, the next one reads the notes', async () => {
		const { candidateId, entry } = enter(org, 'Ada');
		org.ashby.addNote(candidateId, `Reference: ${entry}`);
		forgetProcess();
		for (const ms of [50_000, 0]) {
			org.ashby.fault = ({ path }) => {
				if (path === '/application.info') pass(org, ms);
				return undefined;
			};
			await engine.tick();
		}
		expect(engine.executions).toEqual([]);
	});

	test('if it is turned off for a while, unconfirmed entries are forgotten', async () => {
		enter(org, 'Ada');
		await engine.tick();
		for (const repeatUntilNoted of [false, true]) {
			await engine.update(org.parameters({ options: { repeatUntilNoted } }));
			await poll(1, HOUR);
		}
		expect(engine.executions).toHaveLength(1);
	});
});
