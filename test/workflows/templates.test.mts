import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodeType } from 'n8n-workflow';

import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { AshbyTrigger } from '../../nodes/Ashby/AshbyTrigger.node.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../nodes/Willo/WilloTrigger.node.ts';
import { names, plans, workflowFiles, workflowFor } from '../../workflows/template.ts';

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
	'n8n-nodes-base.if',
	'n8n-nodes-base.noOp',
	'n8n-nodes-base.removeDuplicates',
	'n8n-nodes-base.stickyNote',
];

test('the committed files are what the source generates', () => {
	const committed = readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({ name, content: readFileSync(join(FOLDER, name), 'utf8') }));
	const generated = workflowFiles().sort((a, b) => a.name.localeCompare(b.name));
	expect(committed).toEqual(generated);
});

test('the instant template has the webhook lane beside the polling one, into one invitation', () => {
	const plan = plans.find(({ isInstant }) => isInstant);
	const { nodes, connections } = workflowFor(plan!);
	const node = nodes.find(({ name }) => name === names.ashbyTrigger);
	expect(node?.parameters).toMatchObject({ event: 'candidateStageChange' });
	expect(connections[names.ashbyTrigger]).toEqual(connections[names.stageTrigger]);
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

describe.each(plans.map((plan) => [plan.file, workflowFor(plan)] as const))(
	'%s',
	(_id, workflow) => {
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
			if (workflow.id === 'ashby-willo-instant') {
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

		test('removes duplicates by the id of the stay, right before the invitation', () => {
			const node = nodes.find(({ name }) => name === names.removeDuplicates);
			expect(node?.parameters).toMatchObject({
				operation: 'removeItemsSeenInPreviousExecutions',
				dedupeValue: '={{ $json.id }}',
			});
		});
	},
);
