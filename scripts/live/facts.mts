/**
 * Undocumented facts about Ashby and Willo, each with its readings. The package works with all of them. `npm run live`
 * determines which one is true, docs/facts.md lists them, and the tests of `npm run live` switch the sandbox between them.
 */
import type { AshbySwitches } from '../../test/sandbox/ashby/types.mts';
import type { WilloSwitches } from '../../test/sandbox/willo/types.mts';
import { ASHBY_FACTS } from './facts/ashby.mts';
import { ASHBY_LIST_FACTS } from './facts/ashbyLists.mts';
import { WILLO_FACTS } from './facts/willo.mts';

export type Vendor = 'Ashby' | 'Willo';

/**
 * What shows a fact: `reading`; reading while someone changes applications (`watching`); `writing`; the `delivery` of a
 * webhook; or only `use`, because the command has no step for it.
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
	/** Reading A, reading B, and so on. */
	readings: string[];
	/** The switch of the sandbox between the readings; without one, a test sets up each reading. */
	switch?: Switch<AshbySwitches> | Switch<WilloSwitches>;
	/** Files that handle more than one reading. */
	usedBy: string[];
	shownBy: ShownBy;
	/** What would settle it, in words. */
	sign: string;
	/** If it is settled: the reading, the date (YYYY-MM-DD), and the evidence. */
	settled?: { reading: Letter; on: string; by: string };
	/** If public evidence points to a reading without proving it. */
	likely?: { reading: Letter; by: string };
}

export const LETTERS: Letter[] = ['A', 'B', 'C', 'D'];

/** The most important ones come first. */
export const FACTS: Fact[] = [...ASHBY_LIST_FACTS, ...ASHBY_FACTS, ...WILLO_FACTS];

export function factOf(id: string): Fact {
	const fact = FACTS.find((each) => each.id === id);
	if (!fact) throw new Error(`There is no fact ${id}`);
	return fact;
}
