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
const UNCONFIRMED = 'Ashby/stageTrigger/unconfirmed.ts';
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
		what: 'lets one unreadable application stop it',
		file: 'shared/failure.ts',
		find: "new Set<FailureKind>(['unavailable', 'refused', 'unexpectedAnswer'])",
		replace: 'new Set<FailureKind>()',
	},
	{
		what: 'takes any refusal for a deleted application',
		file: 'Ashby/stageEntry/application.ts',
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
		what: "goes by this machine's clock",
		file: LOOK,
		find: '		this.now = serverTime;\n',
		replace: '		this.now = Date.now();\n',
	},
	{
		what: 'lets who entered in the second of publishing wait for an edit',
		file: STAYS,
		find: 'inForceSince ?? { since: firesExisting ? 0 : now }',
		replace: 'inForceSince ?? { since: firesExisting ? 0 : now + 1000 }',
	},
	{
		what: 'includes nobody who is there',
		file: STAYS,
		find: 'inForceSince ?? { since: firesExisting ? 0 : now }',
		replace: 'inForceSince ?? { since: now }',
	},
	{
		what: 'goes by the time of an entry even when everybody is remembered',
		file: STAYS,
		find: '(isNew && isComplete) || ',
		replace: '',
	},
	{
		what: 'takes everybody for remembered before the first listing has ended',
		file: STAYS,
		find: 'return (isNew && isComplete) ||',
		replace: 'return isNew ||',
	},
	{
		what: 'counts a stay twice that ended in the second in which Include Who Left came on',
		file: STAYS,
		find: 'memory.endedFrom ??= now + 1000;',
		replace: 'memory.endedFrom ??= now;',
	},
	{
		what: 'sends no token with later pages',
		file: LOOK,
		find: 'if (!isRefused || !syncToken) throw error;',
		replace: 'throw error;',
	},
	{
		what: 'forgets what it had no time for',
		file: LOOK,
		find: '		state.changed = [...this.changed];\n',
		replace: '		state.changed = [];\n',
	},
	{
		what: 'forgets who stood there and what it had no time for',
		file: LOOK,
		find: '		state.standing = [...this.standing];\n',
		replace: '		state.standing = [];\n',
	},
	{
		what: 'gives up a history that could not be read',
		file: LOOK,
		find: '			(hadChanged ? this.changed : this.standing).add(id);\n',
		replace: '			void hadChanged;\n',
	},
	{
		what: 'reads histories before it knows when a publishing counts',
		file: LOOK,
		find: 'if (this.pagesRead > 0 && this.ready.length',
		replace: 'if (this.ready.length',
	},
	{
		what: 'does not look again at what a resumed run has passed',
		file: LOOK,
		find: 'if (state.syncToken) state.changes = this.newReading();',
		replace: '',
	},
	{
		what: 'takes a publishing without any good answer for done',
		file: LOOK,
		find: 'if (this.pagesRead === 0 && !settings.scheduled) throw',
		replace: 'if (false) throw',
	},
	{
		what: 'relies on the token of an empty listing for good',
		file: LOOK,
		find: 'if (!state.syncToken || state.isProvisional) state.syncToken = page.syncToken;',
		replace: 'state.syncToken ??= page.syncToken;',
	},
	{
		what: 'takes the token of an empty listing for one that shows every change',
		file: LOOK,
		find: 'state.syncToken !== undefined && !state.isProvisional',
		replace: 'state.syncToken !== undefined',
	},
	{
		what: 'absorbs who has entered while the listing went on',
		file: STAYS,
		find: "return awaits || isRecent ? 'read' : 'absorb';",
		replace: "return awaits ? 'read' : 'absorb';",
	},
	{
		what: 'repeats what a note tells of',
		file: LOOK,
		find: '(asks && (await isNoted(open.candidateId)))',
		replace: 'false',
	},
	{
		what: 'does not look at the notes of whom a candidate was merged into',
		file: LOOK,
		find: 'asks && candidate.id !== open.candidateId',
		replace: 'false',
	},
	{
		what: 'repeats what may still be under way',
		file: UNCONFIRMED,
		find: '[4, 8, 16',
		replace: '[1, 8, 16',
	},
	{
		what: 'keeps nothing of what it handed over',
		file: LOOK,
		find: 'if (settings.repeatUntilNoted) state.open[row.id] = next;\n		else delete',
		replace: 'delete',
	},
	{
		what: 'repeats unasked',
		file: LOOK,
		find: 'if (settings.repeatUntilNoted) state.open[row.id] = next;\n		else delete state.open[row.id];',
		replace: 'state.open[row.id] = next;',
	},
	{
		what: 'repeats those who have left',
		file: LOOK,
		find: '!settings.includeWhoLeft && !rules.isStanding(open.applicationId, id, state.memory)',
		replace: 'false',
	},
	{
		what: 'calls a repeat a first attempt',
		file: LOOK,
		find: 'repeats && (open.attempts > 0 || open.asks === true)',
		replace: 'false',
	},
	{
		what: 'hands over no more than the limit and forgets the rest',
		file: LOOK,
		find: '		// What is ready but for its turn costs no request.\n		for (const id of this.fresh) if (!state.open[id].asks) await this.handOver(id);\n',
		replace: '		for (const id of this.fresh) delete state.open[id];\n',
	},
	{
		what: 'counts from the entry, however short a candidate stands there',
		file: LOOK,
		find: 'waits ? entered + minMs - this.aheadMs : 0',
		replace: '0',
	},
	{
		what: 'forgets who waits for the minimum',
		file: UNCONFIRMED,
		find: 'due <= now || due > now',
		replace: 'due === now || due > now',
	},
	{
		what: 'trusts what was left to it before a kill',
		file: LOOK,
		find: 'if (!settings.scheduled) this.distrust();',
		replace: '',
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
