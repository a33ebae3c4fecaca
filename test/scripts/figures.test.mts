import { parse, withRows } from '../../scripts/figures.cjs';

const PAGE =
	'Text\n\n<!-- figures: written with --record -->\n\nOld\n\n<!-- end of figures -->\n\nMore\n';
const KILL = {
	suite: 'test:kill',
	result: '20 passed, 0 failed',
	date: '2026-11-30',
	commit: 'abc1234 with changes',
	machine: '2 cores, 23 GB, Node.js 20.20.2',
};
const MODEL = { ...KILL, suite: 'model', commit: 'def5678' };

test('a row that was written is found again, and the text around the table stays', () => {
	const page = withRows(PAGE, [KILL, MODEL], () => 0);
	expect(parse(page)).toEqual([KILL, MODEL]);
	expect(withRows(page, [], () => 0)).toContain('Text\n\n<!--');
	expect(page).toMatch(/end of figures -->\n\nMore\n$/);
	expect(page).not.toContain('outdated');
});

test('only a figure that is older than what it depends on is marked, for as long as it is', () => {
	const later = ({ suite }: { suite: string }) => (suite === 'model' ? 3 : 0);
	const page = withRows(PAGE, [KILL, MODEL], later);
	expect(page.match(/outdated/g)).toHaveLength(1);
	expect(page).toContain('`def5678`, **outdated**: 3 later commits change what it tests |');
	expect(parse(page)).toEqual([KILL, MODEL]);
	expect(withRows(page, parse(page), () => 0)).not.toContain('outdated');
});
