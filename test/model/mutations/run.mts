/**
 * Breaks the trigger in known ways and shows that the model catches each: every mutation is a
 * replacement in a copy of `nodes/`, against which the model then runs.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { READING_BROKEN } from './reading.mts';
import { RULES_BROKEN } from './rules.mts';

interface Replacement {
	file: string;
	/** Must be in the file once. */
	find: string;
	replace: string;
}

export interface Mutation extends Replacement {
	what: string;
	/** A second one, where two guards keep the same promise. */
	and?: Replacement;
}

export const MUTATIONS = [...RULES_BROKEN, ...READING_BROKEN];

const root = fileURLToPath(new URL('../../..', import.meta.url));
const jestConfig = createRequire(import.meta.url)('../../../jest.config.js') as object;

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

/** Runs the model against a copy of the nodes with a mutation in it. Returns what the model said. */
async function runModel(mutation: Mutation, folder: string, runs: number): Promise<string> {
	const nodes = join(folder, 'nodes');
	await cp(join(root, 'nodes'), nodes, { recursive: true });
	for (const each of replacementsOf(mutation)) {
		await writeFile(join(nodes, each.file), await mutated(each, folder));
	}
	const config = {
		...jestConfig,
		rootDir: root,
		moduleNameMapper: { '^.*/nodes/(.+)\\.ts$': join(nodes, '$1.ts') },
	};
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const args = [jest, '--config', JSON.stringify(config), '--bail', 'test/model/stageTrigger'];
	const env = { ...process.env, MODEL_RUNS: String(runs) };
	const child = spawn(process.execPath, args, { cwd: root, env });
	let output = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	child.stderr.on('data', (chunk) => (output += chunk));
	await new Promise((resolve) => child.on('close', resolve));
	return output;
}

/** The reason and the script of a run that failed; undefined for one that did not. */
function caughtIn(output: string): { runs: string; reason: string; script: string } | undefined {
	const found =
		/● [^\n]*\n\s*(?:Error|Violation): ([^\n]+)[\s\S]*?after (\d+) scripts[^\n]*\n([\s\S]*?)\n\s*at /.exec(
			output,
		);
	if (!found) return undefined;
	const script = found[3].trimEnd().replace(/^ {4,6}/gm, '');
	return { reason: found[1], runs: found[2], script };
}

/** Prints a row for each mutation; the exit code is 1 when the model missed one. */
export async function runMutations(runs: number, only = ''): Promise<void> {
	const chosen = MUTATIONS.filter(({ what }) => what.includes(only));
	const missed: string[] = [];
	// Rather now than after half an hour.
	await Promise.all(chosen.flatMap(replacementsOf).map(async (each) => await mutated(each)));
	for (const mutation of chosen) {
		const folder = await mkdtemp(join(tmpdir(), 'mutation-'));
		try {
			await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
			const output = await runModel(mutation, folder, runs);
			const caught = caughtIn(output);
			if (caught) {
				console.log(`caught after ${caught.runs} scripts: ${mutation.what}`);
				console.log(`  ${caught.reason}\n${caught.script}\n`);
			} else {
				missed.push(mutation.what);
				console.log(`MISSED in ${runs} scripts: ${mutation.what}\n${output}\n`);
			}
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}
	console.log(`${chosen.length - missed.length} of ${chosen.length} mutations caught`);
	if (missed.length > 0) process.exitCode = 1;
}
