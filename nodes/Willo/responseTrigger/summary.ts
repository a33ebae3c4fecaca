/** What the health check can know of a poll's state: little, whatever the size of the state. */
import type { State } from './state';

export interface Summary {
	/** Participants who may still respond, or whose response is to be returned. */
	waiting: number;
	/** Responses that are returned again for some days, in case an execution failed. */
	repeats: number;
	/** The whole list of participants is still being read, over several polls. */
	isListing: boolean;
}

export function summaryOf({ waiting, found, repeats, round }: State): Summary {
	return {
		waiting: Object.keys(waiting).length + Object.keys(found).length,
		repeats: repeats.length,
		isListing: round !== undefined,
	};
}
