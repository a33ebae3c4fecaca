/**
 * Breaks the package and its tests in known ways and shows that the tests catch each: every mutation is a
 * replacement in a copy of the project, in which the model or another test then runs.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OTHERS_BROKEN } from '../../mutations/others.mts';
import { READING_BROKEN } from './reading.mts';
import { RULES_BROKEN } from './rules.mts';
import { SEVERAL_BROKEN } from './several.mts';

interface Replacement {
	/** From the folder `nodes`. */
	file: string;
	/** Must be in the file once. */
	find: string;
	replace: string;
}

export interface Mutation extends Replacement {
	what: string;
	/** The tests that must fail, as jest's pattern: the model by default. */
	test?: string;
	/** A second one, where two guards keep the same promise. */
	and?: Replacement;
}

export const MUTATIONS = [...RULES_BROKEN, ...READING_BROKEN, ...SEVERAL_BROKEN, ...OTHERS_BROKEN];

const root = fileURLToPath(new URL('../../..', import.meta.url));
const LEFT_OUT = ['node_modules', '.git', 'dist'];

export function replacementsOf(mutation: Mutation): Replacement[] {
	return mutation.and ? [mutation, mutation.and] : [mutation];
}

/**
 * The file with the mutation in it.
 *
 * @throws Error unless the file contains once what the mutation replaces
 */
export async function mutated(
	{ file, find, replace }: Replacement,
	folder = root,
): Promise<string> {
	const source = await readFile(join(folder, 'nodes', file), 'utf8');
	const count = source.split(find).length - 1;
	if (count !== 1) throw new Error(`"${find}" is ${count} times in ${file}`);
	return source.replace(find, () => replace);
}

/** Runs the tests in a copy of the project with a mutation in it. Returns what they said, undefined if all passed. */
async function runTests(
	mutation: Mutation,
	folder: string,
	runs: number,
): Promise<string | undefined> {
	const filter = (path: string) => !LEFT_OUT.includes(basename(path));
	await cp(root, folder, { recursive: true, filter });
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
	for (const each of replacementsOf(mutation)) {
		await writeFile(join(folder, 'nodes', each.file), await mutated(each, folder));
	}
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	// What is caught needn't be shrunk, which takes longer than finding it.
	await writeFile(
		join(folder, 'endOnFailure.cjs'),
		"require('fast-check').configureGlobal({ endOnFailure: true });",
	);
	const test = mutation.test ?? 'test/model/stageTrigger';
	const args = [jest, test, '--bail', '--setupFiles=<rootDir>/endOnFailure.cjs'];
	const env = { ...process.env, MODEL_RUNS: String(runs) };
	const child = spawn(process.execPath, args, { cwd: folder, env, detached: true });
	let output = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	child.stderr.on('data', (chunk) => (output += chunk));
	child.on('exit', () => {
		try {
			// With --bail, jest leaves the workers of the other files running.
			process.kill(-child.pid!, 'SIGKILL');
		} catch {}
	});
	const code = await new Promise((resolve) => child.on('close', resolve));
	return code === 0 ? undefined : output;
}

/** Which test failed, or the model's reason; undefined if the tests couldn't run. */
function caughtIn({ test }: Mutation, output: string): string | undefined {
	if (test) return /● (?!Console|Test suite failed)(.*)/.exec(output)?.[1];
	const [, why, scripts] =
		/● .*\n\s*(?:Error|Violation): (.+)[^]*?after (\d+) scripts/.exec(output) ?? [];
	return why && `after ${scripts} scripts: ${why}`;
}

/** Prints a row for each mutation and returns how many were caught; the exit code is 1 when the model missed one. */
export async function runMutations(runs: number, only = ''): Promise<string> {
	const chosen = MUTATIONS.filter(({ what }) => what.includes(only));
	const missed: string[] = [];
	// Rather now than after half an hour.
	await Promise.all(chosen.flatMap(replacementsOf).map(async (each) => await mutated(each)));
	for (const mutation of chosen) {
		const folder = await mkdtemp(join(tmpdir(), 'mutation-'));
		try {
			const output = await runTests(mutation, folder, runs);
			const caught = output && caughtIn(mutation, output);
			if (caught) console.log(`caught: ${mutation.what}\n  ${caught}\n`);
			else {
				missed.push(mutation.what);
				console.log(`MISSED: ${mutation.what}\n${output ?? ''}\n`);
			}
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}
	const result = `${chosen.length - missed.length} of ${chosen.length} mutations caught`;
	console.log(result);
	if (missed.length > 0) process.exitCode = 1;
	return result;
}
