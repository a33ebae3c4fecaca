import type { Fact, Letter } from './facts.mts';
import { LETTERS } from './facts.mts';

const NOT_SHOWN = 'not shown by this account';
/** The observations match no reading, or more than one. */
const NEITHER = 'neither: look at this';

export interface Finding {
	result: string;
	/** Always our own sentence. It never contains anything from a vendor's answer. */
	how: string;
	reading?: Letter;
}

/** What a run has found out about each of these facts. */
export function findingsOn(facts: Fact[]) {
	const how = Object.fromEntries(facts.map(({ id, shownHow }) => [id, shownHow]));
	const found: Record<string, Finding> = {};
	const notSeen = (id: string) => `Not seen: ${how[id]}`;
	for (const { id, unlessAsked = notSeen(id) } of facts) {
		found[id] = { result: NOT_SHOWN, how: unlessAsked };
	}

	/**
	 * Settles the reading that fits, if it is the only one.
	 *
	 * @param fits whether A fits, so that B does otherwise, or whether each reading does
	 * @param seen what was seen, by default what docs/facts.md says
	 */
	function tell(id: string, fits: boolean | boolean[], seen = how[id]): void {
		const [isA, isB = !isA, ...more] = [fits].flat();
		const [reading, ...others] = LETTERS.filter((_letter, index) => [isA, isB, ...more][index]);
		const before = found[id];
		if (!reading || others.length > 0) found[id] = { result: NEITHER, how: seen };
		else if (before.reading && before.reading !== reading) {
			const both = `Both ${before.reading} and ${reading} were seen: ${before.how}; ${seen}`;
			found[id] = { result: NEITHER, how: both };
		} else if (before.result !== NEITHER) {
			found[id] = { result: `settled: reading ${reading}`, how: seen, reading };
		}
	}

	/** Only counts while there is no other observation. */
	function notShown(ids: string[], why?: string): void {
		for (const id of ids) {
			if (found[id].result === NOT_SHOWN) found[id].how = why ?? notSeen(id);
		}
	}

	return { found, tell, notShown };
}

/** For sentences about what was seen. */
export const yes = (is: boolean) => (is ? 'yes' : 'no');
