/**
 * Which stays n8n may have lost after the trigger handed them over: plain functions over plain data.
 *
 * n8n ends an execution that was under way when it died, and in its classic way to poll it may have
 * died between storing the trigger's state and creating the execution. Only a later process can know,
 * and only from Ashby: whoever deals with an entry writes its id into a note of the candidate.
 */
import type { Memory } from './stays';

/** One stay that was handed over, by its id. */
export interface HandedOver {
	applicationId: string;
	/** In ms since the epoch, by Ashby's clock. */
	at: number;
	/** How often, so far. */
	delivery: number;
	/** The process of n8n to which it was handed over. */
	process: string;
}

/** By the id of the stay. */
export type HandedOvers = Record<string, HandedOver>;

/** An execution that makes n8n die would do so at each repetition. */
export const MOST_DELIVERIES = 5;

/** No execution that is worth repeating lasts longer. */
const LONGEST_EXECUTION_MS = 24 * 60 * 60_000;

/** Whether the application stood in the stay when it was last looked at. */
function standsIn(id: string, entry: HandedOver, { stays }: Pick<Memory, 'stays'>): boolean {
	return stays[entry.applicationId] === id;
}

/**
 * The stays that were handed over to another process than this one, the earliest first. Those that
 * are not to be repeated are left out: whose application is known to have left the stage (unless
 * `includeWhoLeft`), or that have been handed over often enough.
 */
export function handedOverBefore(
	handedOver: HandedOvers,
	memory: Pick<Memory, 'stays'>,
	process: string,
	includeWhoLeft: boolean,
): string[] {
	return Object.entries(handedOver)
		.filter(([, entry]) => entry.process !== process && entry.delivery < MOST_DELIVERIES)
		.filter(([id, entry]) => includeWhoLeft || standsIn(id, entry, memory))
		.sort(([, a], [, b]) => a.at - b.at)
		.map(([id]) => id);
}

/**
 * Forgets what need not be repeated any more: what this process took over so long ago that its
 * execution has ended, and what `handedOverBefore` leaves out for good. So it holds no more than the
 * applications that now stand in a linked stage, and with `includeWhoLeft` those of the last day.
 */
export function forgetSettled(
	handedOver: HandedOvers,
	memory: Pick<Memory, 'stays'>,
	now: number,
	process: string,
	includeWhoLeft: boolean,
): HandedOvers {
	const kept = Object.entries(handedOver).filter(([id, entry]) => {
		if (!includeWhoLeft && !standsIn(id, entry, memory)) return false;
		if (entry.process !== process) return entry.delivery < MOST_DELIVERIES;
		return entry.at > now - LONGEST_EXECUTION_MS;
	});
	return Object.fromEntries(kept);
}
