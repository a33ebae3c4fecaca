import { readFileSync } from 'node:fs';

test('the package has no runtime dependencies, and one peer', () => {
	const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.overrides).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(manifest.n8n.strict).toBe(true);
});
