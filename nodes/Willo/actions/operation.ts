import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Finishing } from '../../shared/items';
import type { WilloClient } from '../client/client';

/** One execution of the node, shared by its items. */
export interface Run {
	context: IExecuteFunctions;
	client: WilloClient;
	/** The interview behind each invite link that was looked up. */
	linkedInterviews: Map<string, string>;
}

/** What an operation's file exports. */
export interface Operation extends Partial<Finishing> {
	description: INodeProperties[];
	/** Carries the operation out for one item; returns the items that come of it. */
	execute(run: Run, itemIndex: number): Promise<IDataObject[]>;
}

/** The properties, shown for one operation of one resource only. */
export function shownFor(
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

/** A text parameter without blanks around it; an expression without a value counts as empty. */
export function textParameter({ context }: Run, name: string, itemIndex: number): string {
	return String(context.getNodeParameter(name, itemIndex, '') ?? '').trim();
}

/** What a JSON text holds, undefined when it is none. */
export function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
