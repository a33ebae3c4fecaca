/** The imports of each file, read from the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..');

export interface Import {
	/** Path from the project's root. */
	file: string;
	/** As written in the source. */
	module: string;
	/** Path from the project's root without the extension, for relative imports. */
	target?: string;
}

/** The TypeScript files below a folder, as paths from the project's root. */
export function sourceFiles(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name))
		.sort();
}

/** The imports of a file, including types. */
export function importsOf(file: string, source = readFileSync(join(ROOT, file), 'utf8')): Import[] {
	return ts.preProcessFile(source).importedFiles.map(({ fileName: module }) => ({
		file,
		module,
		target: module.startsWith('.')
			? relative(ROOT, resolve(ROOT, dirname(file), module))
			: undefined,
	}));
}
