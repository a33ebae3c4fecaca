/**
 * Every template, with one of three people meeting a fault in each of its steps in turn: the others get what is theirs,
 * the fault is reported, and the next try does for her what is missing, once.
 */
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Template } from '../../workflows/parts/templates.ts';
import { names as base } from '../../workflows/parts/lanes.ts';
import { ClassicEngine } from '../support/engines.mts';
import { DAY_MS, MINUTE_MS, templateOf, templates, useWorld, world } from './faults.setUp.mts';
import type { Ran } from './templateEngine.mts';

jest.setTimeout(60_000);

useWorld();

const COUNT = { invitations: 1, notes: 1, tags: [], fields: {}, emails: 0, hasMoved: false };

/** The steps that a trigger leads to, also through the workflow calling itself, that work for people one by one. */
function stepsFrom({ nodes, connections }: Template, trigger: string): string[] {
	const reached = new Set([trigger]);
	for (const name of reached) {
		for (const { node } of connections[name]?.main.flat() ?? []) reached.add(node);
		if (!nodes.find((node) => node.name === name)!.type.endsWith('.executeWorkflow')) continue;
		reached.add(nodes.find(({ type }) => type.endsWith('.executeWorkflowTrigger'))!.name);
	}
	return nodes
		.filter(({ type }) => /ashby-willo\.(ashby|willo)$|\.emailSend$/.test(type))
		.map(({ name }) => name)
		.filter((name) => reached.has(name));
}

const triggersOf = ({ nodes }: Template, which: RegExp) =>
	nodes.filter(({ name, type }) => which.test(`${name} ${type}`)).map(({ name }) => name);
const STAGE_TRIGGER = /\.ashbyStageTrigger$/;

/** Each of the steps that such triggers lead to, in all templates. */
const stepsAfter = (which: RegExp) =>
	templates.flatMap((template) => {
		const { file } = template;
		const after = (trigger: string) =>
			stepsFrom(template, trigger).map((step) => ({ file, trigger, step, template }));
		return triggersOf(template, which).flatMap(after);
	});

/** All that went wrong, in executions and in emails. */
const reported = () =>
	[
		...world.engine.executions.map(({ error }) => `${error?.message}\n${error?.description}`),
		...world.engine.emails.map(({ text }) => text),
	].join('\n');

const seen = () => world.people.map((person) => world.seen(person));

const inviting = stepsAfter(STAGE_TRIGGER);

test.each(inviting)('$file: entries, a fault in $step', async ({ template, trigger, step }) => {
	await world.start(template);
	const invited = template.file.endsWith('tags-and-fields')
		? { ...COUNT, tags: ['Willo invited'], fields: expect.objectContaining({}) }
		: COUNT;
	world.breakAt(step);
	await world.engine.run(trigger, world.entries(world.people, false));
	const [ann, bea, cem] = seen();
	expect([ann, cem]).toEqual([invited, invited]);
	expect(bea.notes).toBe(0);
	expect(reported()).toMatch(/not_today|500/);
	world.breakAt(undefined);
	world.pass(10 * MINUTE_MS);
	await world.engine.run(trigger, world.entries([world.people[1]], true));
	expect(seen()).toEqual([ann, ann, ann]);
});

// What follows the decision is a separate matter.
const afterResponse = stepsAfter(/\.willoResponseTrigger$/);
const responding = afterResponse.filter(({ step }) => !/Again$|^Move to/.test(step));

test.each(responding)('$file: responses, a fault in $step', async ({ template, step }) => {
	await world.start(template);
	await world.invited(triggersOf(template, STAGE_TRIGGER)[0]);
	const { people, engine } = world;
	world.breakAt(step);
	await engine.run(base.responseTrigger, world.responses(people, false));
	const [ann, , cem] = seen();
	const asks = template.file.endsWith('move-on');
	const tagged = template.file.endsWith('tags-and-fields');
	expect(ann).toEqual({
		...COUNT,
		notes: asks ? 3 : 2,
		emails: asks ? 1 : 0,
		hasMoved: template.file.endsWith('received'),
		...(tagged && { tags: ['Willo completed'], fields: expect.objectContaining({}) }),
	});
	expect(cem).toEqual(ann);
	if (step !== 'Add Question Note') expect(reported()).toMatch(/not_today|No mail/);
	world.breakAt(undefined);
	world.pass(10 * MINUTE_MS);
	for (const _repeat of [1, 2]) {
		await engine.run(base.responseTrigger, world.responses(people, true));
	}
	const all = seen();
	// If the note about the question can't be written for long, she is asked again: better than never.
	if (step === 'Add Question Note') all[1].emails -= 1;
	expect(all).toEqual([ann, ann, ann]);
});

describe('move on', () => {
	const template = templateOf('move-on');

	async function asked(mode?: 'manual'): Promise<Ran[]> {
		await world.start(template);
		await world.invited(base.stageTrigger);
		await world.engine.run(base.responseTrigger, world.responses(world.people, false), mode);
		return world.engine.executions.filter(({ waiting }) => waiting);
	}

	test('asks about the application that the interview is for', async () => {
		await world.start(template);
		const [ann] = world.people;
		const { ashby, demo, engine } = world;
		// She is invited for another job, too, and responds for the first one.
		const other = ashby.addApplication({ candidateId: ann.candidateId, jobId: demo.jobs.lead });
		const entryId = ashby.move(other.id, demo.videoStages.lead).id;
		await world.invited(base.stageTrigger);
		ashby.addNote(ann.candidateId, `Invited: ${'0'.repeat(32)} (${entryId})`);
		await engine.run(base.responseTrigger, world.responses([ann], false));
		const said = 'Ann Able has responded to the Willo interview (Customer Support Specialist)';
		expect(engine.emails.map(({ subject }) => subject)).toEqual([said]);
	});

	test('a response note that somebody deletes is neither written nor asked about again', async () => {
		await asked();
		const { ashby, engine, people } = world;
		const before = seen();
		// As good as deleted: the sandbox keeps the row, and nothing recognizes it.
		for (const { candidateId, key } of people) {
			const notes = ashby.notesOf(candidateId);
			notes.find(({ content }) => content.includes(`response-${key}`))!.content = '';
		}
		for (const _try of [2, 3]) {
			world.pass(60 * MINUTE_MS);
			await engine.run(base.responseTrigger, world.responses(people, true));
		}
		expect(seen()).toEqual(before);
	});

	test('a decision in the email of a test run moves nobody, and no note is written', async () => {
		const [first] = await asked('manual');
		const { engine } = world;
		expect(engine.emails[0].subject).toMatch(/^Test run: /);
		const decided = await engine.decide(first, { Decision: 'Move On' });
		expect(decided.output('Move to the Next Stage')).toMatchObject([{ testRun: true }]);
		expect(seen()).toEqual(Array(3).fill({ ...COUNT, emails: 1 }));
	});
});

const checking = stepsAfter(/^Every Weekday Morning /);

test.each(checking)('$file: a morning with a fault in $step', async ({ template, step, file }) => {
	await world.start(template);
	const { ashby, engine, people } = world;
	const isReminder = file.endsWith('no-response');
	const key = '0123456789abcdef'.repeat(2);
	for (const { candidateId, entryId } of people) {
		// Nobody knows what a note without content is for.
		Object.assign(ashby.addNote(candidateId, 'x'), { content: null });
		if (isReminder) ashby.addNote(candidateId, `Invited: ${key} (${entryId})`);
	}
	if (!isReminder) ashby.addNote(people[2].candidateId, `No email: ${people[2].entryId}`);
	world.pass(8 * DAY_MS);
	const notes = seen()[0].notes;
	const isList = step === 'Get Applications in Stage';
	if (isList) ashby.fault = () => ({ kind: 'status', status: 401, body: 'Unauthorized' });
	else world.breakAt(step);
	const morning = async () => {
		await engine.run('Every Weekday Morning', [{ timestamp: 'today' }]);
		return engine.emails.splice(0).map(({ text }) => text);
	};
	const first = await morning();
	const isEmail = step.startsWith('Email');
	expect(first).toHaveLength(isEmail ? 0 : 1);
	if (isList) {
		expect(first[0]).toContain('The candidates in the stage could not be listed: ');
	} else if (!isEmail) {
		for (const { name } of people) expect(first[0]).toContain(name);
		if (/^Get/.test(step)) expect(first[0]).toMatch(/Bea Broken.*couldn't be checked: .*not_today/);
		if (!isReminder) expect(first[0]).toMatch(/Cem Clear.*couldn't be invited/);
	}
	const marked = people.map((person) => world.seen(person).notes - notes);
	if (isReminder) expect(marked).toEqual(isList || isEmail ? [0, 0, 0] : [1, 0, 1]);
	world.breakAt(undefined);
	const [second = ''] = await morning();
	expect(second).toContain('Bea Broken');
	expect(second.includes('Ann Able')).toBe(!isReminder || isList || isEmail);
	expect(second).not.toContain("couldn't be checked");
	if (isReminder) expect(await morning()).toEqual([]);
});

const LISTS = ['daily-check', 'no-response'];
test.each(LISTS)('%s: whoever has no entry is listed as not checked', async (name) => {
	await world.start(templateOf(name));
	const { ashby, engine, people } = world;
	for (const row of ashby.historyOf(people[1].applicationId)) {
		row.leftStageAt = row.enteredStageAt;
	}
	await engine.run('Every Weekday Morning', [{ timestamp: 'today' }]);
	const unchecked = /Bea Broken.*couldn't be checked: Ashby shows no entry/;
	expect(engine.emails.map(({ text }) => text)).toEqual([expect.stringMatching(unchecked)]);
});

test.each(['Ashby', 'Willo'])('daily check: the key of %s no longer works', async (vendor) => {
	await world.start(templateOf('daily-check'));
	const { ashby, engine, willo } = world;
	const down = vendor === 'Ashby' ? ashby : willo;
	down.fault = () => ({ kind: 'status', status: 401, body: '{"detail":"Invalid token."}' });
	const { error } = await engine.run('Every Morning', [{ timestamp: 'today' }]);
	expect(error).toBeUndefined();
	const said = `${vendor} does not accept this API key`;
	expect(engine.emails.filter(({ text }) => text.startsWith(said))).toHaveLength(1);
});

test('daily check: no email while all is well', async () => {
	await world.start(templateOf('daily-check'));
	const { ashby, credentials, engine, links, people } = world;
	const trigger = new AshbyStageTrigger();
	await new ClassicEngine(trigger, { parameters: { links }, credentials }).publish();
	for (const { candidateId, entryId } of people) {
		ashby.addNote(candidateId, `Invited: ${'0123456789abcdef'.repeat(2)} (${entryId})`);
	}
	world.pass(DAY_MS);
	for (const lane of ['Every Weekday Morning', 'Every Morning']) {
		const { error } = await engine.run(lane, [{ timestamp: 'today' }]);
		expect(error).toBeUndefined();
		expect(engine.emails).toEqual([]);
	}
});
