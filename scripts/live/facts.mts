/**
 * Undocumented facts about Ashby and Willo, each with its readings. The package works with all of them. The tables in
 * docs/facts.md list them, `npm run live` determines which reading is true, and its tests switch the sandbox between them.
 */
import { readFileSync } from 'node:fs';

export const VENDORS = ['Ashby', 'Willo'] as const;
export type Vendor = (typeof VENDORS)[number];

export const LETTERS = ['A', 'B', 'C', 'D'] as const;
export type Letter = (typeof LETTERS)[number];

/** What the column "Shown by" begins with, and why such a fact isn't shown if it wasn't asked for. */
const UNLESS_ASKED = {
	'npm run live': undefined,
	'--wait': undefined,
	'--write': 'Only --write shows it',
	'--write --webhook-url': 'Only --write with --webhook-url shows it',
	use: 'The command has no step for it',
};

export type Fact = ReturnType<typeof factOfRow>;

const PAGE = new URL('../../docs/facts.md', import.meta.url);
const ROW = /^\| .+ `(?:ashby|willo)-[a-z-]+` \|.*$/gm;

/** The most important ones come first. */
export const FACTS = (readFileSync(PAGE, 'utf8').match(ROW) ?? []).map(factOfRow);

/** @throws Error if a row can't be understood */
export function factOfRow(row: string) {
	const [asked, readings, status, shown, ofSandbox] = row.slice(2, -2).split(' | ');
	const [, question, id] = /^(.+) `([a-z-]+)`$/.exec(asked) ?? [];
	const [by, shownHow] = shown.replaceAll('`', '').split(/: (.*)/);
	const shownBy = by as keyof typeof UNLESS_ASKED;
	const said = /^(?:unsettled|(?:probably )?reading ([A-D]),(?: (\d{4}-\d\d-\d\d),)? by .+)$/.exec(
		status,
	);
	const own = /^(?:`(\w+): (.+)`|–)$/.exec(ofSandbox);
	if (!id || !(shownBy in UNLESS_ASKED) || !said || !own) {
		throw new Error(`docs/facts.md: this row has a cell that can't be understood: ${row}`);
	}
	const [, name, texts = ''] = own;
	const valueOf = (text: string): unknown =>
		/^(true|false|\d+)$/.test(text) ? JSON.parse(text) : text;
	return {
		id,
		vendor: VENDORS[id.startsWith('ashby') ? 0 : 1],
		question,
		/** Reading A, reading B, and so on. */
		readings: readings.split('<br>').map((each) => each.slice('A: '.length)),
		shownBy,
		/** What shows it, in words. */
		shownHow,
		unlessAsked: UNLESS_ASKED[shownBy],
		/** The reading that is settled, or that public evidence points to without proving it. */
		reading: said[1] as Letter | undefined,
		/** YYYY-MM-DD; undefined unless it is settled. */
		settledOn: said[2] as string | undefined,
		/** The switch of the sandbox, with its values in the order of the readings. Without one, a test sets up each reading. */
		switch: name ? { name, values: texts.split(', ').map(valueOf) } : undefined,
	};
}
