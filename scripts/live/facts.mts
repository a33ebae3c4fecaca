/**
 * Undocumented facts about Ashby and Willo, each with its readings. The package works with all of them. The tables in
 * docs/facts.md list them, `npm run live` determines which reading is true, and its tests switch the sandbox between them.
 */
import { readFileSync } from 'node:fs';

export type Vendor = 'Ashby' | 'Willo';
export const VENDORS: Vendor[] = ['Ashby', 'Willo'];

export type Letter = 'A' | 'B' | 'C' | 'D';
export const LETTERS: Letter[] = ['A', 'B', 'C', 'D'];

/**
 * What shows a fact: `reading`; reading while someone changes applications (`watching`); `writing`; the `delivery` of a
 * webhook; or only `use`, because the command has no step for it.
 */
export type ShownBy = 'reading' | 'watching' | 'writing' | 'delivery' | 'use';

/** By what the column "Shown by" begins with. */
const SHOWN_BY: Record<string, ShownBy> = {
	'`npm run live`': 'reading',
	'`--wait`': 'watching',
	'`--write`': 'writing',
	'`--write --webhook-url`': 'delivery',
	use: 'use',
};

export interface Fact {
	id: string;
	vendor: Vendor;
	question: string;
	/** Reading A, reading B, and so on. */
	readings: string[];
	shownBy: ShownBy;
	/** The reading that was settled, and when (YYYY-MM-DD). */
	settled?: { reading: Letter; on: string };
	/** The reading that public evidence points to without proving it. */
	likely?: Letter;
	/** The switch of the sandbox, with its values in the order of the readings. Without one, a test sets up each reading. */
	switch?: { name: string; values: unknown[] };
}

const PAGE = new URL('../../docs/facts.md', import.meta.url);
const ID = /^\| .+ `(?:ashby|willo)-[a-z-]+` \|.*$/gm;

/** The most important ones come first. */
export const FACTS: Fact[] = (readFileSync(PAGE, 'utf8').match(ID) ?? []).map(factOfRow);

/** @throws Error if a row can't be understood */
export function factOfRow(row: string): Fact {
	const [asked, readings, status, shown, own] = row.slice(2, -2).split(' | ');
	const [, question, id] = /^(.+) `([a-z-]+)`$/.exec(asked) ?? [];
	const shownBy = SHOWN_BY[shown.split(':')[0]];
	const said = /^(?:unsettled|(probably )?reading ([A-D]),(?: (\d{4}-\d\d-\d\d),)? by .+)$/.exec(
		status,
	);
	const named = /^`(\w+): (.+)`$/.exec(own);
	if (!id || !shownBy || !said || (!named && own !== '–')) {
		throw new Error(`docs/facts.md: this row has a cell that can't be understood: ${row}`);
	}
	const [, guess, letter, on] = said;
	return {
		id,
		vendor: id.startsWith('ashby') ? 'Ashby' : 'Willo',
		question,
		readings: readings.split('<br>').map((each) => each.slice('A: '.length)),
		shownBy,
		...(on && { settled: { reading: letter as Letter, on } }),
		...(guess && { likely: letter as Letter }),
		...(named && { switch: { name: named[1], values: named[2].split(', ').map(valueOf) } }),
	};
}

function valueOf(text: string): unknown {
	return /^(true|false|\d+)$/.test(text) ? JSON.parse(text) : text;
}
