/** The template for all jobs: its trigger, its steps, and the lane that keeps the choices in Ashby up to date. */
import type { IDataObject, INodeType } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { names } from '../../workflows/parts/lanes.ts';
import type { Engine } from '../support/engines.mts';
import { ClassicEngine } from '../support/engines.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS, templateOf, useWorld, world } from './faults.setUp.mts';

let trigger: Engine;

useWorld(templateOf('company'), (nodes) => {
	const { links } = nodes.find(({ name }) => name === names.stageTrigger)!.parameters as {
		links: { link: Array<{ stage: IDataObject }> };
	};
	links.link[0].stage.value = 'Video Interview';
});

const field = () =>
	[...world.ashby.customFields.values()].find(({ title }) => title === 'Willo Interview');
const choices = () =>
	field()!
		.selectableValues.filter(({ isArchived }) => !isArchived)
		.map(({ label, value }) => [label, value]);
const fromWillo = () => [...world.willo.interviews.values()].map(({ key, title }) => [title, key]);
const setUp = async () => await world.engine.run('Set Up Now', [{}], 'manual');
const daily = async () => await world.engine.run('Every Day', [{}]);
const choose = (job: 'support' | 'sales' | 'lead', value: string | null) =>
	world.ashby.setCustomField(world.demo.jobs[job], field()!.id, value);
const notesOf = (name: string) =>
	world.ashby
		.notesOf(world.people.find((person) => person.name === name)!.candidateId)
		.map(({ content }) => content);
const invited = () =>
	world.willo.invitations.map(({ participantKey }) => {
		const { email, interviewKey } = world.willo.participants.get(participantKey)!;
		return [email, interviewKey];
	});

/** Whoever is in the stage by then isn't invited. */
async function publish(): Promise<void> {
	world.pass(HOUR_MS);
	world.people.splice(0);
	const { pollTimes: _byN8n, ...parameters } =
		world.engine.workflow.nodes[names.stageTrigger].parameters;
	const { credentials } = world;
	trigger = new ClassicEngine(new AshbyStageTrigger() as INodeType, { parameters, credentials });
	await trigger.publish();
}

/** Polls, and runs the workflow with what it returns, for so long. */
async function work(ms = MINUTE_MS): Promise<void> {
	for (let passed = 0; passed < ms; passed += 5 * MINUTE_MS) {
		const before = trigger.executions.length;
		world.pass(Math.min(ms, 5 * MINUTE_MS));
		await trigger.tick();
		const items = trigger.executions.slice(before);
		if (items.length > 0) await world.engine.run(names.stageTrigger, items);
	}
}

test('by hand, the field is created with Willo’s interviews; each day, it follows them', async () => {
	const { willo } = world;
	expect((await setUp()).error).toBeUndefined();
	expect(choices().sort()).toEqual(fromWillo().sort());
	const writes = () => world.ashby.requests.filter(({ path }) => /create|update/.test(path)).length;
	const before = writes();
	expect((await daily()).error).toBeUndefined();
	expect(writes()).toBe(before);
	const [first] = willo.interviews.values();
	first.title = 'Renamed';
	willo.addInterview({ title: 'Added' });
	await daily();
	expect(choices().sort()).toEqual(fromWillo().sort());
	expect(choices().flat()).toEqual(expect.arrayContaining(['Renamed', 'Added']));
});

test.each(['Get Willo Interviews', 'Set Choices in Ashby'])(
	'while %s fails, no choice changes, and the next day makes up for it',
	async (step) => {
		await setUp();
		const before = choices();
		world.willo.addInterview({ title: 'Added' });
		world.refuseAt(step);
		expect((await daily()).error).toBeDefined();
		expect(choices()).toEqual(before);
		world.refuseAt(undefined);
		expect((await daily()).error).toBeUndefined();
		expect(choices().sort()).toEqual(fromWillo().sort());
	},
);

test('each candidate gets the interview of their job; where there is none, once it is chosen', async () => {
	const { demo, people } = world;
	await setUp();
	await publish();
	choose('sales', demo.interviews.sales);
	const dan = world.apply('Dan Dealer', 'sales');
	const eve = world.apply('Eve Early');
	people.push(dan, eve);
	await work();
	expect(invited()).toEqual([[dan.email, demo.interviews.sales]]);
	expect(notesOf(eve.name)).toHaveLength(1);
	expect(notesOf(eve.name)[0]).toMatch(
		/No Willo interview is set for .*Fill in the job’s field “Willo Interview” in Ashby by \d{4}-/,
	);
	expect(notesOf(eve.name)[0]).not.toContain(eve.entryId);
	await work(3 * HOUR_MS);
	choose('support', demo.interviews.general);
	choose('sales', demo.interviews.general);
	await work(3 * HOUR_MS);
	expect(invited()).toEqual([
		[dan.email, demo.interviews.sales],
		[eve.email, demo.interviews.general],
	]);
	expect(notesOf(eve.name)).toHaveLength(2);
	expect(notesOf(dan.name)).toHaveLength(1);
});

test('an interview that was deleted at Willo is told like an empty field', async () => {
	const { demo, people, willo } = world;
	await setUp();
	await publish();
	const eve = world.apply('Eve Early');
	people.push(eve);
	choose('support', demo.interviews.support);
	willo.interviews.delete(demo.interviews.support);
	await work(DAY_MS / 4);
	expect(invited()).toEqual([]);
	expect(notesOf(eve.name)).toHaveLength(1);
	expect(notesOf(eve.name)[0]).toContain('names no interview in Willo');
	choose('support', demo.interviews.general);
	await work(2 * HOUR_MS);
	expect(invited()).toEqual([[eve.email, demo.interviews.general]]);
	expect(notesOf(eve.name)).toHaveLength(2);
});
