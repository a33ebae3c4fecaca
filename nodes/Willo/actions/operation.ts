import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { WilloClient } from '../client/client';

/** One execution of the node, shared by its items. */
export interface Run {
	context: IExecuteFunctions;
	client: WilloClient;
	/** The interview behind each invite link that was looked up. */
	linkedInterviews: Map<string, string>;
}

/** What an operation's file exports. */
export interface Operation {
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

/**
 * A date parameter in ms since the epoch, undefined when it is empty. n8n's picker gives ISO 8601
 * without an offset, meant in the workflow's time zone; expressions give any ISO 8601, a luxon
 * `DateTime` or a `Date`.
 *
 * @throws NodeOperationError when it is no date
 */
export function momentParameter(
	{ context }: Run,
	name: string,
	label: string,
	itemIndex: number,
): number | undefined {
	const given: unknown = context.getNodeParameter(name, itemIndex, '') ?? '';
	// A `DateTime` writes itself as ISO 8601.
	const text = String(given).trim();
	if (text === '') return undefined;
	const moment =
		given instanceof Date
			? DateTime.fromJSDate(given)
			: DateTime.fromISO(text.replace(' ', 'T'), { zone: context.getTimezone() });
	// Without a day, luxon takes "12" for noon of today.
	const hasDay = given instanceof Date || /^\d{4}-\d{2}-\d{2}/.test(text);
	if (moment.isValid && hasDay) return moment.toMillis();
	throw new NodeOperationError(
		context.getNode(),
		`The option '${label}' is not a date and time: ${text}`,
		{ itemIndex, description: 'Write it like 2026-03-02T09:02:00Z' },
	);
}
