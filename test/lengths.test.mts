/** No file is longer than a person can take in at once. Data may be: schemas, recordings, templates. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const FOLDERS = ['credentials', 'nodes', 'scripts', 'test', 'workflows'];
const MOST_LINES = 300;

const files = FOLDERS.flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
		join(folder, name),
	),
).filter((name) => /\.(m?ts|[cm]?js|css|html)$/.test(name));

test('no source or test file is longer than 300 lines', () => {
	expect(files.length).toBeGreaterThan(300);
	const lengths = files.map((file) => ({
		file,
		lines: readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length,
	}));
	const tooLong = lengths.filter(({ lines }) => lines > MOST_LINES);
	expect(tooLong).toEqual([]);
});
