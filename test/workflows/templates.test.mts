import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodeType } from 'n8n-workflow';

import { names } from '../../workflows/parts/lanes.ts';
import { plans } from '../../workflows/parts/plans.ts';
import { moreTemplates, workflowFiles, workflowFor, workflowOf } from '../../workflows/template.ts';
import { OURS } from './templateEngine.mts';

const FOLDER = join(__dirname, '../../workflows');

type Workflow = ReturnType<typeof workflowFor>;

function nodeOf({ nodes }: Workflow, name: string) {
	const node = nodes.find((each) => each.name === name);
	if (!node) throw new Error(`The template has no node ${name}`);
	return node;
}

/** The ways through from a node: the names on each, in order. */
function waysFrom({ connections }: Workflow, name: string): string[][] {
	const targets = connections[name]?.main.flat() ?? [];
	if (targets.length === 0) return [[name]];
	return targets.flatMap(({ node }) =>
		waysFrom({ connections } as Workflow, node).map((rest) => [name, ...rest]),
	);
}

test('the committed files are what the source generates', () => {
	const committed = readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({ name, content: readFileSync(join(FOLDER, name), 'utf8') }));
	const generated = workflowFiles().sort((a, b) => a.name.localeCompare(b.name));
	expect(committed).toEqual(generated);
});

test('all nodes of all templates have different IDs', () => {
	const workflows = [...plans.map(workflowFor), ...moreTemplates.map(workflowOf)];
	const ids = workflows.flatMap(({ nodes }) => nodes.map(({ id }) => id));
	expect(ids.length).toBeGreaterThan(30);
	expect(new Set(ids).size).toBe(ids.length);
	for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('each plan polls at its interval, and polls for responses often enough', () => {
	const intervals = plans.map((plan) => {
		const { nodes } = workflowFor(plan);
		const times = [names.stageTrigger, names.responseTrigger].map(
			(name) => nodes.find((node) => node.name === name)?.parameters.pollTimes,
		);
		return [plan.file, times];
	});
	const every = (value: number, unit: string) => ({ item: [{ mode: 'everyX', value, unit }] });
	expect(Object.fromEntries(intervals)).toEqual({
		'ashby-willo-launch': [every(3, 'hours'), every(30, 'minutes')],
		'ashby-willo-growth': [every(30, 'minutes'), every(30, 'minutes')],
		'ashby-willo-scale-enterprise': [every(5, 'minutes'), every(5, 'minutes')],
		'ashby-willo-instant': [every(5, 'minutes'), every(5, 'minutes')],
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

/** All strings within a value. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe.each(plans.map((plan) => [plan.file, workflowFor(plan), plan.isInstant] as const))(
	'%s',
	(_id, workflow, isInstant) => {
		const { nodes, connections } = workflow;

		test('has an ID for which n8n keeps state', () => {
			expect(workflow.id.length).toBeLessThanOrEqual(21);
		});

		test('only uses nodes of this package', () => {
			const known = [...Object.keys(OURS), 'n8n-nodes-base.stickyNote'];
			expect(nodes.map(({ type }) => type).filter((type) => !known.includes(type))).toEqual([]);
		});

		test('only sets parameters and options that the nodes have', () => {
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

		test('connects existing nodes, each with its own name and ID', () => {
			const nodeNames = nodes.map(({ name }) => name);
			expect(new Set(nodeNames).size).toBe(nodes.length);
			expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
			const targets = Object.values(connections).flatMap(({ main }) => main.flat());
			const mentioned = [...Object.keys(connections), ...targets.map(({ node }) => node)];
			expect(mentioned.filter((name) => !nodeNames.includes(name))).toEqual([]);
		});

		test('only has expressions of fields, such as {{ $json.a.b }}', () => {
			const texts = textsIn(nodes.map(({ parameters }) => parameters));
			const expressions = texts.filter((text) => text.startsWith('='));
			expect(expressions.length).toBeGreaterThan(10);
			const isField = (text: string) =>
				/^=\{\{ \$json(\.[a-zA-Z]+)+( && !\$json(\.[a-zA-Z]+)+)? \}\}$/.test(text);
			expect(expressions.filter((text) => !isField(text))).toEqual([]);
		});

		test('is one line from each trigger to its note', () => {
			const { stageTrigger, ashbyTrigger, invite, noteInvitation } = names;
			const { willoTrigger, responseTrigger, noteResponse } = names;
			const triggers = nodes.filter(({ type }) => type.endsWith('Trigger')).map(({ name }) => name);
			expect(triggers.flatMap((name) => waysFrom(workflow, name))).toEqual([
				[stageTrigger, invite, noteInvitation],
				...(isInstant ? [[ashbyTrigger, invite, noteInvitation]] : []),
				[willoTrigger, noteResponse],
				[responseTrigger, noteResponse],
			]);
			expect(nodes.filter((node) => 'disabled' in node)).toEqual([]);
		});

		test('contains no credentials and one yellow overview', () => {
			expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
			const stickies = nodes.filter(({ type }) => type.endsWith('stickyNote'));
			expect(stickies.filter(({ parameters }) => parameters.color === undefined)).toHaveLength(1);
		});

		test('repeats until noted, and the instant template lets the webhook go first', () => {
			expect(nodeOf(workflow, names.stageTrigger).parameters.options).toEqual({
				repeatUntilNoted: true,
				...(isInstant && { minMinutesInStage: 5 }),
			});
			expect(nodeOf(workflow, names.responseTrigger).parameters.options).toEqual({
				repeatForDays: 7,
			});
			// With more, n8n's Retry would continue in the middle with candidates who are returned again automatically.
			expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		});

		test('invites and adds the note with the same attempt', () => {
			const invite = nodeOf(workflow, names.invite);
			// The note of the others is written, whatever one of them met.
			expect(invite.onError).toBe('continueRegularOutput');
			expect(invite.parameters.options).toEqual({
				attempt: '={{ $json.attempt }}',
				externalId: '={{ $json.candidate.id }}',
				returnNotInvited: true,
			});
			const note = nodeOf(workflow, names.noteInvitation);
			expect(note).not.toHaveProperty('onError');
			expect(note.parameters.options).toEqual({
				identifyingText: '={{ $json.entryId }}',
				sendNotifications: '={{ $json.needsAttention }}',
			});
		});

		test("looks for the response's ID in the notes before it adds one", () => {
			expect(nodeOf(workflow, names.noteResponse).parameters).toMatchObject({
				note: '={{ $json.note.html }}',
				options: {
					fallbackEmail: '={{ $json.participant.email }}',
					fallbackName: '={{ $json.participant.name }}',
					identifyingText: '={{ $json.id }}',
				},
			});
		});

		test('sends and writes nothing in a test run, and says so', () => {
			const texts = textsIn(nodes.map(({ parameters }) => parameters));
			expect(texts.join()).toContain('test run sends nothing and writes nothing');
			expect(JSON.stringify(nodes)).not.toMatch(/InTestRuns/);
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
