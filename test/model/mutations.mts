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

interface Mutation {
	what: string;
	file: string;
	/** Must stand in the file once. */
	find: string;
	replace: string;
}

const POLLING = 'shared/polling.ts';
const LOOK = 'Ashby/stageTrigger/look.ts';
const STAYS = 'Ashby/stageTrigger/stays.ts';
const REPEATS = 'Ashby/stageTrigger/repeats.ts';
const HANDED_OVER = 'Ashby/stageTrigger/handedOver.ts';
const FAILURES = 'Ashby/client/failures.ts';

export const MUTATIONS: Mutation[] = [
	{
		what: 'remembers nothing of what it dealt with',
		file: STAYS,
		find: 'if (decision.standing) memory.stays[applicationId] = decision.standing;',
		replace: 'if (decision.standing) return;',
	},
	{
		what: 'remembers the application instead of the stay',
		file: STAYS,
		find: '(isRemembered && !isAwaited)',
		replace: '(!!remembered && !isAwaited)',
	},
	{
		what: "goes by this machine's clock",
		file: LOOK,
		find: '(serverTime ?? Date.now()) + 1000',
		replace: 'Date.now() + 1000',
	},
	{
		what: 'counts from the second in which it was published',
		file: LOOK,
		find: '(serverTime ?? Date.now()) + 1000',
		replace: '(serverTime ?? Date.now())',
	},
	{
		what: 'takes every poll for the one at publishing',
		file: POLLING,
		find: "context.getActivationMode() === 'activate' && !begun.has(context)",
		replace: "context.getActivationMode() === 'activate'",
	},
	{
		what: 'takes a restart for a publishing',
		file: POLLING,
		find: "context.getActivationMode() === 'activate' && !begun.has(context)",
		replace: "['activate', 'init'].includes(context.getActivationMode()) && !begun.has(context)",
	},
	{
		what: "trusts the durable poller with an activation's state",
		file: POLLING,
		find: 'return second.revision > first.revision ? second : first;',
		replace: 'return first;',
	},
	{
		what: 'keeps no copy of the state of a publishing',
		file: POLLING,
		find: 'if (found.state.revision !== (before?.revision ?? 0)) shared[sharedKey] = own.state;\n	else if',
		replace: 'if',
	},
	{
		what: 'polls although another poll runs',
		file: POLLING,
		find: 'if (running > 0 && isScheduled(context)) return null;',
		replace: '',
	},
	{
		what: 'writes the state before it is sure',
		file: LOOK,
		find: 'this.state = before ? copyState(before) : emptyState();',
		replace: 'this.state = before ?? emptyState();',
	},
	{
		what: 'does not know one of the codes that refuse a cursor',
		file: FAILURES,
		find: "	'next_cursor_expired',\n",
		replace: '',
	},
	{
		what: 'stops at an empty page',
		file: LOOK,
		find: '		if (page.moreDataAvailable) {',
		replace: '		if (page.moreDataAvailable && page.results.length > 0) {',
	},
	{
		what: 'loses the token when a run brings none',
		file: LOOK,
		find: 'state.syncToken = page.syncToken ?? state.syncToken;',
		replace: 'state.syncToken = page.syncToken;',
	},
	{
		what: 'sends no token with later pages',
		file: LOOK,
		find: 'if (!isRefused || !syncToken) throw page.error;',
		replace: 'throw page.error;',
	},
	{
		what: 'forgets what it had no time for',
		file: LOOK,
		find: 'state.pending = [...this.pending];',
		replace: 'state.pending = [];',
	},
	{
		what: 'gives up a history that could not be read',
		file: LOOK,
		find: '			this.unreadable.add(id);\n',
		replace: '			this.unreadable.add(id);\n			this.pending.delete(id);\n',
	},
	{
		what: 'reads histories before it knows when a publishing counts',
		file: LOOK,
		find: 'if (goOn && this.pagesRead > 0) goOn',
		replace: 'if (goOn) goOn',
	},
	{
		what: 'lets one unreadable application stop it',
		file: 'shared/failure.ts',
		find: "new Set<FailureKind>(['unavailable', 'refused', 'unexpectedAnswer'])",
		replace: 'new Set<FailureKind>()',
	},
	{
		what: 'takes any refusal for a deleted application',
		file: 'Ashby/stageTrigger/application.ts',
		find: 'if (isNotFound(error)) return undefined;\n			throw error;',
		replace: 'return undefined;',
	},
	{
		what: 'begins a listing without the mind to go on',
		file: LOOK,
		find: '			reading.cursor = page.nextCursor;\n',
		replace:
			'			if (this.settings.timeLeftMs() > 0) reading.cursor = page.nextCursor;\n			else delete state[kind];\n',
	},
	{
		what: 'does not look again at what a resumed run has passed',
		file: LOOK,
		find: '		state.changes = {};\n	}\n',
		replace: '	}\n',
	},
	{
		what: 'catches up on every publishing',
		file: STAYS,
		find: "const afresh = publishing && whenActivated !== 'catchUp';",
		replace: 'const afresh = false;',
	},
	{
		what: 'never catches up',
		file: STAYS,
		find: "const afresh = publishing && whenActivated !== 'catchUp';",
		replace: 'const afresh = publishing;',
	},
	{
		what: 'includes nobody who is there',
		file: STAYS,
		find: 'inForceSince ?? (firesExisting ? 0 : now)',
		replace: 'inForceSince ?? now',
	},
	{
		what: 'lists nobody for a link that is added',
		file: STAYS,
		find: '!(key in before) || (afresh && firesExisting)',
		replace: 'afresh && firesExisting',
	},
	{
		what: 'does not forget the stages of a link that is gone',
		file: STAYS,
		find: 'listingNeeded: listingNeeded || removed',
		replace: 'listingNeeded',
	},
	{
		what: 'watches the stage in every job',
		file: STAYS,
		find: '(link.jobId === ANY_JOB || link.jobId === jobId)',
		replace: 'true',
	},
	{
		what: 'lets those fire who have left',
		file: STAYS,
		find: '!includeWhoLeft || !endedSince(row, memory)',
		replace: '!endedSince(row, memory)',
	},
	{
		what: 'never includes who has left',
		file: STAYS,
		find: '!includeWhoLeft || !endedSince(row, memory)',
		replace: 'true',
	},
	{
		what: 'remembers no stay that has ended',
		file: STAYS,
		find: '	Object.assign(memory.ended, decision.ended);\n',
		replace: '',
	},
	{
		what: 'looks as long as n8n lets it',
		file: POLLING,
		find: 'Math.min(BUDGET_SHARE * budgetOf(context), longest)',
		replace: 'budgetOf(context)',
	},
	{
		what: 'forgets a stay that ended by a transfer',
		file: STAYS,
		find: 'if (includeWhoLeft && isRemembered && row.leftStageAt) {',
		replace: 'if (isRemembered && !row.leftStageAt) {',
	},
	{
		what: 'takes a publishing without any good answer for done',
		file: LOOK,
		find: 'if (this.pagesRead === 0 && !this.settings.scheduled) throw tookTooLong();',
		replace: '',
	},
	{
		what: 'repeats what a note tells of',
		file: REPEATS,
		find: 'if (note.content?.includes(id)) return undefined;',
		replace: '',
	},
	{
		what: 'repeats before n8n has run what was waiting',
		file: REPEATS,
		find: 'if (Date.now() - thisProcess.since < SETTLE_MS) return { lost };',
		replace: '',
	},
	{
		what: 'repeats what this process took over',
		file: HANDED_OVER,
		find: '.filter(([, entry]) => entry.process !== process && entry.delivery < MOST_DELIVERIES)',
		replace: '.filter(([, entry]) => entry.delivery < MOST_DELIVERIES)',
	},
	{
		what: 'keeps nothing of what it handed over',
		file: REPEATS,
		find: 'state.handedOver = forgetSettled(handedOver, state.memory, now, process, includeWhoLeft);',
		replace: 'state.handedOver = {};',
	},
	{
		what: 'forgets what an earlier process took over',
		file: HANDED_OVER,
		find: 'if (entry.process !== process) return entry.delivery < MOST_DELIVERIES;',
		replace: 'if (entry.process !== process) return false;',
	},
	{
		what: 'keeps those who have left',
		file: HANDED_OVER,
		find: 'if (!includeWhoLeft && !standsIn(id, entry, memory)) return false;',
		replace: '',
	},
	{
		what: 'repeats nobody while one application cannot be read',
		file: REPEATS,
		find: 'if (!before || !repeatAfterCrash || !scheduled || !isOfOneRequest(failure)) throw failure;',
		replace: 'throw failure;',
	},
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const jestConfig = createRequire(import.meta.url)('../../jest.config.js') as object;

/** The file with the mutation in it. */
async function mutated({ file, find, replace }: Mutation): Promise<string> {
	const source = await readFile(join(root, 'nodes', file), 'utf8');
	const count = source.split(find).length - 1;
	if (count !== 1) throw new Error(`"${find}" stands ${count} times in ${file}`);
	return source.replace(find, () => replace);
}

/** Runs the model against a copy of the nodes with a mutation in it. Returns what the model said. */
async function runModel(mutation: Mutation, folder: string, runs: number): Promise<string> {
	const nodes = join(folder, 'nodes');
	await cp(join(root, 'nodes'), nodes, { recursive: true });
	await writeFile(join(nodes, mutation.file), await mutated(mutation));
	const config = {
		...jestConfig,
		rootDir: root,
		moduleNameMapper: { '^.*/nodes/(.+)\\.ts$': join(nodes, '$1.ts') },
	};
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const args = [jest, '--config', JSON.stringify(config), 'test/model/stageTrigger'];
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
	await Promise.all(chosen.map(mutated));
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
