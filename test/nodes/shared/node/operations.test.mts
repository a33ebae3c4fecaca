import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import type { Resources, Run } from '../../../../nodes/shared/node/operations.ts';
import { propertiesOf, runOperations } from '../../../../nodes/shared/node/operations.ts';
import { Willo } from '../../../../nodes/Willo/Willo.node.ts';
import { rejection } from '../../../support/rejection.mts';

const option = { name: 'Greet', action: 'Greet a person', description: 'Say hello' };
const who = { displayName: 'Who', name: 'who', type: 'string' as const, default: '' };
const loud = { ...who, name: 'loud', displayOptions: { show: { who: ['Ada'] } } };

const resources: Resources<Run<string>> = {
	person: {
		name: 'Person',
		default: 'greet',
		operations: {
			greet: {
				option,
				properties: [who, loud],
				execute: async ({ client, context }, itemIndex) => [
					{ said: `${client} ${String(context.getNodeParameter('who', itemIndex))}` },
				],
			},
		},
	},
};

test('every operation is listed under its resource, and its fields are only shown for it', () => {
	const [resource, operation, ...fields] = propertiesOf(resources, 'person');
	expect(resource).toMatchObject({
		name: 'resource',
		options: [{ name: 'Person', value: 'person' }],
		default: 'person',
	});
	expect(operation).toMatchObject({
		name: 'operation',
		displayOptions: { show: { resource: ['person'] } },
		options: [{ ...option, value: 'greet' }],
		default: 'greet',
	});
	const own = { resource: ['person'], operation: ['greet'] };
	expect(fields.map(({ name, displayOptions }) => [name, displayOptions?.show])).toEqual([
		['who', own],
		['loud', { ...own, who: ['Ada'] }],
	]);
});

/** A context of a node with just these parameters and one item. */
const run = async (parameters: INodeParameters) => {
	const context = {
		getNode: () => ({ name: 'Node' }),
		getInputData: () => [{ json: {} }],
		getContext: () => ({}),
		getMode: () => 'trigger',
		getNodeParameter: (name: string) => parameters[name],
		continueOnFail: () => false,
	} as unknown as IExecuteFunctions;
	return await runOperations({ context, client: 'Hello', ask: async () => {} }, resources);
};

test('an item is processed by the operation in its parameters', async () => {
	const [items] = await run({ resource: 'person', operation: 'greet', who: 'Ada' });
	expect(items).toEqual([{ json: { said: 'Hello Ada' }, pairedItem: { item: 0 } }]);
});

test.each([
	{ resource: 'person', operation: 'leave' },
	{ resource: 'robot', operation: 'greet' },
])('an unknown operation is named: $operation of $resource', async (parameters) => {
	const error = await rejection(run(parameters));
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(error.message).toContain(`'${parameters.operation}'`);
	expect(error.description).toContain("'Operation'");
});

test.each<INodeType>([new Ashby(), new Willo()])(
	'$description.name lists the default operation of each resource',
	(node) => {
		const operations = node.description.properties.filter(({ name }) => name === 'operation');
		expect(operations.length).toBeGreaterThan(1);
		for (const { options, default: byDefault } of operations) {
			expect(options).toContainEqual(expect.objectContaining({ value: byDefault }));
		}
	},
);
