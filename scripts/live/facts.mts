/**
 * What nobody's public text says about Ashby and Willo: each fact with its readings. The package works
 * with every one of them. `npm run live` finds out which holds, docs/facts.md lists them, and the tests
 * of `npm run live` switch the sandbox from one to the next.
 */
import type { AshbySwitches } from '../../test/sandbox/ashby/types.mts';
import type { WilloSwitches } from '../../test/sandbox/willo/types.mts';
import { ASHBY_FACTS } from './facts/ashby.mts';
import { WILLO_FACTS } from './facts/willo.mts';

export type Vendor = 'Ashby' | 'Willo';

/**
 * What shows a fact: `reading` alone; reading while somebody changes applications (`watching`);
 * `writing`; a `delivery` of a webhook; or only `use`, because the command has no step for it.
 */
export type ShownBy = 'reading' | 'watching' | 'writing' | 'delivery' | 'use';

export type Letter = 'A' | 'B' | 'C' | 'D';

/** A switch of the sandbox, with its values in the order of the readings. */
export type Switch<Switches> = {
	[Name in keyof Switches]: { name: Name; values: Switches[Name][] };
}[keyof Switches];

export interface Fact {
	id: string;
	vendor: Vendor;
	question: string;
	/** Reading A, reading B and so on. */
	readings: string[];
	/** What in the sandbox turns one reading into another; without it, a test stages each itself. */
	switch?: Switch<AshbySwitches> | Switch<WilloSwitches>;
	/** Files that are written for more than one reading. */
	usedBy: string[];
	shownBy: ShownBy;
	/** What would show it, in words. */
	sign: string;
	/** Once it is settled: by which reading, since when (YYYY-MM-DD), and by what. */
	settled?: { reading: Letter; on: string; by: string };
}

export const LETTERS: Letter[] = ['A', 'B', 'C', 'D'];

/** Those that most depends on come first. */
export const FACTS: Fact[] = [...ASHBY_FACTS, ...WILLO_FACTS];

export function factOf(id: string): Fact {
	const fact = FACTS.find((each) => each.id === id);
	if (!fact) throw new Error(`There is no fact ${id}`);
	return fact;
}
