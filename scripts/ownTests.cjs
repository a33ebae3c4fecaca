/**
 * A filter for `jest --watch`, which finds all tests that the changed files can reach: leaves those that are closest to them. For
 * `nodes/Willo/response/note.ts`, these are `test/nodes/Willo/response/note*.test.mts`; else the ones that reach it from its own
 * folder; else the first few that do.
 */
const { execFileSync } = require('node:child_process');
const { basename, dirname, join, relative } = require('node:path');

const ROOT = join(__dirname, '..');
/** So many test files run in a few seconds. */
const FEW = 4;

/** Paths from the project's root of what differs from the last commit. */
function changedFiles() {
	const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });
	const changed = git('diff', '--name-only', 'HEAD');
	return (changed + git('ls-files', '--others', '--exclude-standard')).split('\n').filter(Boolean);
}

/**
 * @param {string} file a changed file, as a path from the project's root
 * @param {string[]} tests those that reach it or another changed file
 */
function ownTests(file, tests) {
	if (tests.includes(file)) return [file];
	const folder = file.startsWith('test/') ? dirname(file) : join('test', dirname(file));
	const near = tests.filter((test) => dirname(test) === folder);
	const [name] = basename(file).split('.');
	const named = near.filter((test) => basename(test).startsWith(`${name}.`));
	if (named.length > 0) return named;
	if (near.length > 0) return near;
	return /\.m?ts$/.test(file) ? tests.slice(0, FEW) : [];
}

module.exports = (paths) => {
	const tests = paths.map((path) => relative(ROOT, path));
	const own = new Set(changedFiles().flatMap((file) => ownTests(file, tests)));
	return { filtered: paths.filter((_path, index) => own.has(tests[index])) };
};
module.exports.ownTests = ownTests;
