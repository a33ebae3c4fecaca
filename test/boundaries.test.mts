/** What may import what: n8n gives nodes few modules at run time, and the two halves stay apart. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Import } from '../scripts/imports.cjs';
import { importsOf, sourceFiles } from '../scripts/imports.cjs';

const ROOT = join(__dirname, '..');

/** What n8n provides to community nodes at run time (the allow-list of its lint, as far as used). */
const PROVIDED = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto'];

const notProvided = (imports: Import[]) =>
	imports.filter(({ module, target }) => target === undefined && !PROVIDED.includes(module));

const leavingTheHalf = (imports: Import[]) =>
	imports.filter(({ file, target }) => {
		const vendor = ['Ashby', 'Willo', 'shared'].find((name) => file.startsWith(`nodes/${name}/`));
		if (!vendor || target === undefined) return false;
		const own = vendor === 'shared' ? ['nodes/shared/'] : [`nodes/${vendor}/`, 'nodes/shared/'];
		return !own.some((folder) => target.startsWith(folder));
	});

const imports = [...sourceFiles('nodes'), ...sourceFiles('credentials')].flatMap((file) =>
	importsOf(file),
);

test('there are imports to check', () => {
	expect(imports.filter(({ module }) => module === 'n8n-workflow').length).toBeGreaterThan(10);
	expect(
		imports.filter(({ target }) => target?.startsWith('nodes/shared/')).length,
	).toBeGreaterThan(4);
});

test('nodes and credentials import only what n8n provides', () => {
	expect(notProvided(imports)).toEqual([]);
});

test('neither half imports the other, and the shared part imports neither', () => {
	expect(leavingTheHalf(imports)).toEqual([]);
	const credentials = imports.filter(({ file }) => file.startsWith('credentials/'));
	const across = credentials.filter(({ file, target }) =>
		target?.startsWith(file.includes('Ashby') ? 'nodes/Willo/' : 'nodes/Ashby/'),
	);
	expect(across).toEqual([]);
});

test('the checks notice what is not allowed', () => {
	const bad = importsOf(
		'nodes/Ashby/client/client.ts',
		"import axios from 'axios';\nimport { x } from '../../Willo/client/client';\nawait import('nock');",
	);
	expect(notProvided(bad).map(({ module }) => module)).toEqual(['axios', 'nock']);
	expect(leavingTheHalf(bad).map(({ target }) => target)).toEqual(['nodes/Willo/client/client']);
});

test('the package has no runtime dependencies, and one peer', () => {
	const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.overrides).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(manifest.n8n.strict).toBe(true);
});
