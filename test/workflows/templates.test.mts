import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

import type { INodeProperties, INodeType } from 'n8n-workflow';

import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { AshbyTrigger } from '../../nodes/Ashby/AshbyTrigger.node.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../nodes/Willo/WilloTrigger.node.ts';
import { names } from '../../workflows/parts/names.ts';
import { plans } from '../../workflows/parts/plans.ts';
import { workflowFiles, workflowFor } from '../../workflows/template.ts';

const FOLDER = join(__dirname, '../../workflows');

const OURS: Record<string, INodeType> = {
	'n8n-nodes-ashby-willo.ashby': new Ashby(),
	'n8n-nodes-ashby-willo.ashbyStageTrigger': new AshbyStageTrigger(),
	'n8n-nodes-ashby-willo.ashbyTrigger': new AshbyTrigger(),
	'n8n-nodes-ashby-willo.willo': new Willo(),
	'n8n-nodes-ashby-willo.willoResponseTrigger': new WilloResponseTrigger(),
	'n8n-nodes-ashby-willo.willoTrigger': new WilloTrigger(),
};
const OF_N8N = [
	'n8n-nodes-base.filter',
	'n8n-nodes-base.if',
	'n8n-nodes-base.noOp',
	'n8n-nodes-base.removeDuplicates',
	'n8n-nodes-base.splitInBatches',
	'n8n-nodes-base.stickyNote',
	'n8n-nodes-base.stopAndError',
];

type Workflow = ReturnType<typeof workflowFor>;

function nodeOf({ nodes }: Workflow, name: string) {
	const node = nodes.find((each) => each.name === name);
	if (!node) throw new Error(`The template has no node ${name}`);
	return node;
}

/** A node's targets, one list for each of its outputs. */
function targetsOf({ connections }: Workflow, name: string): string[][] {
	const outputs = (connections as Record<string, { main: { node: string }[][] }>)[name]?.main ?? [];
	return outputs.map((targets) => targets.map(({ node }) => node));
}

/** What an expression gives: `$json` is the item, `$('…').item` the entry in the loop. */
function valueOf(expression: unknown, { entry = {}, $json = entry }: Record<string, unknown>) {
	const [, code] = /^=\{\{(.*)\}\}$/.exec(String(expression))!;
	return runInNewContext(code, { $json, $: () => ({ item: { json: entry } }) });
}

test('the committed files are what the source generates', () => {
	const committed = readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({ name, content: readFileSync(join(FOLDER, name), 'utf8') }));
	const generated = workflowFiles().sort((a, b) => a.name.localeCompare(b.name));
	expect(committed).toEqual(generated);
});

test('the instant template has the webhook beside the polling, into one loop', () => {
	const workflow = workflowFor(plans.find(({ isInstant }) => isInstant)!);
	expect(nodeOf(workflow, names.ashbyTrigger).parameters).toMatchObject({
		event: 'candidateStageChange',
	});
	expect(targetsOf(workflow, names.ashbyTrigger)).toEqual([[names.loop]]);
});

test('each plan polls at its interval', () => {
	const intervals = plans.map((plan) => {
		const trigger = workflowFor(plan).nodes.find(({ name }) => name === names.stageTrigger);
		return [plan.file, trigger?.parameters.pollTimes];
	});
	expect(Object.fromEntries(intervals)).toEqual({
		'ashby-willo-launch': { item: [{ mode: 'everyX', value: 3, unit: 'hours' }] },
		'ashby-willo-growth': { item: [{ mode: 'everyX', value: 30, unit: 'minutes' }] },
		'ashby-willo-scale-enterprise': { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] },
		'ashby-willo-instant': { item: [{ mode: 'everyX', value: 3, unit: 'hours' }] },
	});
});

/** The properties that n8n shows for these parameters: an operation's own are those of its resource. */
function shownProperties(type: INodeType, parameters: Record<string, unknown>): INodeProperties[] {
	return type.description.properties.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
			(values as unknown[] | undefined)?.includes(parameters[name]),
		),
	);
}

describe.each(plans.map((plan) => [plan.file, workflowFor(plan), plan.isInstant] as const))(
	'%s',
	(_id, workflow, isInstant) => {
		const { nodes, connections } = workflow;

		test('has an id for which n8n keeps state', () => {
			expect(workflow.id.length).toBeLessThanOrEqual(21);
		});

		test('uses node types of this package and a few of n8n', () => {
			const known = [...Object.keys(OURS), ...OF_N8N];
			expect(nodes.map(({ type }) => type).filter((type) => !known.includes(type))).toEqual([]);
		});

		test('sets only parameters and options that the nodes have', () => {
			for (const node of nodes.filter(({ type }) => type in OURS)) {
				const { pollTimes: _byN8n, ...parameters } = node.parameters;
				const shown = shownProperties(OURS[node.type], parameters);
				const known = shown.map(({ name }) => name);
				expect(Object.keys(parameters).filter((name) => !known.includes(name))).toEqual([]);
				const options = shown.find(({ name }) => name === 'options')?.options ?? [];
				const optionNames = options.map(({ name }) => name);
				const given = Object.keys((parameters.options as object | undefined) ?? {});
				expect(given.filter((name) => !optionNames.includes(name))).toEqual([]);
			}
		});

		test('connects nodes that exist, each with a name and an id of its own', () => {
			const nodeNames = nodes.map(({ name }) => name);
			expect(new Set(nodeNames).size).toBe(nodes.length);
			expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
			const targets = Object.values(connections).flatMap(({ main }) => main.flat());
			const mentioned = [...Object.keys(connections), ...targets.map(({ node }) => node)];
			expect(mentioned.filter((name) => !nodeNames.includes(name))).toEqual([]);
		});

		test('every expression refers to a node that exists', () => {
			const referred = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)].map(
				([, name]) => name,
			);
			expect(referred.length).toBeGreaterThan(5);
			expect(referred.filter((name) => !nodes.some((node) => node.name === name))).toEqual([]);
		});

		test('has a switch for an n8n that Willo cannot reach: two triggers, one lane, one of them off', () => {
			// An instant one is for an n8n that can be reached.
			if (isInstant) {
				expect(nodes.map(({ name }) => name)).not.toContain(names.responseTrigger);
				return;
			}
			const node = (name: string) => nodes.find((each) => each.name === name)!;
			const { responseTrigger, willoTrigger, response } = names;
			expect(node(willoTrigger)).not.toHaveProperty('disabled');
			expect(node(responseTrigger)).toMatchObject({
				type: 'n8n-nodes-ashby-willo.willoResponseTrigger',
				disabled: true,
				parameters: { pollTimes: { item: [{ mode: 'everyX', value: 30, unit: 'minutes' }] } },
			});
			expect(connections[responseTrigger]).toEqual(connections[willoTrigger]);
			expect(connections[willoTrigger].main[0].map((target) => target.node)).toEqual([response]);
			const expressions = JSON.stringify(nodes);
			expect(expressions).not.toContain(`$('${willoTrigger}')`);
			expect(expressions).not.toContain(`$('${responseTrigger}')`);
			const overview = nodes.find(({ name }) => name === 'About This Workflow');
			expect(overview?.parameters.content).toContain(`activate **${responseTrigger}**`);
		});

		test('carries no credentials and has one yellow overview', () => {
			expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
			const stickies = nodes.filter(({ type }) => type.endsWith('stickyNote'));
			expect(stickies.filter(({ parameters }) => parameters.color === undefined)).toHaveLength(1);
		});

		test('hands out again whom a crash has stopped, and saves no progress for a retry', () => {
			expect(nodeOf(workflow, names.stageTrigger).parameters.options).toEqual({
				repeatAfterCrash: true,
			});
			// With it, Retry would go on within a candidate who comes again by themselves.
			expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		});

		test('takes one candidate at a time, and each way through leads back to the loop', () => {
			expect(nodeOf(workflow, names.loop)).toMatchObject({
				type: 'n8n-nodes-base.splitInBatches',
				typeVersion: 3,
				parameters: { batchSize: 1 },
			});
			const { loop, noteNotInvited } = names;
			expect(targetsOf(workflow, names.stageTrigger)).toEqual([[loop]]);
			expect(targetsOf(workflow, loop)).toEqual([[names.unwritten], [names.removeDuplicates]]);
			expect(targetsOf(workflow, names.removeDuplicates)).toEqual([[names.lookAtNotes], [loop]]);
			expect(targetsOf(workflow, names.lookAtNotes)).toEqual([
				[names.notYetNoted],
				[noteNotInvited],
			]);
			expect(targetsOf(workflow, names.notYetNoted)).toEqual([[names.hasEmail], [loop]]);
			expect(targetsOf(workflow, names.hasEmail)).toEqual([[names.invite], [noteNotInvited]]);
			expect(targetsOf(workflow, names.invite)).toEqual([[names.noteInvitation], [noteNotInvited]]);
			expect(targetsOf(workflow, names.noteInvitation)).toEqual([[loop]]);
			expect(targetsOf(workflow, noteNotInvited)).toEqual([[loop]]);
			expect(targetsOf(workflow, names.unwritten)).toEqual([[names.tellUnwritten]]);
			expect(targetsOf(workflow, names.tellUnwritten)).toEqual([]);
		});

		test('goes on with the next candidate whatever a node of the loop meets', () => {
			const onError = (name: string) => nodeOf(workflow, name).onError;
			expect(onError(names.removeDuplicates)).toBe('continueRegularOutput');
			expect(onError(names.lookAtNotes)).toBe('continueErrorOutput');
			expect(onError(names.invite)).toBe('continueErrorOutput');
			for (const name of [names.noteInvitation, names.noteNotInvited]) {
				expect(onError(name)).toBe('continueRegularOutput');
			}
			for (const name of [names.lookAtNotes, names.noteInvitation, names.noteNotInvited]) {
				const patient = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 };
				expect(nodeOf(workflow, name)).toMatchObject(patient);
			}
		});

		test('refers to the entry within the loop only by the node that hands it out', () => {
			const inLoop = nodes.filter(({ name }) =>
				[
					...[names.removeDuplicates, names.lookAtNotes, names.notYetNoted, names.hasEmail],
					...[names.invite, names.noteInvitation, names.noteNotInvited],
				].some((each) => each === name),
			);
			const referred = [...JSON.stringify(inLoop).matchAll(/\$\('([^']+)'\)/g)];
			expect(new Set(referred.map(([, name]) => name))).toEqual(new Set([names.loop]));
		});

		test('lets an entry through once, and what may be a repeat under a key of its own', () => {
			const { parameters } = nodeOf(workflow, names.removeDuplicates);
			expect(parameters).toMatchObject({ operation: 'removeItemsSeenInPreviousExecutions' });
			const key = (more: object) =>
				valueOf(parameters.dedupeValue, { $json: { id: 'a', ...more } });
			// An item of the webhook has neither field.
			expect(key({})).toBe('a');
			expect(key({ delivery: 1, beforeRestart: false })).toBe('a');
			expect(key({ delivery: 1, beforeRestart: true })).toBe(isInstant ? 'a-poll' : 'a');
			expect(key({ delivery: 2, beforeRestart: true })).toBe('a-2');
			expect(key({ delivery: 3, beforeRestart: false })).toBe('a-3');
		});

		test('asks Willo first about whom it may have invited already, since the entry began', () => {
			const enteredStageAt = '2026-03-02T09:02:00.000Z';
			const options = nodeOf(workflow, names.invite).parameters.options as Record<string, string>;
			const choice = (more: object) => valueOf(options.ifAlreadyInvited, { entry: more });
			expect(choice({})).toBe('inviteAgain');
			expect(choice({ delivery: 1, beforeRestart: false })).toBe('inviteAgain');
			expect(choice({ delivery: 1, beforeRestart: true })).toBe(isInstant ? 'skip' : 'inviteAgain');
			expect(choice({ delivery: 2, beforeRestart: true })).toBe('skip');
			expect(valueOf(options.invitedSince, { entry: { enteredStageAt } })).toBe(enteredStageAt);
		});

		test('names the entry in both notes, and looks for that name', () => {
			const named = `Entry: {{ $('${names.loop}').item.json.id }}`;
			for (const name of [names.noteInvitation, names.noteNotInvited]) {
				const { parameters } = nodeOf(workflow, name);
				expect(String(parameters.note).endsWith(named)).toBe(true);
				expect(parameters.options).toMatchObject({ skipIfExists: true });
			}
			const { conditions } = nodeOf(workflow, names.notYetNoted).parameters.conditions as {
				conditions: { leftValue: string; operator: object }[];
			};
			expect(conditions[0].operator).toMatchObject({ type: 'boolean', operation: 'false' });
			const isNoted = (...contents: (string | null)[]) => {
				const notes = contents.map((content) => ({ content }));
				return valueOf(conditions[0].leftValue, { entry: { id: 'a1' }, $json: { notes } });
			};
			expect(isNoted()).toBe(false);
			expect(isNoted(null, 'Entry: b2')).toBe(false);
			expect(isNoted('Called her', 'Invited. Entry: a1')).toBe(true);
		});

		test('has no two nodes on the canvas in the same place', () => {
			const placed = nodes.filter(({ type }) => !type.endsWith('stickyNote'));
			const overlaps = placed.flatMap((a, index) =>
				placed
					.slice(index + 1)
					.filter((b) => Math.abs(a.position[0] - b.position[0]) < 200)
					.filter((b) => Math.abs(a.position[1] - b.position[1]) < 160)
					.map((b) => [a.name, b.name]),
			);
			expect(overlaps).toEqual([]);
		});
	},
);
