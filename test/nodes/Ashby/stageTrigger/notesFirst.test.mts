/** If another trigger or process may have dealt with an entry, its notes are read before it is returned. */
import type { INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

const attemptsOf = (engine: Engine) =>
	engine.executions.map(({ id, attempt }) => {
		const { number, isRepeat } = attempt as { number: number; isRepeat: boolean };
		return [id, number, isRepeat];
	});

let org: TwoJobs;

async function publishedIn(
	EngineClass: typeof ClassicEngine | typeof DurableEngine,
	options: INodeParameters = {},
): Promise<Engine> {
	org = await twoJobs();
	const engine = new EngineClass(new AshbyStageTrigger(), {
		parameters: org.parameters({ options: { repeatUntilNoted: true, ...options } }),
		credentials: org.credentials(),
	});
	await engine.publish();
	pass(org);
	return engine;
}

function enter(name: string) {
	const application = org.apply(name);
	return { ...application, entry: org.move(application, 'Video Interview') };
}

test('an entry that the first poll after a start of n8n finds is a repeat', async () => {
	const engine = await publishedIn(ClassicEngine);
	const ada = enter('Ada');
	const bea = enter('Bea');
	// A poll that was killed may have returned without a trace of it in the state.
	org.ashby.addNote(ada.candidateId, `Reference: ${ada.entry}`);
	await engine.restart();
	expect(attemptsOf(engine)).toEqual([[bea.entry, 1, true]]);
});

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('n8n is killed while it returns an entry (%s)', (_name, EngineClass) => {
	test('and has stored no execution: the entry is returned again, as a repeat', async () => {
		const engine = await publishedIn(EngineClass);
		await engine.tick();
		const { entry } = enter('Ada');
		await engine.tick('stateWritten');
		expect(engine.executions).toEqual([]);
		await engine.restart();
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(attemptsOf(engine)).toMatchObject([[entry, expect.any(Number), expect.any(Boolean)]]);
	});

	test.each([false, true])(
		'and has started the execution: the entry is a repeat, unless a note names it (%s)',
		async (isNoted) => {
			const engine = await publishedIn(EngineClass);
			await engine.tick();
			const ada = enter('Ada');
			await engine.tick('executionWritten');
			expect(attemptsOf(engine)).toEqual([[ada.entry, 1, false]]);
			if (isNoted) org.ashby.addNote(ada.candidateId, `Reference: ${ada.entry}`);
			await engine.restart();
			pass(org, 5 * MINUTE);
			await engine.tick();
			const again = attemptsOf(engine).slice(1);
			if (isNoted) expect(again).toEqual([]);
			else expect(again[0]).toEqual([ada.entry, expect.any(Number), true]);
		},
	);
});

test('after a merge, the notes of the remaining candidate count', async () => {
	const engine = await publishedIn(DurableEngine);
	const ada = enter('Ada');
	await engine.tick();
	const keep = org.ashby.addCandidate({ name: 'Ada again' });
	org.ashby.addNote(ada.candidateId, `Reference: ${ada.entry}`);
	org.ashby.mergeCandidates(keep.id, ada.candidateId);
	pass(org, 5 * MINUTE);
	await engine.tick();
	expect(attemptsOf(engine)).toEqual([[ada.entry, 1, false]]);
	expect(engine.errors).toEqual([]);
});

test('after a merge without a note, the entry is returned again with the remaining candidate', async () => {
	const engine = await publishedIn(DurableEngine);
	const ada = enter('Ada');
	await engine.tick();
	const keep = org.ashby.addCandidate({ name: 'Ada again' });
	org.ashby.mergeCandidates(keep.id, ada.candidateId);
	pass(org, 5 * MINUTE);
	await engine.tick();
	expect(attemptsOf(engine)).toEqual([
		[ada.entry, 1, false],
		[ada.entry, 2, true],
	]);
	expect(engine.executions[1].candidate).toMatchObject({ id: keep.id });
});

test.each(['deleteCandidate', 'deleteApplication'] as const)(
	'a deleted candidate (%s) isn’t returned again, and the others are',
	async (remove) => {
		const engine = await publishedIn(DurableEngine);
		const ada = enter('Ada');
		pass(org, 1000);
		const bea = enter('Bea');
		await engine.tick();
		org.ashby[remove](remove === 'deleteCandidate' ? ada.candidateId : ada.id);
		pass(org, 5 * MINUTE);
		await engine.tick();
		expect(attemptsOf(engine)).toEqual([
			[ada.entry, 1, false],
			[bea.entry, 1, false],
			[bea.entry, 2, true],
		]);
		expect(engine.errors).toEqual([]);
		expect(JSON.stringify(engine.state.state)).not.toContain(ada.entry);
	},
);

test('while the notes can’t be read, nobody is returned again, and the poll doesn’t fail', async () => {
	const engine = await publishedIn(DurableEngine);
	const ada = enter('Ada');
	await engine.tick();
	pass(org, 5 * MINUTE);
	org.ashby.fault = ({ path }) =>
		path === '/candidate.listNotes' ? { kind: 'code', code: 'read_only' } : undefined;
	await engine.tick();
	expect(engine.errors).toEqual([]);
	expect(engine.executions).toHaveLength(1);
	org.ashby.fault = undefined;
	await engine.tick();
	expect(attemptsOf(engine)).toEqual([
		[ada.entry, 1, false],
		[ada.entry, 2, true],
	]);
});

test('entries given up at the same time are named in one failed poll, each once', async () => {
	const engine = await publishedIn(DurableEngine);
	enter('Carl');
	pass(org, 1000);
	enter('Dora');
	for (let poll = 0; poll < 40; poll++) {
		pass(org, 6 * 60 * MINUTE);
		await engine.tick();
	}
	expect(engine.errors).toEqual(['No note was written for Carl, Dora']);
	const last = engine.executions.length;
	pass(org, 6 * 60 * MINUTE);
	await engine.tick();
	expect(engine.executions).toHaveLength(last);
});
