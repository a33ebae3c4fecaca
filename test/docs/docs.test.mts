/** The documentation against the code: whatever it names exists, and every field is on its node's page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionFor } from '../../nodes/Ashby/client/permissions.ts';
import {
	type Page,
	existsIfPath,
	faultOfLink,
	npmScriptsIn,
	pagePaths,
	readPage,
	sourcePaths,
} from '../../scripts/docs.mts';
import { workflowFiles, type workflowOf } from '../../workflows/template.ts';
import { ENDPOINTS } from '../sandbox/ashby.mts';
import packageJson from '../../package.json' with { type: 'json' };
import { OURS } from '../workflows/templateEngine.mts';
import { allNames, credentials, defaultsOf, fieldsOf, nodes, operationsOf } from './parameters.mts';

const pages = pagePaths().map((path) => readPage(path));
const scripts = Object.keys(packageJson.scripts);
const names = allNames();
const paths = sourcePaths();

const codeOn = ({ codes, blocks }: Page) => [...codes, ...blocks].join('\n');

function faultyLinks({ path, links }: Page): string[] {
	return links.flatMap((link) => {
		const fault = faultOfLink(path, link);
		return fault ? [`${link} ${fault}`] : [];
	});
}

const unknownScripts = (page: Page) =>
	npmScriptsIn(codeOn(page)).filter((script) => !scripts.includes(script));

const unknownPaths = ({ codes }: Page) => codes.filter((code) => !existsIfPath(code, paths));

const unknownNames = ({ sections }: Page, known = names) =>
	sections.flatMap(({ terms }) => terms).filter((term) => !known.has(term));

/** The fields of a node that its page does not name in the section of their operation. */
function undocumented(file: string, page: Page): string[] {
	return fieldsOf(nodes[file]).flatMap(({ name, of }) => {
		const sections = page.sections.filter(({ headings }) =>
			of.every((title, index) => headings[index + 2] === title),
		);
		const isNamed = sections.some(({ terms }) => terms.includes(name));
		return isNamed ? [] : [[...of, name].join(' → ')];
	});
}

/** The options in tables with the column Default, such as `['Stop Waiting After Days', '60']`. */
function defaultsOn(source: string): string[][] {
	const [, ...tables] = source.split('| Option | Default |');
	const rows = tables.flatMap((table) => table.split('\n\n')[0].match(/^\| \*.*$/gm) ?? []);
	return rows.map((row) =>
		row
			.split('|')
			.map((cell) => cell.trim().replaceAll('*', ''))
			.slice(1, 3),
	);
}

const permissionsIn = (text: string) =>
	[...new Set(text.match(/\b[a-z][A-Za-z]+(?:Read|Write)\b/g))].sort();

test.each(pages)('$path: links, commands, files exist; italics are fields or options', (page) => {
	expect(faultyLinks(page)).toEqual([]);
	expect(unknownScripts(page)).toEqual([]);
	expect(unknownPaths(page)).toEqual([]);
	expect(unknownNames(page)).toEqual([]);
});

test.each(workflowFiles())('italics on the notes of $name are its fields', ({ name, content }) => {
	const workflow = JSON.parse(content) as ReturnType<typeof workflowOf>;
	const used = workflow.nodes.flatMap(({ type }) => OURS[type]?.description ?? []);
	const notes = workflow.nodes.map(({ parameters }) => String(parameters.content ?? ''));
	expect(unknownNames(readPage(name, notes.join('\n\n')), allNames(used))).toEqual([]);
});

describe.each(Object.keys(nodes))('docs/nodes/%s', (file) => {
	const page = readPage(`docs/nodes/${file}`);

	test('has the name of the node, and headings for its operations, and no others below a resource', () => {
		expect(page.sections[1].headings[1]).toBe(nodes[file].displayName);
		const titles = page.sections.map(({ headings }) => headings.slice(2));
		const below = titles.filter(({ length }) => length === 2);
		const own = operationsOf(nodes[file]).map((each) => [each.resource.name, each.operation.name]);
		expect(below.sort()).toEqual(own.sort());
	});

	test('states the options’ actual defaults', () => {
		const defaults = defaultsOf(nodes[file]);
		const stated = defaultsOn(readFileSync(page.path, 'utf8'));
		expect(stated.filter(([name, value]) => defaults.get(name) !== value)).toEqual([]);
	});

	test('names every field where it belongs', () => {
		expect(undocumented(file, page)).toEqual([]);
	});
});

test('every node and every credential has a page, and there are no others', () => {
	const documented = [...Object.keys(nodes), 'credentials.md'];
	expect(readdirSync('docs/nodes').sort()).toEqual(documented.sort());
	const { sections } = readPage('docs/nodes/credentials.md');
	for (const { displayName, documentationUrl, properties } of credentials) {
		expect(faultOfLink('README.md', documentationUrl)).toBeUndefined();
		const [section] = sections.filter(({ headings }) => headings[2] === displayName);
		expect(section.terms).toEqual(expect.arrayContaining(properties.map((one) => one.displayName)));
	}
});

test('docs/nodes/credentials.md lists the permissions that Ashby’s endpoints need', () => {
	const page = readFileSync('docs/nodes/credentials.md', 'utf8');
	const needed = Object.keys(ENDPOINTS).map((path) => permissionFor(path.slice(1)));
	expect(permissionsIn(page)).toEqual(permissionsIn(needed.join(' ')));
});

test('docs/templates.md shows every template', () => {
	const { links } = readPage('docs/templates.md');
	const files = readdirSync('workflows').filter((name) => name.endsWith('.json'));
	expect(files.filter((name) => !links.includes(`../workflows/${name}`))).toEqual([]);
});

test('every page can be reached from the index', () => {
	const reached = new Set<string>(['docs/README.md']);
	for (const path of reached) {
		if (!path.endsWith('.md')) continue;
		for (const link of readPage(path).links) {
			if (!link.includes(':')) reached.add(join(path, '..', link.split('#')[0]));
		}
	}
	expect(pagePaths().filter((path) => path.startsWith('docs/') && !reached.has(path))).toEqual([]);
});

test('CONTRIBUTING.md mentions every script', () => {
	const said = codeOn(readPage('CONTRIBUTING.md'));
	const known = [...npmScriptsIn(said), ...said.split('\n')];
	expect(scripts.filter((script) => !known.includes(script))).toEqual([]);
});
