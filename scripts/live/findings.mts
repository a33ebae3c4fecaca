/** What a run has found out about each fact. */
import type { Fact, Letter } from './facts.mts';
import { factOf } from './facts.mts';

export type Finding =
	| { kind: 'settled'; reading: Letter; how: string }
	/** The observations match no reading, or more than one. */
	| { kind: 'neither'; how: string }
	| { kind: 'not shown'; how: string };

/** `how` is always our own sentence. It never contains anything from a vendor's answer. */
export class Findings {
	private readonly found = new Map<string, Finding>();

	settle(id: string, reading: Letter, how: string): void {
		const before = this.found.get(id);
		if (before?.kind === 'settled' && before.reading !== reading) {
			this.neither(id, `Both ${before.reading} and ${reading} were seen: ${before.how}; ${how}`);
		} else if (before?.kind !== 'neither') {
			this.found.set(factOf(id).id, { kind: 'settled', reading, how });
		}
	}

	neither(id: string, how: string): void {
		this.found.set(factOf(id).id, { kind: 'neither', how });
	}

	/** Only counts while there is no other observation. */
	notShown(id: string, how: string): void {
		const before = this.found.get(factOf(id).id);
		if (!before || before.kind === 'not shown') this.found.set(id, { kind: 'not shown', how });
	}

	of({ id }: Fact): Finding {
		return this.found.get(id) ?? { kind: 'not shown', how: 'The command did not get to it' };
	}

	has(id: string): boolean {
		return this.found.has(id);
	}
}

/** `settled: reading A` and the like. */
export function inWords(finding: Finding): string {
	if (finding.kind === 'settled') return `settled: reading ${finding.reading}`;
	return finding.kind === 'neither' ? 'neither: look at this' : 'not shown by this account';
}
