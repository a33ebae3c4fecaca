/**
 * Since when something is watched, and what publishing does to that: plain functions over plain data, for both polling
 * triggers.
 */
import type { Place } from './bookmark';
import { isNumber, recordOf, shape } from '../shape';

/** Which of those who are already there count when the workflow is published. */
export type WhenActivated = 'fromNowOn' | 'catchUp' | 'includeExisting';

/** Times are in ms since the epoch by the vendor's clock. */
export interface Watch {
	/** What began before isn't new; 0 makes everything new. */
	since: number;
	/**
	 * Everyone who was there at that time is known. Anyone else has come since then, regardless of the dates, which can be
	 * edited.
	 */
	isComplete?: true;
	/** It continues another node's watch, whose entries may have been returned before. */
	isContinued?: true;
}

/** By the key of what is watched, such as an interview. */
export type Watches = Record<string, Watch>;

/** Whether stored watches can be used. */
export const areWatches = recordOf(shape({ since: isNumber }));

export interface Activation {
	/** A person has just published the workflow, as opposed to a restart or a change while it runs. */
	publishing: boolean;
	/** A renamed trigger goes on, as if nothing had happened. */
	goesOn?: boolean;
	whenActivated: WhenActivated;
	/** Now, by the vendor's clock. */
	now: number;
}

export interface Activated {
	watches: Watches;
	/** Whether everyone must be listed, to get to know those who are there, or to forget those who no longer count. */
	listingNeeded: boolean;
	/** Whether a person has published or changed the workflow. */
	changed: boolean;
}

/** The watches over these keys from now on. Those that are no longer wanted end. */
export function activate(
	before: Watches,
	keys: string[],
	{ publishing, goesOn = false, whenActivated, now }: Activation,
): Activated {
	const includes = whenActivated === 'includeExisting';
	const publishes = publishing && !goesOn;
	const restarts = publishes && whenActivated !== 'catchUp';
	const watches: Watches = {};
	for (const key of keys) {
		watches[key] = (!restarts && before[key]) || { since: includes ? 0 : now };
	}
	const added = keys.some((key) => !(key in before));
	const removed = Object.keys(before).some((key) => !(key in watches));
	return {
		watches,
		listingNeeded: added || removed || (restarts && includes),
		changed: publishes || added || removed,
	};
}

/** Watches that continue those of another trigger, as far as it watched the same. */
export function continued(keys: string[], place: Place): Watches {
	const shared = keys.filter((key) => key in place);
	return Object.fromEntries(shared.map((key) => [key, { since: place[key], isContinued: true }]));
}

/**
 * Where another trigger would continue: where everything has been read and nothing is open, but never before the watch.
 *
 * @param openSince when what is open began
 */
export function placeOver(watches: Watches, readUntil: number, openSince: number[]): Place {
	const from = Math.min(readUntil, ...openSince);
	const places = Object.entries(watches).map(([key, { since, isComplete }]) => [
		key,
		isComplete ? Math.max(since, from) : since,
	]);
	return Object.fromEntries(places) as Place;
}

/** Records that everyone who is there is known. */
export function complete(watches: Watches): void {
	for (const watch of Object.values(watches)) watch.isComplete = true;
}
