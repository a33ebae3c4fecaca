/**
 * A filter for jest that only runs the tests that mirror the changed files. For `nodes/Willo/response/note.ts`,
 * this is `test/nodes/Willo/response/note.test.mts`, or `note.*.test.mts` if there is no such file. If no test
 * has the file's name, it runs those with the names of the nearest files that import it, in the same folder if
 * possible. If there are none or many, it runs all tests of the folder.
 */
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { importsOf, sourceFiles } = require('./imports.cjs');

const ROOT = join(__dirname, '..');
/** So many test files run in a few seconds. */
const FEW = 4;

function git(...args) {
	return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
}

/** Paths from the project's root of what differs from the last commit. */
function changedFiles() {
	return [
		...git('diff', '--name-only', 'HEAD'),
		...git('ls-files', '--others', '--exclude-standard'),
	];
}

/** By the path of a file of the package, those that import more than types from it. */
function importersInPackage() {
	const importers = {};
	for (const file of [...sourceFiles('nodes'), ...sourceFiles('credentials')]) {
		const source = readFileSync(join(ROOT, file), 'utf8').replace(/^import type [^;]*;/gm, '');
		for (const { target } of importsOf(file, source)) {
			for (const path of [`${target}.ts`, `${target}/index.ts`])
				(importers[path] ??= []).push(file);
		}
	}
	return importers;
}

/** The tests with the names of the nearest files that import one, no matter through how many others. */
function testsOfImporters(file, tests, importersOf) {
	const seen = new Set([file]);
	let near = [file];
	let named = [];
	while (near.length > 0 && named.length === 0) {
		near = near.flatMap(importersOf).filter((each) => !seen.has(each));
		for (const each of near) seen.add(each);
		named = [...new Set(near.flatMap((each) => testsNamedAfter(each, tests)))];
	}
	return named;
}

/**
 * @param {string} file a changed file
 * @param {string[]} tests all tests, as paths from the project's root
 * @param {Record<string, string[]>} importers by the path of a file, those that import it
 */
function mirrorsOf(file, tests, importers = importersInPackage()) {
	if (tests.includes(file)) return [file];
	// No code, but what all code stands on: that is for `npm test`.
	if (dirname(file) === '.') return [];
	const named = testsNamedAfter(file, tests);
	if (named.length > 0) return named;
	const importersOf = (each) => importers[each] ?? [];
	const beside = testsOfImporters(file, tests, (each) =>
		importersOf(each).filter((importer) => dirname(importer) === dirname(file)),
	);
	if (beside.length > 0) return beside;
	const elsewhere = testsOfImporters(file, tests, importersOf);
	const near = tests.filter((test) => dirname(test) === folderOf(file));
	return near.length === 0 || (elsewhere.length > 0 && elsewhere.length <= FEW) ? elsewhere : near;
}

function folderOf(file) {
	return file.startsWith('test/') ? dirname(file) : join('test', dirname(file));
}

/** The test of the very name of a file, else those that begin with it. */
function testsNamedAfter(file, tests) {
	const folder = folderOf(file);
	const own = join(folder, basename(file).replace(/\.ts$/, '.test.mts'));
	if (tests.includes(own)) return [own];
	const beginning = `${basename(file).split('.')[0]}.`;
	return tests.filter((test) => dirname(test) === folder && basename(test).startsWith(beginning));
}

module.exports = async (paths) => {
	const tests = paths.map((path) => path.slice(ROOT.length + 1));
	const importers = importersInPackage();
	const mirrors = changedFiles().flatMap((file) => mirrorsOf(file, tests, importers));
	return { filtered: paths.filter((_path, index) => mirrors.includes(tests[index])) };
};
module.exports.mirrorsOf = mirrorsOf;
