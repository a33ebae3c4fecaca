/** What the model (`test/model`) doesn't try where several triggers and polls find the same entry. */
import type { IDataObject } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { pollContext } from '../../support/contexts.mts';
import type { ContextOptions } from '../../support/nodeWorkflow.mts';
import { MINUTE } from '../../support/twoJobs.mts';
import { engineFor, onlyDatePasses, POLLERS, setUpTwoJobs } from './stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

const run = async (context: ReturnType<typeof pollContext>) =>
	((await new AshbyStageTrigger().poll.call(context))?.[0] ?? []).map(({ json }) => json);

/** A trigger of the workflow, published. Returns its polls. */
async function published(org: Awaited<ReturnType<typeof twoJobs>>, more: ContextOptions = {}) {
	const context = pollContext(new AshbyStageTrigger(), {
		parameters: org.parameters(),
		credentials: org.credentials(),
		...more,
	});
	const first = await run(context);
	return { first, poll: async () => await run(context) };
}

test('two triggers on one stage that poll at once return an entry once', async () => {
	const org = await twoJobs();
	const first = await published(org, { nodeName: 'First', nodeId: 'a' });
	const second = await published(org, { nodeName: 'Second', nodeId: 'b' });
	pass(org);
	const id = org.move(org.apply('Ada'), 'Video Interview');
	const polls = await Promise.all([second.poll(), first.poll()]);
	expect([...polls, await second.poll(), await first.poll()].flat()).toMatchObject([{ id }]);
});

test('two triggers with one node ID, as n8n copied them, both work', async () => {
	const org = await twoJobs();
	const onsite = org.parameters({}, [org.link(org.job, 'Onsite')]);
	const first = await published(org, { nodeName: 'First' });
	const second = await published(org, { nodeName: 'Second', parameters: onsite });
	pass(org);
	const ids = [org.move(org.apply('Ada'), 'Video Interview'), org.move(org.apply('Bea'), 'Onsite')];
	const polls = await Promise.all([first.poll(), second.poll()]);
	expect(polls.flat().map(({ id }) => id)).toEqual(ids);
});

test('a test event changes nothing, and Invite looks for an earlier invitation first', async () => {
	const org = await twoJobs();
	const trigger = await published(org);
	pass(org);
	const entry = org.move(org.apply('Ada'), 'Video Interview');
	const staticData: IDataObject = {};
	const test = pollContext(new AshbyStageTrigger(), {
		parameters: org.parameters(),
		credentials: org.credentials(),
		mode: 'manual',
		activation: 'manual',
		nodeName: 'Tried in the editor',
		staticData,
	});
	expect(await run(test)).toMatchObject([{ id: entry, attempt: { isRepeat: true, until: null } }]);
	expect(staticData).toEqual({});
	expect(await trigger.poll()).toMatchObject([{ id: entry, attempt: { isRepeat: false } }]);
});

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
	test('a deleted job and a candidate who was given up are both reported, each once a day', async () => {
		const org = await twoJobs();
		const rows = [org.link(), org.link(org.otherJob)];
		const parameters = org.parameters({ options: { repeatUntilNoted: true } }, rows);
		const engine = engineFor(org, parameters, Kind);
		await engine.publish();
		pass(org);
		org.move(org.apply('Ada'), 'Video Interview');
		for (let hours = 0; hours < 8 * 24; hours += 6) {
			await engine.tick();
			pass(org, 6 * 60 * MINUTE);
		}
		org.ashby.deleteJob(org.otherJob.id);
		const before = engine.errors.length;
		for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 60) {
			await engine.tick();
			pass(org, 60 * MINUTE);
		}
		expect(engine.errors.slice(0, before)).toEqual(['Given up after a week: Ada']);
		const later = engine.errors.slice(before);
		expect(later).toHaveLength(3);
		for (const message of later) expect(message).toContain('no longer exists in Ashby');
	});

	test('an application that Ashby can’t return fails no poll, is reported once by name, and holds up nothing', async () => {
		const org = await twoJobs();
		const engine = engineFor(org, org.parameters(), Kind);
		await engine.publish();
		pass(org);
		const ada = org.apply('Ada');
		org.move(ada, 'Video Interview');
		const entry = org.move(org.apply('Bea'), 'Video Interview');
		org.ashby.fault = ({ path, body }) =>
			path === '/application.info' && body?.applicationId === ada.id
				? { kind: 'code', code: 'read_only' }
				: undefined;
		for (let hours = 0; hours < 3 * 24; hours++) {
			await engine.tick();
			pass(org, 60 * MINUTE);
		}
		expect(engine.executions).toMatchObject([{ id: entry }]);
		expect(engine.errors).toEqual([
			expect.stringContaining("Ashby couldn't return the application of Ada"),
		]);
		const { readUntil } = engine.state.state as unknown as { readUntil: number };
		expect(org.time.getTime() - readUntil).toBeLessThan(3 * 60 * MINUTE);
		org.ashby.fault = undefined;
		for (let hours = 0; hours < 4; hours++) {
			await engine.tick();
			pass(org, 60 * MINUTE);
		}
		expect(engine.executions).toHaveLength(2);
	});
});

test('a problem is logged if n8n can’t show it, and the poll goes on', async () => {
	const org = await twoJobs();
	const parameters = org.parameters({}, [org.link(), org.link(org.otherJob)]);
	const context = pollContext(new AshbyStageTrigger(), {
		parameters,
		credentials: org.credentials(),
	});
	const logged = jest.spyOn(context.logger, 'error');
	await run(context);
	org.ashby.deleteJob(org.otherJob.id);
	pass(org, 25 * 60 * MINUTE);
	const entry = org.move(org.apply('Ada'), 'Video Interview');
	expect(await run(context)).toMatchObject([{ id: entry }]);
	expect(logged.mock.calls).toEqual([[expect.stringContaining('no longer exists in Ashby')]]);
});

test('an imported copy of the workflow doesn’t continue the original', async () => {
	const org = await twoJobs();
	const staticDataOfWorkflow: { global?: IDataObject } = {};
	await published(org, { nodeName: 'First', nodeId: 'a', staticDataOfWorkflow });
	pass(org);
	org.move(org.apply('Ada'), 'Video Interview');
	pass(org);
	const { global } = JSON.parse(JSON.stringify(staticDataOfWorkflow)) as { global: IDataObject };
	expect(Object.keys(global)).not.toEqual([]);
	const copy = { nodeName: 'Renamed', nodeId: 'a', workflowId: 'imported' };
	const { first } = await published(org, { ...copy, staticDataOfWorkflow: { global } });
	expect(first).toEqual([]);
});

test('a second trigger on the same stage doesn’t continue the first one', async () => {
	const org = await twoJobs();
	const staticDataOfWorkflow: IDataObject = {};
	const first = await published(org, { nodeName: 'First', nodeId: 'a', staticDataOfWorkflow });
	pass(org);
	org.move(org.apply('Ada'), 'Video Interview');
	const context = pollContext(new AshbyStageTrigger(), {
		parameters: org.parameters(),
		credentials: org.credentials(),
		nodeName: 'Second',
		nodeId: 'b',
		staticDataOfWorkflow,
	});
	const { workflow } = context as unknown as { workflow: { nodes: Record<string, unknown> } };
	workflow.nodes.First = {};
	pass(org);
	expect(await run(context)).toEqual([]);
	expect(await first.poll()).toHaveLength(1);
});
