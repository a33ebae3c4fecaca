/**
 * The diagram of the package's folders in CONTRIBUTING.md, drawn from the actual imports. `npm run map` writes it, and a
 * test checks that it is up to date.
 */
import { importsOf, sourceFiles } from './imports.cjs';

const BEGIN = '<!-- map: written by npm run map -->\n';
const END = '\n<!-- end of map -->';

/** The folder of a file in the diagram. Folders of single resources are part of `actions`. */
function folderOf(path: string): string {
	const [top, vendor, folder] = path.split('/');
	if (top === 'credentials') return 'credentials';
	if (vendor === 'shared') return 'nodes/shared';
	return folder.includes('.node') ? `nodes/${vendor}/*.node.ts` : `nodes/${vendor}/${folder}`;
}

/** The diagram in Mermaid's language, with an arrow for each folder that imports from another. */
export function drawMap(): string {
	const files = [...sourceFiles('nodes'), ...sourceFiles('credentials')];
	const folders = new Set(files.map(folderOf));
	const arrows = new Set<string>();
	for (const { file, target } of files.flatMap((each) => importsOf(each))) {
		if (target === undefined) continue;
		const [from, to] = [folderOf(file), folderOf(target)];
		// Nearly every folder imports shared code, so one arrow for each half is enough.
		const isShared = to === 'nodes/shared' && from.startsWith('nodes/');
		if (from !== to && !isShared) arrows.add(`${idOf(from)} --> ${idOf(to)}`);
	}
	const halves = ['Ashby', 'Willo'].map((vendor) => {
		const own = [...folders].filter((folder) => folder.startsWith(`nodes/${vendor}/`)).sort();
		const boxes = own.map((folder) => `        ${boxOf(folder, folder.split('/').pop() ?? '')}`);
		return [`    subgraph ${vendor} [nodes/${vendor}]`, ...boxes, '    end'].join('\n');
	});
	return [
		'```mermaid',
		'flowchart TD',
		...halves,
		`    ${boxOf('nodes/shared', 'nodes/shared')}`,
		`    ${boxOf('credentials', 'credentials')}`,
		...[...arrows].sort().map((arrow) => `    ${arrow}`),
		`    Ashby --> ${idOf('nodes/shared')}`,
		`    Willo --> ${idOf('nodes/shared')}`,
		'```',
	].join('\n');
}

function idOf(folder: string): string {
	return folder.replace(/\W+/g, '_');
}

function boxOf(folder: string, label: string): string {
	return `${idOf(folder)}["${label}"]`;
}

/**
 * The guide with the current diagram.
 *
 * @throws Error if the guide has no place for it
 */
export function withMap(guide: string): string {
	const begin = guide.indexOf(BEGIN);
	const end = guide.indexOf(END);
	if (begin < 0 || end < 0) throw new Error('CONTRIBUTING.md has no place for the map');
	return `${guide.slice(0, begin + BEGIN.length)}\n${drawMap()}\n${guide.slice(end)}`;
}
