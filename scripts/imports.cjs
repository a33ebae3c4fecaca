/** The imports of each file, read from the sources. CommonJS, because jest loads it as it is. */
const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const ts = require('typescript');

const ROOT = join(__dirname, '..');

/**
 * @typedef {object} Import
 * @property {string} file path from the project's root
 * @property {string} module as written in the source
 * @property {string | undefined} target path from the project's root without the extension, for relative imports
 */

/**
 * The TypeScript files below a folder, as paths from the project's root.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function sourceFiles(folder) {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name))
		.sort();
}

/**
 * The imports of a file, including types.
 *
 * @param {string} file
 * @returns {Import[]}
 */
function importsOf(file, source = readFileSync(join(ROOT, file), 'utf8')) {
	return ts.preProcessFile(source).importedFiles.map(({ fileName: module }) => ({
		file,
		module,
		target: module.startsWith('.')
			? relative(ROOT, resolve(ROOT, dirname(file), module))
			: undefined,
	}));
}

module.exports = { importsOf, sourceFiles };
