/** A node's resources and operations. Contains nothing specific to a vendor. */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { forEachItem } from './items';
import { isTestRun } from './testRun';

/** One execution of a node, shared by its items. */
export interface Run<Client> {
	context: IExecuteFunctions;
	/** Shared by all items, so that it can pace their requests. */
	client: Client;
	/** Sends one cheap request, and throws if the vendor is down or doesn't accept the key. */
	ask: () => Promise<unknown>;
}

/** The exports of an operation's file. Its key in the resource's table is its value in saved workflows. */
export interface Operation<R> {
	/** How it appears in the list 'Operation' and in the nodes panel. */
	option: { name: string; action: string; description: string };
	/** The operation's own parameters. */
	properties: INodeProperties[];
	/** Whether to process the other items after one fails: for writes, which can't be undone. */
	finishesAll?: boolean;
	/**
	 * Runs the operation for one item and returns the resulting items.
	 *
	 * @throws ApiFailure, or NodeOperationError if a parameter can't be used
	 */
	execute(run: R, itemIndex: number): Promise<IDataObject[]>;
}

export interface Resource<R> {
	/** The name in the list 'Resource'. */
	name: string;
	/** The default operation. */
	default: string;
	operations: Record<string, Operation<R>>;
}

export type Resources<R> = Record<string, Resource<R>>;

/** The fields 'Resource' and 'Operation', and the fields of each operation, shown only for it. */
export function propertiesOf<R>(resources: Resources<R>, byDefault: string): INodeProperties[] {
	const fields = Object.entries(resources).map(([resource, { operations, ...rest }]) => ({
		operation: operationField(resource, operations, rest.default),
		own: Object.entries(operations).flatMap(([operation, { properties }]) =>
			shownFor(resource, operation, properties),
		),
	}));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: Object.entries(resources).map(([value, { name }]) => ({ name, value })),
			default: byDefault,
		},
		...fields.map(({ operation }) => operation),
		...fields.flatMap(({ own }) => own),
	];
}

function operationField<R>(
	resource: string,
	operations: Record<string, Operation<R>>,
	byDefault: string,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: Object.entries(operations).map(([value, { option }]) => ({ ...option, value })),
		default: byDefault,
	};
}

function shownFor(
	resource: string,
	operation: string,
	properties: INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...property.displayOptions?.show, resource: [resource], operation: [operation] },
		},
	}));
}

/**
 * Runs, for each item, the operation that its parameters select.
 *
 * @throws NodeOperationError if the operation doesn't exist, and whatever `forEachItem` throws
 */
export async function runOperations<R extends Run<unknown>>(
	run: R,
	resources: Resources<R>,
): Promise<INodeExecutionData[][]> {
	const { context } = run;
	// Also for operations that only read, since the items that tell may be gone at a later step.
	isTestRun(context);
	const operationOf = (itemIndex: number): Operation<R> => {
		const resource = String(context.getNodeParameter('resource', itemIndex));
		const operation = String(context.getNodeParameter('operation', itemIndex));
		const found = resources[resource]?.operations[operation];
		if (found) return found;
		throw new NodeOperationError(
			context.getNode(),
			`The resource '${resource}' has no operation '${operation}'`,
			{ description: "Select 'Resource' and 'Operation' from their lists", itemIndex },
		);
	};
	return await forEachItem(context, {
		execute: async (itemIndex) => await operationOf(itemIndex).execute(run, itemIndex),
		finishesAll: (itemIndex) => operationOf(itemIndex).finishesAll ?? false,
		ask: run.ask,
	});
}
