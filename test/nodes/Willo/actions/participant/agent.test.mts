/** The node as the tool of an AI agent: what it does again without knowing must not be sent again. */
import type { IDataObject, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { Willo } from '../../../../../nodes/Willo/Willo.node.ts';
import { executeContext } from '../../../../support/contexts.mts';
import { WilloSetUp } from '../../setUp.mts';

let setUp: WilloSetUp;

beforeEach(async () => {
	setUp = new WilloSetUp();
	await setUp.start();
});

afterEach(async () => {
	await setUp.stop();
});

/** n8n makes the tool of the node by adding to its name. */
function tool(): INodeType {
	const node = new Willo();
	node.description = { ...node.description, name: `${node.description.name}Tool` };
	return node;
}

async function call(node: INodeType, more: INodeParameters = {}): Promise<IDataObject> {
	const context = executeContext(node, setUp.options(setUp.invitation(more), { mode: 'webhook' }));
	const output = (await node.execute!.call(context)) as INodeExecutionData[][];
	return output[0][0].json;
}

const sent = () => setUp.willo.invitations.length;

test('an agent that calls again, in other letters, gets the earlier invitation', async () => {
	expect(await call(tool())).toMatchObject({ invited: true, alreadyInvited: false });
	const again = await call(tool(), { email: 'ADA@example.com' });
	expect(again).toMatchObject({ invited: true, alreadyInvited: true });
	expect(sent()).toBe(1);
});

test('calls at the same time run one after the other', async () => {
	const outputs = await Promise.all([call(tool()), call(tool()), call(tool())]);
	expect(outputs.map(({ alreadyInvited }) => alreadyInvited)).toEqual([false, true, true]);
	expect(sent()).toBe(1);
});

test('another person is still invited', async () => {
	await Promise.all([call(tool()), call(tool(), { name: 'Bea', email: 'bea@example.com' })]);
	expect(sent()).toBe(2);
});

test('the option allows the tool to invite again', async () => {
	const options = { ifAlreadyInvited: 'inviteAgain' };
	await call(tool(), { options });
	await call(tool(), { options });
	expect(sent()).toBe(2);
});

test('a workflow step invites again by default', async () => {
	await call(new Willo());
	await call(new Willo());
	expect(sent()).toBe(2);
});

test('the option shows the default of each', () => {
	const options = new Willo().description.properties.flatMap(({ options: list = [] }) => list);
	const shown = options.flatMap((each) =>
		each.name === 'ifAlreadyInvited' && 'default' in each
			? [[each.displayOptions?.show?.['@tool'], each.default]]
			: [],
	);
	expect(shown).toEqual([
		[[false], 'inviteAgain'],
		[[true], 'skip'],
	]);
});
