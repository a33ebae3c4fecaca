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
const LIST = 'Ashby/stageTrigger/applicationList.ts';
const PENDING = 'Ashby/stageTrigger/pending.ts';
const POLL = 'Ashby/stageTrigger/poll.ts';
const RULES = 'Ashby/stageTrigger/rules.ts';
const UNCONFIRMED = 'Ashby/stageTrigger/unconfirmed.ts';
const FAILURES = 'Ashby/client/failures.ts';

export const MUTATIONS: Mutation[] = [
	{
		what: 'remembers nothing of what it dealt with',
		file: RULES,
		find: 'if (decision.remembered) memory.entries[applicationId] = decision.remembered;',
		replace: 'if (decision.remembered) return;',
	},
	{
		what: 'remembers the application instead of the entry',
		file: RULES,
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
		file: POLL,
		find: 'copyState(before ?? emptyState())',
		replace: '(before ?? emptyState())',
	},
	{
		what: 'does not know one of the codes that refuse a cursor',
		file: FAILURES,
		find: "	'next_cursor_expired',\n",
		replace: '',
	},
	{
		what: 'stops at an empty page',
		file: LIST,
		find: '...(moreDataAvailable ? { nextCursor } : {})',
		replace: '...(moreDataAvailable && rows.length > 0 ? { nextCursor } : {})',
	},
	{
		what: 'loses the token when a run brings none',
		file: LIST,
		find: 'state.syncToken = syncToken ?? state.syncToken;',
		replace: 'state.syncToken = syncToken;',
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
		file: POLL,
		find: 'list.accept(page)',
		replace: 'settings.timeLeftMs() > 0 && list.accept(page)',
	},
	{
		what: 'catches up on every publishing',
		file: RULES,
		find: "const afresh = publishing && whenActivated !== 'catchUp';",
		replace: 'const afresh = false;',
	},
	{
		what: 'never catches up',
		file: RULES,
		find: "const afresh = publishing && whenActivated !== 'catchUp';",
		replace: 'const afresh = publishing;',
	},
	{
		what: 'lists nobody for a watch that is added',
		file: RULES,
		find: '!(key in before) || (afresh && includes)',
		replace: 'afresh && includes',
	},
	{
		what: 'does not forget the stages of a watch that is gone',
		file: RULES,
		find: 'listingNeeded: listingNeeded || removed',
		replace: 'listingNeeded',
	},
	{
		what: 'watches the stage in every job',
		file: 'Ashby/stageEntry/watchedStages.ts',
		find: '(watched.jobId === ANY_JOB || watched.jobId === jobId)',
		replace: 'true',
	},
	{
		what: 'returns those who have left',
		file: RULES,
		find: '!includeWhoLeft || !endedSince(row, memory)',
		replace: '!endedSince(row, memory)',
	},
	{
		what: 'never includes who has left',
		file: RULES,
		find: '!includeWhoLeft || !endedSince(row, memory)',
		replace: 'true',
	},
	{
		what: 'remembers no entry that has ended',
		file: RULES,
		find: '	Object.assign(memory.ended, decision.ended);\n',
		replace: '',
	},
	{
		what: 'polls as long as n8n lets it',
		file: POLLING,
		find: 'Math.min(BUDGET_SHARE * budgetOf(context), longest)',
		replace: 'budgetOf(context)',
	},
	{
		what: 'forgets an entry that ended by a transfer',
		file: RULES,
		find: 'if (includeWhoLeft && isRemembered && row.leftStageAt) {',
		replace: 'if (isRemembered && !row.leftStageAt) {',
	},
	{
		what: "goes by this machine's clock",
		file: LIST,
		find: '		this.now = serverTime;\n',
		replace: '		this.now = Date.now();\n',
	},
	{
		what: 'lets who entered in the second of publishing wait for an edit',
		file: RULES,
		find: 'present ?? { since: includes ? 0 : now }',
		replace: 'present ?? { since: includes ? 0 : now + 1000 }',
	},
	{
		what: 'includes nobody who is there',
		file: RULES,
		find: 'present ?? { since: includes ? 0 : now }',
		replace: 'present ?? { since: now }',
	},
	{
		what: 'goes by the time of an entry even when everybody is remembered',
		file: RULES,
		find: '(isUnknown && isComplete) || ',
		replace: '',
	},
	{
		what: 'takes everybody for remembered before the first listing has ended',
		file: RULES,
		find: 'return (isUnknown && isComplete) ||',
		replace: 'return isUnknown ||',
	},
	{
		what: 'counts an entry twice that ended in the second in which Include Candidates Who Left came on',
		file: RULES,
		find: 'memory.endedFrom ??= now + 1000;',
		replace: 'memory.endedFrom ??= now;',
	},
	{
		what: 'sends no token with later pages',
		file: LIST,
		find: 'if (!isRefused(failure) || !syncToken) throw failure;',
		replace: 'throw failure;',
	},
	{
		what: 'forgets what it had no time for',
		file: PENDING,
		find: '		state.changed = [...this.changed];\n',
		replace: '		state.changed = [];\n',
	},
	{
		what: 'forgets who was there and what it had no time for',
		file: PENDING,
		find: '		state.existing = [...this.existing];\n',
		replace: '		state.existing = [];\n',
	},
	{
		what: 'gives up a history that could not be read',
		file: PENDING,
		find: '			(hadChanged ? this.changed : this.existing).add(id);\n',
		replace: '			void hadChanged;\n',
	},
	{
		what: 'reads histories before it knows when a publishing counts',
		file: POLL,
		find: 'const mayDecide = pages > 0 && (list',
		replace: 'const mayDecide = pages >= 0 || (list',
	},
	{
		what: 'does not read again what a resumed reading has passed',
		file: LIST,
		find: 'if (state.syncToken) this.beginChanges();',
		replace: '',
	},
	{
		what: 'takes a publishing without any good answer for done',
		file: POLL,
		find: 'if (pages === 0 && !settings.scheduled) throw',
		replace: 'if (false) throw',
	},
	{
		what: 'relies on the token of an empty listing for good',
		file: LIST,
		find: 'if (!this.isCovered) state.syncToken = syncToken;',
		replace: 'state.syncToken ??= syncToken;',
	},
	{
		what: 'takes the token of an empty listing for one that shows every change',
		file: LIST,
		find: 'return this.state.syncToken !== undefined && !this.state.isProvisional',
		replace: 'return this.state.syncToken !== undefined',
	},
	{
		what: 'takes for known who has entered while the listing went on',
		file: RULES,
		find: "return isAwaited || isRecent ? 'read' : 'earlier';",
		replace: "return isAwaited ? 'read' : 'earlier';",
	},
	{
		what: 'returns again what a note names',
		file: PENDING,
		find: '(mayBeNoted && (await this.isNoted(candidateId, id)))',
		replace: 'false',
	},
	{
		what: 'does not look at the notes of whom a candidate was merged into',
		file: PENDING,
		find: 'mayBeNoted && isMerged',
		replace: 'false',
	},
	{
		what: 'repeats what may still be under way',
		file: UNCONFIRMED,
		find: '[4, 8, 16',
		replace: '[1, 8, 16',
	},
	{
		what: 'keeps nothing of what it returned',
		file: POLL,
		find: 'if (repeats) state.unconfirmed[row.id] = next;\n		else delete',
		replace: 'delete',
	},
	{
		what: 'repeats unasked',
		file: POLL,
		find: 'if (repeats) state.unconfirmed[row.id] = next;\n		else delete state.unconfirmed[row.id];',
		replace: 'state.unconfirmed[row.id] = next;',
	},
	{
		what: 'repeats those who have left',
		file: PENDING,
		find: '!settings.includeWhoLeft && !rules.isStillThere(applicationId, id, state.memory)',
		replace: 'false',
	},
	{
		what: 'calls a repeat a first attempt',
		file: POLL,
		find: 'repeats && (unconfirmed.attempts > 0 || unconfirmed.checkNotes === true)',
		replace: 'false',
	},
	{
		what: 'returns no more than the limit and forgets the rest',
		file: PENDING,
		find: '			if (!state.unconfirmed[id].checkNotes) await this.settleEntry(id);\n',
		replace: '			delete state.unconfirmed[id];\n',
	},
	{
		what: 'counts from the entry, however short a candidate is there',
		file: PENDING,
		find: 'waits ? from : 0',
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
		file: PENDING,
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
