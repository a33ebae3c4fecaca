/** The table of figures in docs/tests.md. CommonJS, so that jest can load it. */
const TABLE = /(<!-- figures: written with --record -->\n\n)[^]*?(\n<!-- end of figures -->)/;
const HEAD = '| Suite | Result | Date | Commit | Machine |\n| --- | --- | --- | --- | --- |\n';
const ROW =
	/^\| `npm run (\S+)` \| (.*) \| (\S+) \| `([^`]+)`(?:, \*\*outdated\*\*[^|]*)? \| (.*) \|$/gm;

/** @typedef {{ suite: string, result: string, date: string, commit: string, machine: string }} Row */

/** @returns {Row[]} the rows of a page's table */
function parse(page) {
	const [table] = TABLE.exec(page) ?? [''];
	return [...table.matchAll(ROW)].map(([, suite, result, date, commit, machine]) => ({
		suite,
		result,
		date,
		commit,
		machine,
	}));
}

/**
 * The page with these rows in its table.
 *
 * @param {string} page
 * @param {Row[]} rows
 * @param {(row: Row) => number} commitsSince how many commits changed what a row depends on since it was recorded
 */
function withRows(page, rows, commitsSince) {
	const lines = rows.map((row) => {
		const commits = commitsSince(row);
		const changed = `${commits} later ${commits === 1 ? 'commit changes' : 'commits change'} what it tests`;
		const mark = commits === 0 ? '' : `, **outdated**: ${changed}`;
		const { suite, result, date, commit, machine } = row;
		return `| \`npm run ${suite}\` | ${result} | ${date} | \`${commit}\`${mark} | ${machine} |\n`;
	});
	return page.replace(TABLE, (_all, begin, end) => `${begin}${HEAD}${lines.join('')}${end}`);
}

/** The day in UTC, as in 2026-11-30. */
function dateOf(date) {
	return date.toISOString().slice(0, 10);
}

module.exports = { dateOf, parse, withRows };
