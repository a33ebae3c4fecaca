import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FACTS } from '../../scripts/live/facts.mts';
import { drawFacts, withFacts } from '../../scripts/live/table.mts';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'facts.md'), 'utf8');

test('the tables in docs/facts.md are up to date (run npm run live -- --docs)', () => {
	expect(page).toBe(withFacts(page));
});

test('each fact has a row, with its readings and its status', () => {
	const rows = drawFacts().split('\n');
	for (const { id, readings, settled, likely } of FACTS) {
		const row = rows.find((each) => each.includes(`\`${id}\``)) ?? '';
		expect(row).toContain(`A: ${readings[0]}`);
		const guess = likely ? `probably reading ${likely.reading}, by` : 'unsettled';
		expect(row).toContain(settled ? `reading ${settled.reading}, ${settled.on}` : guess);
		expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8);
	}
});

test('a page without a place for them is refused', () => {
	expect(() => withFacts('# Facts')).toThrow('no place for the facts');
});
