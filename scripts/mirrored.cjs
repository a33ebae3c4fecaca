/**
 * A filter for jest that only runs the tests that mirror the changed files. For `nodes/Willo/response/note.ts`, these are
 * `test/nodes/Willo/response/note*.test.mts`, or all tests of that folder if none has this name.
 */
const { execFileSync } = require('node:child_process');
const { basename, dirname, join } = require('node:path');

const ROOT = join(__dirname, '..');

/** Paths, from the project's root, of files that differ from the last commit. */
function changedFiles() {
	const git = (...args) =>
		execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
	return [
		...git('diff', '--name-only', 'HEAD'),
		...git('ls-files', '--others', '--exclude-standard'),
	];
}

/**
 * @param {string} file a changed file
 * @param {string[]} tests all tests, as paths from the project's root
 */
function mirrorsOf(file, tests) {
	if (tests.includes(file)) return [file];
	const folder = file.startsWith('test/') ? dirname(file) : join('test', dirname(file));
	const near = tests.filter((test) => dirname(test) === folder);
	const name = `${basename(file).split('.')[0]}.`;
	const named = near.filter((test) => basename(test).startsWith(name));
	return named.length > 0 ? named : near;
}

module.exports = async (paths) => {
	const tests = paths.map((path) => path.slice(ROOT.length + 1));
	const mirrors = changedFiles().flatMap((file) => mirrorsOf(file, tests));
	return { filtered: paths.filter((_path, index) => mirrors.includes(tests[index])) };
};
module.exports.mirrorsOf = mirrorsOf;
