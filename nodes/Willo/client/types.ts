import type { IDataObject } from 'n8n-workflow';

/**
 * Willo doesn't document its responses, so nothing here is certain except the envelope of a list and an object's `key`.
 * Every field is optional, and `participant.ts` reads them carefully.
 */
export type WilloObject = IDataObject & { key?: string };

/** One page of a list. Django REST Framework's envelope, or a bare array with no next page. */
export interface Page<T> {
	rows: T[];
	/** Absolute URL of the next page, checked to be on the credential's own host. */
	next?: string;
	/** Milliseconds since the epoch by Willo's clock, undefined when no `Date` header came. */
	serverTime?: number;
}

/** A webhook as Willo stores it (its fields were seen on the live API). */
export interface Webhook extends WilloObject {
	url?: string;
	event?: string;
	interviews?: string[];
	follow_all_interviews?: boolean;
	/** Undocumented values. */
	status?: string;
}

export const WILLO_APP_URL = 'https://app.willotalent.com';

const KEY = /^[0-9a-f]{32}$/i;

/** Whether a value looks like one of Willo's keys: 32 hexadecimal digits. */
export function isKey(value: unknown): value is string {
	return typeof value === 'string' && KEY.test(value);
}
