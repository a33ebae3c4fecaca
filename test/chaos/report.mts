/** What `npm run test:chaos` prints at the end of each suite: what was tried, and the results. */
export function report(title: string, rows: Record<string, string | number>[]): void {
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const cells = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? '')))];
	const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index].length)));
	const lines = cells.map((row) => row.map((cell, index) => cell.padEnd(widths[index])).join('  '));
	process.stderr.write(`\n${title}\n${lines.join('\n')}\n`);
}
