import type { INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { MOST_DELIVERIES } from '../../../../nodes/Ashby/stageTrigger/handedOver.ts';
import { thisProcess } from '../../../../nodes/shared/polling.ts';
import type { Application } from '../../../sandbox/ashby.mts';
import type { Engine, Kill } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import { MINUTE, Organisation } from '../../../support/organisation.mts';

let org: Organisation;
let processes = 0;

beforeEach(async () => {
	org = new Organisation();
	await org.ashby.start();
	startProcess(60 * MINUTE);
});
afterEach(async () => {
	await org.ashby.stop();
	expect(org.ashby.violations).toEqual([]);
});

/** What this module knows of its process is all that a new process of n8n forgets here. */
function startProcess(ago = 0): void {
	Object.assign(thisProcess, { id: `process ${++processes}`, since: Date.now() - ago });
}

/** n8n has been up for long enough to have run what was waiting. */
function settle(): void {
	thisProcess.since = Date.now() - 2 * MINUTE;
	org.pass(2 * MINUTE);
}

const deliveriesIn = (engine: Engine) =>
	engine.executions.map(({ id, delivery }) => [id, delivery]);

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (engineName, EngineClass) => {
	let engine: Engine;

	async function publish(options: INodeParameters = {}, budgetMs?: number): Promise<void> {
		engine = new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters({ options: { repeatAfterCrash: true, ...options } }),
			credentials: org.credentials(),
			budgetMs,
		});
		await engine.publish();
		org.pass();
	}

	/** Somebody enters the stage and is handed over. Returns the application and the stay. */
	async function enter(name = 'Ada', kill?: Kill): Promise<[Application, string]> {
		const application = org.apply(name);
		const stay = org.move(application, 'Video Interview');
		org.pass();
		await engine.tick(kill);
		return [application, stay];
	}

	async function crash(): Promise<void> {
		startProcess();
		await engine.restart();
	}

	/** n8n has crashed, polls again, and has run for a while. */
	async function crashAndSettle(): Promise<void> {
		await crash();
		await engine.tick();
		settle();
	}

	test('an entry of which no note tells is handed over again after a restart, once', async () => {
		await publish();
		const [, stay] = await enter();
		await crash();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
		settle();
		await engine.tick();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([
			[stay, 1],
			[stay, 2],
		]);
		expect(engine.executions[1]).toMatchObject({ beforeRestart: true });
	});

	test('nothing is repeated while n8n runs', async () => {
		await publish();
		const [, stay] = await enter();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
	});

	test('an entry of which a note tells is not repeated, and is asked about once', async () => {
		await publish();
		const [ada, stay] = await enter();
		for (let index = 0; index < 120; index++) org.ashby.addNote(ada.candidateId, `Note ${index}`);
		org.ashby.addNote(ada.candidateId, `Invited. Entry: ${stay}`);
		await crashAndSettle();
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.requests.map(({ path }) => path).slice(0, 3)).toEqual([
			'/application.list',
			'/application.info',
			'/candidate.listNotes',
		]);
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.counts.requests).toBe(1);
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
	});

	test('who has left the stage since is not repeated, and costs nothing', async () => {
		await publish();
		const [ada, stay] = await enter();
		org.move(ada, 'Onsite');
		org.pass();
		await crashAndSettle();
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.counts.requests).toBe(1);
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
	});

	test('who leaves as the trigger asks is not repeated', async () => {
		await publish();
		const [ada, stay] = await enter();
		await crash();
		settle();
		org.ashby.fault = ({ path }) => {
			if (path === '/application.info') org.move(ada, 'Onsite');
			return undefined;
		};
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
	});

	test('with Include Who Left, those are repeated', async () => {
		await publish({ includeWhoLeft: true });
		const [ada, stay] = await enter();
		org.move(ada, 'Onsite');
		org.pass();
		await crashAndSettle();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([
			[stay, 1],
			[stay, 2],
		]);
	});

	test('without the option nothing is repeated, nor kept', async () => {
		await publish({ repeatAfterCrash: false });
		const [, stay] = await enter();
		expect(JSON.stringify(engine.state)).not.toContain('handedOver');
		await crash();
		settle();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
	});

	test('who was deleted is not repeated', async () => {
		await publish();
		const [ada, stay] = await enter();
		await crash();
		await engine.tick();
		org.ashby.deleteApplication(ada.id);
		settle();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
		expect(engine.errors).toEqual([]);
	});

	test('who stands in a stage that no link watches any more is not repeated', async () => {
		await publish();
		const [, stay] = await enter();
		await engine.update(
			org.parameters({ options: { repeatAfterCrash: true } }, [org.link(org.job, 'Onsite')]),
		);
		await crash();
		settle();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([[stay, 1]]);
	});

	test('notes that cannot be read hold up nobody, and are asked for again', async () => {
		await publish();
		const [, ada] = await enter('Ada');
		await crashAndSettle();
		org.ashby.fault = ({ path }) =>
			path === '/candidate.listNotes' ? { kind: 'code', code: 'read_only' } : undefined;
		const [, bob] = await enter('Bob');
		expect(engine.errors).toEqual([]);
		await engine.tick();
		expect(engine.errors).toEqual([expect.stringContaining('read_only')]);
		org.ashby.fault = undefined;
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([
			[ada, 1],
			[bob, 1],
			[ada, 2],
		]);
	});

	test('somebody who cannot be asked about does not stand in the way of the others', async () => {
		await publish();
		const [ada] = await enter('Ada');
		const [, bob] = await enter('Bob');
		await crashAndSettle();
		org.ashby.fault = ({ path, body }) =>
			path === '/application.info' && body.applicationId === ada.id
				? { kind: 'code', code: 'read_only' }
				: undefined;
		await engine.tick();
		expect(deliveriesIn(engine).slice(2)).toEqual([[bob, 2]]);
	});

	test('nor does somebody whose history keeps the trigger from looking on', async () => {
		await publish();
		const [, ada] = await enter('Ada');
		await crashAndSettle();
		const unreadable = org.apply('Bob');
		org.move(unreadable, 'Video Interview');
		org.ashby.fault = ({ path, body }) =>
			path === '/application.info' && body.applicationId === unreadable.id
				? { kind: 'code', code: 'read_only' }
				: undefined;
		await engine.tick();
		await engine.tick();
		expect(deliveriesIn(engine)).toEqual([
			[ada, 1],
			[ada, 2],
		]);
		expect(engine.errors).toEqual([expect.stringContaining('read_only')]);
	});

	test('who has been asked about is not asked about again, though another cannot be', async () => {
		await publish();
		const [ada, stay] = await enter('Ada');
		const [bob] = await enter('Bob');
		org.ashby.addNote(ada.candidateId, `Entry: ${stay}`);
		await crashAndSettle();
		org.ashby.fault = ({ path, body }) =>
			path === '/application.info' && body.applicationId === bob.id
				? { kind: 'code', code: 'read_only' }
				: undefined;
		await engine.tick();
		expect(engine.errors).toEqual([]);
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.requests.map(({ body }) => body.applicationId)).not.toContain(ada.id);
		expect(engine.errors).toEqual([expect.stringContaining('read_only')]);
	});

	test('a refused key is told of at once', async () => {
		await publish();
		for (const name of ['Ada', 'Bob']) await enter(name);
		await crashAndSettle();
		org.ashby.resetLog();
		org.ashby.fault = ({ path }) =>
			path === '/application.list' ? undefined : { kind: 'status', status: 401 };
		await engine.tick();
		expect(org.ashby.counts.requests).toBe(2);
		expect(engine.errors).toEqual([expect.stringContaining('API key')]);
	});

	test('with many who cannot be, it stops asking for this poll', async () => {
		await publish();
		for (const name of ['Ada', 'Bob', 'Cid', 'Dan', 'Eve']) await enter(name);
		await crashAndSettle();
		org.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'code', code: 'read_only' } : undefined;
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.counts.byPath['/application.info']).toBe(3);
	});

	test('what there is no time to ask about waits for the next poll', async () => {
		await publish({}, 60_000);
		const stays = [await enter('Ada'), await enter('Bob')].map(([, stay]) => stay);
		await crashAndSettle();
		let late = 0;
		const now = jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + late);
		org.ashby.fault = ({ path }) => {
			if (path === '/candidate.listNotes') late = 40_000;
			return undefined;
		};
		await engine.tick();
		expect(deliveriesIn(engine).slice(2)).toEqual([[stays[0], 2]]);
		now.mockRestore();
		org.ashby.fault = undefined;
		await engine.tick();
		expect(deliveriesIn(engine).slice(3)).toEqual([[stays[1], 2]]);
	});

	test('a repetition that dies is repeated, but not for ever', async () => {
		await publish();
		await enter();
		for (let restart = 0; restart < MOST_DELIVERIES + 2; restart++) {
			await crash();
			settle();
			await engine.tick();
		}
		expect(engine.executions.map(({ delivery }) => delivery)).toEqual([1, 2, 3, 4, 5]);
	});

	test('what is found after a restart says that it began before it', async () => {
		await publish();
		await enter('Ada');
		org.move(org.apply('Bob'), 'Video Interview');
		org.pass();
		await crash();
		if (engineName === 'durable') await engine.tick();
		settle();
		await enter('Cid');
		const flags = engine.executions.map(({ candidate, beforeRestart }) => [
			(candidate as { name: string }).name,
			beforeRestart,
		]);
		expect(flags).toEqual([
			['Ada', false],
			['Bob', true],
			['Cid', false],
			['Ada', true],
		]);
	});
});

test('what the classic poller loses in the hand-over is handed over after the restart', async () => {
	const engine = new ClassicEngine(new AshbyStageTrigger(), {
		parameters: org.parameters({ options: { repeatAfterCrash: true } }),
		credentials: org.credentials(),
	});
	await engine.publish();
	org.pass();
	const stay = org.move(org.apply('Ada'), 'Video Interview');
	await engine.tick('stateWritten');
	expect(engine.executions).toEqual([]);
	startProcess();
	await engine.restart();
	settle();
	await engine.tick();
	expect(deliveriesIn(engine)).toEqual([[stay, 2]]);
});
