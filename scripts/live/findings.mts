import type { Fact, Letter } from './facts.mts';
import { LETTERS, UNLESS_SHOWN } from './facts.mts';

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
	const found: Record<string, Finding> = Object.fromEntries(
		facts.map(({ id, shownBy }) => [id, { result: NOT_SHOWN, how: UNLESS_SHOWN[shownBy] }]),
	);

	/** Settles the reading that fits, if it is the only one. B fits if A doesn't, unless said otherwise. */
	function tell(id: string, how: string, isA: boolean, isB = !isA, isC = false, isD = false) {
		const fits = [isA, isB, isC, isD];
		const [reading, ...others] = LETTERS.filter((_letter, index) => fits[index]);
		const before = found[id];
		if (!reading || others.length > 0) found[id] = { result: NEITHER, how };
		else if (before.reading && before.reading !== reading) {
			const both = `Both ${before.reading} and ${reading} were seen: ${before.how}; ${how}`;
			found[id] = { result: NEITHER, how: both };
		} else if (before.result !== NEITHER) {
			found[id] = { result: `settled: reading ${reading}`, how, reading };
		}
	}

	/** Only counts while there is no other observation. */
	function notShown(how: string, ids: string[]) {
		for (const id of ids) {
			if (found[id].result === NOT_SHOWN) found[id] = { result: NOT_SHOWN, how };
		}
	}

	return { found, tell, notShown };
}

/** For sentences about what was seen. */
export const yes = (is: boolean) => (is ? 'yes' : 'no');
