import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMap } from '../scripts/map.mts';

const guide = readFileSync(join(__dirname, '..', 'CONTRIBUTING.md'), 'utf8');

test('the map in CONTRIBUTING.md matches the imports (run npm run map)', () => {
	expect(guide).toBe(withMap(guide));
});
