/** What the model (`test/model`) doesn't try where several triggers and polls find the same entry. */
import type { IDataObject } from 'n8n-workflow';
import type { ContextOptions } from '../../support/nodeWorkflow.mts';
import { MINUTE } from '../../support/twoJobs.mts';
import { enter, org, pollerOf, useTwoJobs } from './stageTrigger/setUp.mts';

const pass = useTwoJobs();

/** A trigger after its first poll, which returned nothing. A minute has passed since then. */
async function published(more?: ContextOptions) {
	const trigger = pollerOf(org, more);
	expect(await trigger.poll()).toEqual([]);
	pass(org);
	return trigger;
}

const FIRST = { nodeName: 'First', otherNodes: ['Second'] };
const SECOND = { nodeName: 'Second', otherNodes: ['First'] };

test('two triggers on one stage that poll at once return an entry once', async () => {
	const first = await published({ ...FIRST, nodeId: 'a' });
	const second = await published({ ...SECOND, nodeId: 'b' });
	const { entry: id } = enter(org, 'Ada');
	const polls = await Promise.all([second.poll(), first.poll()]);
	expect([...polls, await second.poll(), await first.poll()].flat()).toMatchObject([{ id }]);
});

test('two triggers with one node ID, as n8n copied them, both work', async () => {
	const onsite = org.parameters({}, [org.link(org.job, 'Onsite')]);
	const workflow = { staticDataOfWorkflow: {} };
	const first = await published({ ...workflow, ...FIRST });
	const second = await published({ ...workflow, ...SECOND, parameters: onsite });
	const ids = [enter(org, 'Ada').entry, enter(org, 'Bea', 'Onsite').entry];
	pass(org);
	const polls = await Promise.all([first.poll(), second.poll()]);
	expect(polls.flat().map(({ id }) => id)).toEqual(ids);
});

test('a test event changes nothing, and Invite looks for an earlier invitation first', async () => {
	const trigger = await published();
	const { entry: id } = enter(org, 'Ada');
	enter(org, 'Bea', 'Onsite');
	const staticData: IDataObject = {};
	const editor = { mode: 'manual', activation: 'manual', nodeName: 'In the editor' } as const;
	const { context, poll } = pollerOf(org, { ...editor, staticData });
	expect(await poll()).toMatchObject([{ id, attempt: { isRepeat: true, until: null } }]);
	expect([staticData, context.getWorkflowStaticData('global')]).toEqual([{}, {}]);
	expect(await trigger.poll()).toMatchObject([{ id, attempt: { isRepeat: false } }]);
});

test('a problem is logged if n8n can’t show it, and the poll goes on', async () => {
	const parameters = org.parameters({}, [org.link(), org.link(org.otherJob)]);
	const { context, poll } = await published({ parameters });
	const logged = jest.spyOn(context.logger, 'error');
	org.ashby.deleteJob(org.otherJob.id);
	pass(org, 25 * 60 * MINUTE);
	const { entry: id } = enter(org, 'Ada');
	expect(await poll()).toMatchObject([{ id }]);
	expect(logged.mock.calls).toEqual([[expect.stringContaining('no longer exists in Ashby')]]);
});

test('neither an imported copy of the workflow nor a second trigger on the stage continues the first one', async () => {
	const staticDataOfWorkflow: { global?: IDataObject } = {};
	const first = await published({ nodeName: 'First', nodeId: 'a', staticDataOfWorkflow });
	enter(org, 'Ada');
	pass(org);
	const global = structuredClone({ ...staticDataOfWorkflow.global });
	expect(Object.keys(global)).not.toEqual([]);
	const imported = { nodeName: 'Renamed', nodeId: 'a', workflowId: 'imported' };
	await published({ ...imported, staticDataOfWorkflow: { global } });
	const second = pollerOf(org, { ...SECOND, nodeId: 'b', staticDataOfWorkflow });
	expect(await second.poll()).toEqual([]);
	expect(await first.poll()).toHaveLength(1);
});
