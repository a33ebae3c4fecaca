/** The figures of the long suites in docs/tests.md, which the suites themselves write when they run with `--record`. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dateOf, parse, withRows } from './figures.cjs';

const PAGE = 'docs/tests.md';
const PACKAGE = ['nodes', 'credentials'];
const SCHEMAS = ['check.mts', 'checkWillo.mts', 'ashby', 'willo'].map(
	(each) => `test/schemas/${each}`,
);
const SANDBOX = ['test/sandbox', 'test/support', ...SCHEMAS];
const N8N = ['scripts/n8n', 'scripts/everything.mts', 'workflows', 'test/e2e/setup.mts'];

/** By the name of each suite's script in package.json, the paths that its figures depend on. */
const DEPENDS_ON = {
	'test:chaos': [...PACKAGE, ...SANDBOX, ...N8N, 'test/chaos', ':(glob)test/nodes/**/setUp.mts'],
	'test:n8n': [
		...PACKAGE,
		...SANDBOX,
		...N8N,
		'test/e2e/versions',
		'test/e2e/editor.mts',
		'scripts/versions.mjs',
	],
	'test:load': [...PACKAGE, ...SANDBOX, ...N8N, 'test/e2e/load', 'test/e2e/editor.mts'],
	'test:queue': [...PACKAGE, ...SANDBOX, ...N8N, 'test/e2e/queue', 'test/e2e/outage'],
	'test:outage': [...PACKAGE, ...SANDBOX, ...N8N, 'test/e2e/outage'],
	'test:kill': [...PACKAGE, ...SANDBOX, ...N8N, 'test/e2e/kill', 'test/e2e/kill.test.mts'],
	model: ['nodes/Ashby', 'nodes/shared', ...SANDBOX, 'test/model', ':!test/model/mutations'],
	mutations: ['nodes/Ashby', 'nodes/shared', ...SANDBOX, 'test/model', 'test/mutations'],
	bench: [...PACKAGE, ...SANDBOX, 'test/bench'],
	'bench:latency': [
		...PACKAGE,
		...SANDBOX,
		...N8N,
		'test/bench/latency.mts',
		'test/e2e/templateRun.mts',
		'test/e2e/email.mts',
	],
};

/** The arguments of this command without `--record`. */
export const args = process.argv.slice(2).filter((arg) => arg !== '--record');
const isRecording = process.argv.includes('--record');

/**
 * Writes the row of the suite that npm runs, if it was asked to: the result, when and where it ran, and on which commit. Marks the
 * rows of all suites whose figures are older than what they depend on.
 *
 * @param {string} result e.g. "16 passed, 0 failed"
 */
export async function record(result) {
	if (!isRecording) return;
	const suite = process.env.npm_lifecycle_event;
	const paths = DEPENDS_ON[suite];
	if (!paths) throw new Error(`npm run ${suite} has no figures to record`);
	const changes = git('status', '--porcelain', '--', ...paths) ? ' with changes' : '';
	const commit = `${git('rev-parse', '--short', 'HEAD')}${changes}`;
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	const machine = `${availableParallelism()} cores, ${gigabytes} GB, Node.js ${process.versions.node}`;
	await markFigures({ suite, result, date: dateOf(new Date()), commit, machine });
}

/** Writes a row, if one is given, and marks anew which rows are older than what they depend on. */
export async function markFigures(row) {
	const page = await readFile(PAGE, 'utf8');
	const rows = parse(page).filter(({ suite }) => suite !== row?.suite);
	const order = Object.keys(DEPENDS_ON);
	const all = [...rows, ...(row ? [row] : [])].sort(
		(a, b) => order.indexOf(a.suite) - order.indexOf(b.suite),
	);
	await writeFile(PAGE, withRows(page, all, commitsSince));
}

/** How many commits changed what a suite's figures depend on since they were recorded. */
function commitsSince({ suite, commit }) {
	const range = `${commit.split(' ')[0]}..HEAD`;
	return Number(git('rev-list', '--count', range, '--', ...DEPENDS_ON[suite]));
}

function git(...command) {
	return execFileSync('git', command, { encoding: 'utf8' }).trim();
}
