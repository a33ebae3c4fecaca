/**
 * Reads the documentation, for the checks in `test/docs`. markdown-it parses the Markdown. Anchors are the same as on
 * GitHub.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import MarkdownIt from 'markdown-it';

const ROOT = join(__dirname, '..');

/** Where GitHub shows the files of this repository. */
const ON_GITHUB = 'https://github.com/n8n-nodes-ashby-willo/n8n-nodes-ashby-willo';

/** Folders of this repository that the documentation refers to. */
const SOURCES = [
	'.ci',
	'.github',
	'credentials',
	'docs',
	'icons',
	'nodes',
	'scripts',
	'test',
].concat('workflows');

type Token = ReturnType<MarkdownIt['parse']>[number];

/** The content between a heading and the next one. */
export interface Section {
	/** The headings above it, by level: `['', 'Ashby', 'Candidate', 'Add Note']`. */
	headings: string[];
	/** Texts in italics: names of fields and options. */
	terms: string[];
}

export interface Page {
	/** From the project's root. */
	path: string;
	/** Targets of links and images. */
	links: string[];
	anchors: string[];
	sections: Section[];
	/** Code within sentences. */
	codes: string[];
	/** Blocks of code. */
	blocks: string[];
}

/** The paths of all pages from the project's root. */
export function pagePaths(): string[] {
	const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
	return [...readdirSync(ROOT), ...inDocs.map((name) => join('docs', name))]
		.filter((name) => name.endsWith('.md'))
		.sort();
}

export function readPage(path: string, source = readFileSync(join(ROOT, path), 'utf8')): Page {
	const tokens = new MarkdownIt().parse(source, {});
	const page: Page = { path, links: [], anchors: [], sections: [], codes: [], blocks: [] };
	let section: Section = { headings: [], terms: [] };
	page.sections.push(section);
	for (const [index, token] of tokens.entries()) {
		if (token.type === 'fence') page.blocks.push(token.content);
		if (token.type !== 'inline') continue;
		const children = token.children ?? [];
		const before = tokens[index - 1];
		if (before.type === 'heading_open') {
			const level = Number(before.tag.slice(1));
			const title = textOf(children);
			section = { headings: [...section.headings.slice(0, level), title], terms: [] };
			while (section.headings.length <= level) section.headings.splice(-1, 0, '');
			page.sections.push(section);
			page.anchors.push(anchorOf(title, page.anchors));
		}
		section.terms.push(...termsIn(children));
		for (const child of children) {
			if (child.type === 'code_inline') page.codes.push(child.content);
			const target = child.attrGet('href') ?? child.attrGet('src');
			if (target !== null) page.links.push(target);
		}
	}
	return page;
}

function textOf(tokens: Token[]): string {
	return tokens
		.filter(({ type }) => ['text', 'code_inline'].includes(type))
		.map(({ content }) => content)
		.join('');
}

/** The ID of a heading on GitHub. */
function anchorOf(title: string, others: string[]): string {
	const anchor = title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/\s/g, '-');
	const same = others.filter((other) => other.replace(/-\d+$/, '') === anchor || other === anchor);
	return same.length > 0 ? `${anchor}-${same.length}` : anchor;
}

function termsIn(tokens: Token[]): string[] {
	return tokens.flatMap(({ type }, begin) => {
		if (type !== 'em_open') return [];
		const end = tokens.findIndex((token, index) => index > begin && token.type === 'em_close');
		return [textOf(tokens.slice(begin, end))];
	});
}

/** The problem with a link on a page, undefined if the link works. */
export function faultOfLink(from: string, link: string): string | undefined {
	const own = link.startsWith(ON_GITHUB) ? ownTarget(link.slice(ON_GITHUB.length)) : undefined;
	if (/^[a-z]+:/i.test(link) && own === undefined) {
		return link.startsWith('https://') && URL.canParse(link) ? undefined : 'is not https';
	}
	const [file, anchor] = (own ?? link).split('#');
	const path = own !== undefined ? file : file === '' ? from : join(dirname(from), file);
	if (relative(ROOT, resolve(ROOT, path)).startsWith('..')) return 'leaves the repository';
	if (!existsSync(join(ROOT, path))) return 'leads to no file';
	if (anchor === undefined) return undefined;
	return readPage(path).anchors.includes(anchor) ? undefined : 'leads to no heading';
}

/** The path and anchor in this repository for an address on GitHub. */
function ownTarget(rest: string): string | undefined {
	if (rest === '' || rest === '#readme') return 'README.md';
	if (rest.startsWith('#')) return `README.md${rest}`;
	return /^\/blob\/main\/(.+)$/.exec(rest)?.[1];
}

/** The scripts that a text runs with npm, such as `test:e2e`. */
export function npmScriptsIn(text: string): string[] {
	const found = text.matchAll(/npm (?:run ([\w:]+)|(start|test)\b)/g);
	return [...found].map(([, script, short]) => script ?? short);
}

/** All files and folders of the source folders, with `/` before each. */
export function sourcePaths(): string[] {
	return SOURCES.flatMap((folder) => [
		`/${folder}`,
		...readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
			(name) => `/${folder}/${name}`,
		),
	]).concat(
		readdirSync(ROOT)
			.filter((name) => statSync(join(ROOT, name)).isFile())
			.map((name) => `/${name}`),
	);
}

/**
 * Whether inline code names an existing file or folder of this repository, by its full path or the end of it. `<name>` and
 * `*` stand for any name. True for code that isn't a path.
 */
export function existsIfPath(code: string, paths: string[]): boolean {
	const isPath =
		/^[\w.<>*/-]+$/.test(code) &&
		(/\.(ts|mts|mjs|cjs|json|md|png|svg)$/.test(code) || /^[\w.<>*-]+\/([\w.<>*/-]*)$/.test(code));
	if (!isPath || code.startsWith('<')) return true;
	const pattern = code
		.replace(/\/$/, '')
		.replace(/[.-]/g, '\\$&')
		.replace(/<\w+>|\*/g, '[^/]+');
	return paths.some((path) => new RegExp(`/${pattern}$`).test(path));
}
