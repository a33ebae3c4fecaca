/** Parameters that both vendors share, and functions to read them. Contains nothing specific to a vendor. */
import type {
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
	INodePropertyMode,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { titleInChoice } from './editor';
import { needingAttention } from '../api/failure';

type HasContext = { context: IExecuteFunctions };

/** The beginning of a parameter in which people add options. */
export const optionsField = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
} as const satisfies INodeProperties;

/** The beginning of a parameter in which people add filters. */
export const filtersField = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
} as const satisfies INodeProperties;

// Apart, because n8n's lint takes an object with a display name and a type for a parameter.
const LIST = { name: 'list', type: 'list' } as const;
const ID = { name: 'id', type: 'string' } as const;
const NAME = { name: 'name', type: 'string' } as const;

/**
 * The mode of a resource locator in which people select from a list.
 *
 * @param searchListMethod the method of the node that returns the list
 */
export function fromList(searchListMethod: string, placeholder: string): INodePropertyMode {
	const typeOptions = { searchListMethod, searchable: true };
	return { ...LIST, displayName: 'From List', placeholder, typeOptions };
}

/** The mode of a resource locator in which people enter an ID. */
export function byId(placeholder: string): INodePropertyMode {
	return { ...ID, displayName: 'By ID', placeholder };
}

/** The mode of a resource locator in which people enter a name. */
export function byName(placeholder: string, hint = 'Not case-sensitive'): INodePropertyMode {
	return { ...NAME, displayName: 'By Name', placeholder, hint };
}

/** The option of an operation that gets one thing. */
export function continueIfNotFound(description: string): INodeProperties {
	const option = { displayName: 'Continue If Not Found', name: 'continueIfNotFound' };
	return { ...option, type: 'boolean', default: false, description };
}

/** 'Return All' and 'Limit', for an operation that lists. */
export const returnAllAndLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** The limit for an item, `Infinity` with 'Return All'. */
export function limitParameter({ context }: HasContext, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex, false) === true) return Infinity;
	return context.getNodeParameter('limit', itemIndex, 50) as number;
}

/** A text, or the value of a resource locator, trimmed; '' if there is none. */
export function textOf(parameter: unknown): string {
	const value =
		typeof parameter === 'object' && parameter !== null && 'value' in parameter
			? (parameter as INodeParameterResourceLocator).value
			: parameter;
	return value === undefined || value === null ? '' : String(value).trim();
}

/** The title of what was picked from a resource locator's list, which n8n keeps; undefined in other modes. */
export function titlePicked(parameter: unknown): string | undefined {
	const { mode, cachedResultName } = Object(parameter) as Partial<INodeParameterResourceLocator>;
	return mode === 'list' ? titleInChoice((cachedResultName ?? '').trim()) || undefined : undefined;
}

/** The text of a parameter of this item. */
export function textParameter({ context }: HasContext, name: string, itemIndex: number): string {
	return textOf(context.getNodeParameter(name, itemIndex, ''));
}

/**
 * The text of a required parameter.
 *
 * @throws NodeOperationError if it is empty, as expressions often are, since the vendor wouldn't name the field: the
 *   failure of the step before if there is one
 */
export function requiredText(
	run: HasContext,
	{ name, displayName }: Pick<INodeProperties, 'name' | 'displayName'>,
	itemIndex: number,
): string {
	const text = textParameter(run, name, itemIndex);
	if (text) return text;
	const advice = 'Fill it in. If it contains an expression, check what it returns for this item';
	throw (
		failureBefore(run, itemIndex) ?? itemError(run, itemIndex, `'${displayName}' is empty`, advice)
	);
}

/** The error for an item with which the operation can't go on. */
export function itemError(
	{ context }: HasContext,
	itemIndex: number,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, { itemIndex, description });
}

/** The failure of the step before, which continues on error: then it has nothing for this step to work with. */
export function failureBefore(run: HasContext, itemIndex: number): NodeOperationError | undefined {
	const { json, error } = run.context.getInputData()[itemIndex];
	const message = messageIn(json.error) || messageIn(error);
	if (!message) return undefined;
	const advice = textOf(json.advice) || 'The previous step failed, so this one did nothing';
	const failure = itemError(run, itemIndex, message, advice);
	return error?.context?.needsAttention === true ? needingAttention(failure) : failure;
}

function messageIn(error: unknown): string {
	if (typeof error === 'string') return error.trim();
	const message = (error as { message?: unknown } | null | undefined)?.message;
	return typeof message === 'string' ? message.trim() : '';
}

/** Parses a date and time such as `2026-01-31 09:00`, in the time zone unless it has an offset. */
export function dateTimeOf(value: unknown, zone: string): DateTime | undefined {
	const text = textOf(value).replace(' ', 'T');
	// Luxon would parse "12" as noon today.
	if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
	const moment = DateTime.fromISO(text, { zone });
	return moment.isValid ? moment : undefined;
}

/**
 * The time in a date field. Without an offset it is in the workflow's time zone.
 *
 * @throws NodeOperationError if it isn't a date
 */
export function momentOf(
	run: HasContext,
	displayName: string,
	value: unknown,
	itemIndex: number,
): DateTime {
	const moment = dateTimeOf(value, run.context.getTimezone());
	if (moment) return moment;
	const advice = 'Enter a date and time such as 2026-01-31T09:00:00Z';
	throw itemError(run, itemIndex, `'${displayName}' is not a date`, advice);
}

/** The parsed value of a JSON text, undefined if it isn't JSON. */
export function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
