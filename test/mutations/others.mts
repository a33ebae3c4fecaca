/** Breaks what the model doesn't cover: the sandbox, what the nodes do when a vendor fails, and pages. */
import type { Row } from '../model/mutations/inFile.mts';
import { inFile } from '../model/mutations/inFile.mts';
import type { Mutation } from '../model/mutations/run.mts';

const SANDBOX = '../test/sandbox';

/** Mutations of a file, each of which the same test must notice. */
const broken = (file: string, test: string, ...rows: Row[]) =>
	inFile(file, rows).map((mutation) => ({ ...mutation, test }));

export const OTHERS_BROKEN: Mutation[] = [
	...broken(`${SANDBOX}/faults.mts`, 'test/nodes/Ashby/actions/candidate/addNote', [
		'sandbox: a lost answer means that nothing was done',
		"\t\tcase 'drop':\n\t\t\treturn { status: 0, body: '' };",
		"\t\tcase 'drop':\n\t\tcase 'dropAfter':\n\t\t\treturn { status: 0, body: '' };",
	]),
	...broken(`${SANDBOX}/faults.mts`, 'test/chaos/faults/operations', [
		'sandbox: half an answer is a whole one',
		'void reply.code(answer.status).headers(headers).send(half);',
		'void reply.code(answer.status).headers(headers).send(whole);',
	]),
	...broken(`${SANDBOX}/ashby.mts`, 'test/live/main', [
		'sandbox: Ashby takes a key without the permission',
		'if (!key.permissions.includes(endpoint.permission)) return',
		'if (false) return',
	]),
	...broken(`${SANDBOX}/ashby.mts`, 'test/nodes/Ashby/methods/credentialTest', [
		'sandbox: Ashby takes a key that is disabled',
		"password === '' && key && !key.disabled",
		"password === '' && key",
	]),
	...broken(
		`${SANDBOX}/ashby/listing.mts`,
		'test/sandbox/ashby.test',
		['sandbox: a token never expires', 'this.switches.tokenLifetimeDays', 'Infinity'],
		['sandbox: an incremental run shows the deleted', 'if (source.has?.(row.id)) yield', 'yield'],
	),
	...broken(`${SANDBOX}/ashby/people.mts`, 'test/sandbox/ashby.test', [
		'sandbox: a stage is left at the moment in which the next one is entered',
		'const LEFT_BEFORE_MS = 3;',
		'const LEFT_BEFORE_MS = 0;',
	]),
	...broken(`${SANDBOX}/ashby/webhooks.mts`, 'test/nodes/Ashby/webhookTrigger/signed', [
		'sandbox: Ashby signs with nothing',
		"createHmac('sha256', secretToken)",
		"createHmac('sha256', '')",
	]),
	...broken(`${SANDBOX}/ashby/webhooks.mts`, 'test/sandbox/ashby.test', [
		'sandbox: Ashby repeats a delivery that was refused for good',
		'const FINAL_STATUSES = [401, 403, 404, 405, 410];',
		'const FINAL_STATUSES: number[] = [];',
	]),
	...broken(`${SANDBOX}/ashby/notes.mts`, 'test/live/facts', [
		'sandbox: Ashby keeps every element of a note',
		"if (type === 'text/html') return stripHtml(content, switches);",
		"if (type === 'text/html') return content;",
	]),
	...broken(`${SANDBOX}/ashby/listing.mts`, 'test/live/facts', [
		'sandbox: a token covers the same changes in every reading',
		"const readAt = tokenCovers === 'rowRead' ? new Map(run.readAt) : undefined;",
		'const readAt = tokenCovers && undefined;',
	]),
	...broken(`${SANDBOX}/willo/routes.mts`, 'test/live/facts', [
		'sandbox: Willo honors the filters of a list in every reading',
		"switches.listFilters === 'ignored' ||",
		'',
	]),
	...broken(`${SANDBOX}/willo/deliveries.mts`, 'test/live/facts', [
		'sandbox: Willo repeats no delivery in any reading',
		'repeat < switches.deliveryRepeats;',
		'repeat < 1;',
	]),
	...broken(`${SANDBOX}/page/notes.mts`, 'test/sandbox/page', [
		'sandbox: its page shows a note as it is',
		'const escaped = escape(note.content);',
		'const escaped = note.content;',
	]),
	...broken('Ashby/client/client.ts', 'test/chaos/faults/operations', [
		'faults: a write whose answer was lost is sent again',
		'const isWrite = WRITES.has(method);',
		'const isWrite = false;',
	]),
	...broken('shared/api/http.ts', 'test/chaos/faults/entries', [
		'faults: a redirect is followed',
		'disableFollowRedirect: true,',
		'disableFollowRedirect: false,',
	]),
	...broken('shared/processMemory.ts', 'test/nodes/shared/processMemory', [
		'a process remembers what the one before it did',
		'for (const memory of memories) memory.clear();',
		'',
	]),
	...broken(
		'../docs/benchmark.md',
		'test/docs/docs.test',
		['docs: a link leads nowhere', '](../test/bench/naive.mts)', '](../test/bench/none.mts)'],
		['docs: a command does not exist', '`npm run bench -- 1000`', '`npm run benches -- 1000`'],
		['docs: a field does not exist', '*Candidates Already in', '*Candidates Still in'],
	),
	...broken('../docs/nodes/ashby-stage-trigger.md', 'test/docs/docs.test', [
		'docs: a default is wrong',
		'| *Retry Until a Note Exists* | off |',
		'| *Retry Until a Note Exists* | on |',
	]),
	...broken('../CONTRIBUTING.md', 'test/map.test', [
		'docs: the map is out of date',
		'    nodes_Willo_actions --> nodes_Willo_client\n',
		'',
	]),
	...broken(
		'../test/previews/schemaOf.mts',
		'test/previews',
		['previews: nothing can be null', '{ nullable: true as const }', '{}'],
		[
			'previews: of the items of several lists, only those of the first count',
			'itemsOf((known as unknown[][]).flat())',
			'itemsOf((known as unknown[][])[0])',
		],
	),
];
