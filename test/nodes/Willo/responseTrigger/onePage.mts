/** What tests of one poll of the Willo Response Trigger share: a Willo whose list is one page. */
import type { Client } from '../../../../nodes/Willo/responseTrigger/asking.ts';
import type { Settings } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import { poll } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import type { State } from '../../../../nodes/Willo/responseTrigger/state.ts';
import type { WilloObject } from '../../../../nodes/Willo/client/types.ts';

export const NOW = Date.parse('2026-03-02T09:00:00Z');
export const keyOf = (number: number) => number.toString(16).padStart(32, '0');

export const settings = (more: Partial<Settings> = {}): Settings => ({
	interviews: [],
	whenActivated: 'fromNowOn',
	watchForDays: 60,
	repeatForDays: 0,
	publishing: false,
	scheduled: true,
	timeLeftMs: () => Infinity,
	...more,
});

/** A Willo whose list is one page of these rows, in any shape. */
export function willo(
	rows: WilloObject[],
	whole: (key: string) => WilloObject = (key) => ({ key }),
) {
	const asked: string[] = [];
	const client = {
		page: async () => {
			asked.push('list');
			return { rows, serverTime: NOW };
		},
		get: async (resource: string, key: string) => {
			asked.push(`${resource} ${key}`);
			return whole(key);
		},
	};
	return { client: client as unknown as Client, asked };
}

export const received = (number: number) => ({ key: keyOf(number), stage: 'Received' });
const invited = (number: number) => ({ key: keyOf(number), completed_at: null });
export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The state after a first poll of people of whom none has responded. */
export async function begun(count: number, more: Partial<Settings> = {}): Promise<State> {
	return (await poll(undefined, settings(more), willo(numbers(count).map(invited)).client)).state;
}
