import type {
	IDataObject,
	IDisplayOptions,
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { hintAtTestRun, isTestRun } from '../../shared/items';

/** Shows a parameter for some operations of one resource. */
export function showFor(resource: string, ...operations: string[]): IDisplayOptions {
	return { show: { resource: [resource], operation: operations } };
}

/** 'Return All' and 'Limit' for an operation that lists. */
export function returnAllAndLimit(resource: string): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: showFor(resource, 'getAll'),
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: {
				show: { resource: [resource], operation: ['getAll'], returnAll: [false] },
			},
			description: 'Max number of results to return',
		},
	];
}

/** 'Write in Test Runs' for an operation that writes; see `writesNothing`. */
export function writeInTestRuns(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Write in Test Runs',
		name: 'writeInTestRuns',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		displayOptions,
		hint: 'Execute Workflow and Execute Step write nothing while this is off: they show what would be written',
		description: 'Whether Ashby is really changed when the workflow is run by hand in the editor',
	};
}

/** Whether only to show what would be written, because somebody tries the workflow out. Says so. */
export function writesNothing(context: IExecuteFunctions, itemIndex: number): boolean {
	if (!isTestRun(context)) return false;
	if (context.getNodeParameter('writeInTestRuns', itemIndex, false) === true) return false;
	if (itemIndex === 0) {
		hintAtTestRun(
			context,
			"Test run: nothing was written to Ashby. Turn on 'Write in Test Runs' in this node to write it",
		);
	}
	return true;
}

/** How many results the operation may return: `Infinity` with 'Return All'. */
export function limitOf(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex, false) === true) return Infinity;
	return context.getNodeParameter('limit', itemIndex, 50) as number;
}

/**
 * A required text or id, without blanks around it.
 *
 * @throws NodeOperationError when it is empty: an expression often is, and Ashby's answer would not
 *   name the field
 */
export function requiredText(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	label: string,
): string {
	const text = textIn(context.getNodeParameter(name, itemIndex, ''));
	if (text) return text;
	throw new NodeOperationError(context.getNode(), `'${label}' is empty [Item ${itemIndex}]`, {
		itemIndex,
		description: 'Fill it in. If it holds an expression, look at what it gives for this item',
	});
}

/** The text of a plain parameter or of a resource locator, without blanks around it. */
export function textIn(parameter: unknown): string {
	const value =
		typeof parameter === 'object' && parameter !== null
			? (parameter as INodeParameterResourceLocator).value
			: parameter;
	return value === undefined || value === null ? '' : String(value).trim();
}

/**
 * The moment a date parameter stands for; without an offset it is in the workflow's time zone.
 *
 * @throws NodeOperationError when it is no date
 */
export function momentIn(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	value: unknown,
): DateTime {
	const moment = DateTime.fromISO(textIn(value).replace(' ', 'T'), { zone: context.getTimezone() });
	if (moment.isValid) return moment;
	throw new NodeOperationError(context.getNode(), `'${label}' is not a date [Item ${itemIndex}]`, {
		itemIndex,
		description: 'Give a date and time such as 2026-01-31T09:00:00Z',
	});
}

/** Ashby's objects as n8n's items: both are plain JSON. */
export function asItems(rows: object[]): IDataObject[] {
	return rows as IDataObject[];
}
