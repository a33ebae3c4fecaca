/** Checks JSON that another version may have stored or a person may have edited. */

import type { IDataObject } from 'n8n-workflow';

export type Check = (value: unknown) => boolean;

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isText: Check = (value) => typeof value === 'string';

export const isNumber: Check = (value) => typeof value === 'number';

export function maybe(check: Check): Check {
	return (value) => value === undefined || check(value);
}

export function listOf(check: Check): Check {
	return (value) => Array.isArray(value) && value.every(check);
}

export function recordOf(check: Check): Check {
	return (value) => isObject(value) && Object.values(value).every(check);
}

/** An object in which each of these keys passes its check. Other keys are allowed. */
export function shape(checks: Record<string, Check>): Check {
	return (value) =>
		isObject(value) && Object.entries(checks).every(([key, check]) => check(value[key]));
}
