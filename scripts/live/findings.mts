/** What a run has found out about each fact. */
import type { Fact, Letter, ShownBy } from './facts.mts';
import { FACTS, LETTERS } from './facts.mts';

export type Finding =
	| { kind: 'settled'; reading: Letter; how: string }
	/** The observations match no reading, or more than one. */
	| { kind: 'neither'; how: string }
	| { kind: 'not shown'; how: string };

const WITHOUT_STEP: Record<ShownBy, string> = {
	reading: 'The command did not get to it',
	watching: 'The command did not get to it',
	writing: 'Only --write shows it',
	delivery: 'Only --write with --webhook-url shows it',
	use: 'The command has no step for it',
};

/** `how` is always our own sentence. It never contains anything from a vendor's answer. */
export class Findings {
	private readonly found = new Map<string, Finding>();

	settle(id: string, reading: Letter, how: string): void {
		const before = this.found.get(id);
		if (before?.kind === 'settled' && before.reading !== reading) {
			this.neither(id, `Both ${before.reading} and ${reading} were seen: ${before.how}; ${how}`);
		} else if (before?.kind !== 'neither') this.set(id, { kind: 'settled', reading, how });
	}

	/** Settles the reading that fits, if it is the only one. */
	tell(id: string, how: string, fits: Partial<Record<Letter, boolean>>): void {
		const [reading, ...others] = LETTERS.filter((letter) => fits[letter]);
		if (reading && others.length === 0) this.settle(id, reading, how);
		else this.neither(id, how);
	}

	neither(id: string, how: string): void {
		this.set(id, { kind: 'neither', how });
	}

	/** Only counts while there is no other observation. */
	notShown(ids: string[], how: string): void {
		for (const id of ids) {
			if ((this.found.get(id)?.kind ?? 'not shown') === 'not shown') {
				this.set(id, { kind: 'not shown', how });
			}
		}
	}

	of({ id, shownBy }: Fact): Finding {
		return this.found.get(id) ?? { kind: 'not shown', how: WITHOUT_STEP[shownBy] };
	}

	has(id: string): boolean {
		return this.found.has(id);
	}

	private set(id: string, finding: Finding): void {
		if (!FACTS.some((fact) => fact.id === id)) throw new Error(`There is no fact ${id}`);
		this.found.set(id, finding);
	}
}

/** `settled: reading A` and the like. */
export function inWords(finding: Finding): string {
	if (finding.kind === 'settled') return `settled: reading ${finding.reading}`;
	return finding.kind === 'neither' ? 'neither: look at this' : 'not shown by this account';
}
