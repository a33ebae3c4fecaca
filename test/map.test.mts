import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawMap, withMap } from '../scripts/map.mts';

const guide = readFileSync(join(__dirname, '..', 'CONTRIBUTING.md'), 'utf8');

test('the map in CONTRIBUTING.md matches the imports (run npm run map)', () => {
	expect(guide).toBe(withMap(guide));
});

test('the map shows both halves, and what they share', () => {
	const map = drawMap();
	for (const line of [
		'nodes_Ashby_node_ts --> nodes_Ashby_stageTrigger',
		'nodes_Willo_node_ts --> nodes_Willo_webhookTrigger',
		'nodes_Willo_actions --> nodes_Willo_client',
		'Ashby --> nodes_shared',
	]) {
		expect(map).toContain(`    ${line}\n`);
	}
});

test('a guide without a place for the map is refused', () => {
	expect(() => withMap('# Contributing')).toThrow('no place for the map');
});
