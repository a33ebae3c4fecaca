/** The codex files: what the node picker finds a node by, and where its links lead. */
import { readdirSync, readFileSync } from 'node:fs';
import { faultOfLink } from '../../scripts/docs.mts';

interface Codex {
	node: string;
	alias: string[];
	resources: Record<'primaryDocumentation' | 'credentialDocumentation', { url: string }[]>;
}

const inNodes = readdirSync('nodes', { recursive: true, encoding: 'utf8' });
const codexes = inNodes
	.filter((file) => file.endsWith('.node.json'))
	.map((file) => [file, JSON.parse(readFileSync(`nodes/${file}`, 'utf8')) as Codex] as const);

test('every node has a codex file', () => {
	const nodes = inNodes.filter((file) => file.endsWith('.node.ts'));
	expect(codexes.map(([file]) => file.replace(/json$/, 'ts')).sort()).toEqual(nodes.sort());
});

test.each(codexes)('%s is of the node next to it and links to existing pages', (file, codex) => {
	const [, name] = /(\w+)\.node\.json$/.exec(file)!;
	expect(codex.node).toBe(`n8n-nodes-ashby-willo.${name[0].toLowerCase()}${name.slice(1)}`);
	const { primaryDocumentation, credentialDocumentation } = codex.resources;
	const links = [...primaryDocumentation, ...credentialDocumentation].map(({ url }) => url);
	expect(links.map((link) => faultOfLink(file, link))).toEqual([undefined, undefined]);
});

test.each(codexes)('%s has the search words of its field', (_file, { alias }) => {
	const words = ['candidate', 'applicant', 'recruiting', 'hiring', 'ATS'];
	expect(alias).toEqual(expect.arrayContaining(words));
	expect(new Set(alias).size).toBe(alias.length);
});
