/** All templates, before anything is filled in. */
import { readdirSync, readFileSync } from 'node:fs';

import { type INodeParameters, NodeHelpers } from 'n8n-workflow';

import { core } from '../../workflows/parts/core.ts';
import { REMEMBER } from '../../workflows/parts/forget.ts';
import { names } from '../../workflows/parts/lanes.ts';
import { plans } from '../../workflows/parts/plans.ts';
import { moreTemplates, workflowFiles, workflowFor, workflowOf } from '../../workflows/template.ts';
import { OURS } from './templateEngine.mts';

const CORE = Object.values(core).map(({ type }) => `n8n-nodes-base.${type}`);

type Workflow = ReturnType<typeof workflowFor>;

const ofPlans = plans.map((plan) => [plan.file, workflowFor(plan), plan.isInstant] as const);
const others = moreTemplates.map((template) => [template.file, workflowOf(template)] as const);
const all = [...ofPlans, ...others].map(([file, workflow]) => [file, workflow] as const);

type Node = Workflow['nodes'][number];

const isSticky = ({ type }: Node) => type.endsWith('.stickyNote');
const isOverview = (node: Node) => isSticky(node) && node.parameters.color === undefined;
const nodeIn = ({ nodes }: Workflow, name: string) => nodes.find((each) => each.name === name);
const namesOf = (named: Array<{ name: string }>) => named.map(({ name }) => name);
const unknownIn = (given: string[], known: string[]) =>
	given.filter((name) => !known.includes(name));

/** All strings within a value. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const parametersIn = ({ nodes }: Workflow) => textsIn(nodes.map(({ parameters }) => parameters));

test('the committed files are what the source generates', () => {
	const committed = readdirSync('workflows')
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({ name, content: readFileSync(`workflows/${name}`, 'utf8') }));
	const generated = workflowFiles().sort((a, b) => a.name.localeCompare(b.name));
	expect(committed).toEqual(generated);
});

test('all nodes of all templates have different IDs', () => {
	const ids = all.flatMap(([, { nodes }]) => nodes.map(({ id }) => id));
	expect(ids.length).toBeGreaterThan(30);
	expect(new Set(ids).size).toBe(ids.length);
	for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('each plan polls at its interval, and polls for responses often enough', () => {
	const every = (value: number, unit: string) => ({ item: [{ mode: 'everyX', value, unit }] });
	const intervals = ofPlans.map(([file, workflow]) => {
		const timesOf = (name: string) => nodeIn(workflow, name)?.parameters.pollTimes;
		return [file, [names.stageTrigger, names.responseTrigger].map(timesOf)];
	});
	expect(Object.fromEntries(intervals)).toEqual({
		'ashby-willo-launch': [every(3, 'hours'), every(30, 'minutes')],
		'ashby-willo-growth': [every(30, 'minutes'), every(30, 'minutes')],
		'ashby-willo-scale-enterprise': [every(5, 'minutes'), every(5, 'minutes')],
		'ashby-willo-instant': [every(5, 'minutes'), every(5, 'minutes')],
	});
});

describe.each(all)('%s', (_file, workflow) => {
	const { id, nodes, connections } = workflow;
	const stickies = nodes.filter(isSticky);
	const working = nodes.filter((node) => !isSticky(node));

	test('has an ID for which n8n keeps state, nodes of this package and of n8n, and no credentials', () => {
		expect(id.length).toBeLessThanOrEqual(21);
		const types = working.map(({ type }) => type);
		expect(unknownIn(types, [...Object.keys(OURS), ...CORE])).toEqual([]);
		expect(nodes.filter((node) => 'credentials' in node || 'webhookId' in node)).toEqual([]);
	});

	test('only sets parameters and options that our nodes have', () => {
		for (const node of working.filter(({ type }) => type in OURS)) {
			const { pollTimes: _byN8n, ...own } = node.parameters as INodeParameters;
			const { description } = OURS[node.type];
			const properties = description.properties.filter((property) =>
				NodeHelpers.displayParameter(own, property, node, description),
			);
			expect(unknownIn(Object.keys(own), namesOf(properties))).toEqual([]);
			for (const collection of ['options', 'filters']) {
				const options = properties.find(({ name }) => name === collection)?.options ?? [];
				const given = Object.keys((own[collection] as object | undefined) ?? {});
				expect(unknownIn(given, namesOf(options))).toEqual([]);
			}
		}
	});

	test('reaches every node from a trigger, and only names existing nodes', () => {
		expect(new Set(namesOf(nodes)).size).toBe(nodes.length);
		// People copy the one to remember to another workflow.
		const begins = working.filter(({ name, type }) => /Trigger$/.test(type) || name === REMEMBER);
		const reached = new Set(namesOf(begins));
		for (const name of reached) {
			for (const { node } of connections[name]?.main.flat() ?? []) reached.add(node);
		}
		expect([...reached].sort()).toEqual(namesOf(working).sort());
		const texts = parametersIn({ ...workflow, nodes: working }).join('\n');
		const referred = [...texts.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		expect(unknownIn(referred, namesOf(working))).toEqual([]);
	});

	test('has one yellow overview, no two nodes in the same place, and each on a sticky note', () => {
		expect(nodes.filter(isOverview)).toHaveLength(1);
		for (const { name, position } of working) {
			const [x, y] = position;
			const isNear = ({ position: [left, top] }: Node) =>
				Math.abs(x - left) < 200 && Math.abs(y - top) < 160;
			expect(namesOf(working.filter(isNear))).toEqual([name]);
			const isAround = ({ position: [left, top], parameters: { width, height } }: Node) =>
				left < x && x + 96 < left + Number(width) && top < y && y + 96 < top + Number(height);
			expect([name, stickies.some(isAround)]).toEqual([name, true]);
		}
	});

	test('neither archives anybody nor writes in test runs', () => {
		// A person sets up the choices of a field by hand, before publishing.
		const byThemselves = working.filter(({ parameters }) => parameters.operation !== 'setChoices');
		expect(JSON.stringify(byThemselves)).not.toMatch(/InTestRuns|archiveReason/);
	});
});

describe.each(ofPlans)('%s', (_file, workflow, isInstant) => {
	const { nodes, connections } = workflow;

	test('only has expressions of fields, such as {{ $json.a.b }}', () => {
		const expressions = parametersIn(workflow).filter((text) => text.startsWith('='));
		expect(expressions.length).toBeGreaterThan(10);
		const isField = (text: string) =>
			/^=\{\{ \$json(\.[a-zA-Z]+)+( && !\$json(\.[a-zA-Z]+)+)? \}\}$/.test(text);
		expect(expressions.filter((text) => !isField(text))).toEqual([]);
	});

	test('is one line of nodes of this package from each trigger to its note', () => {
		expect(nodes.filter((node) => !(node.type in OURS) && !isSticky(node))).toEqual([]);
		const { stageTrigger, ashbyTrigger, invite, noteInvitation } = names;
		const { willoTrigger, responseTrigger, noteResponse } = names;
		const edges = Object.entries(connections).flatMap(([from, { main }]) =>
			main.flat().map(({ node }) => [from, node]),
		);
		expect(edges).toEqual([
			[stageTrigger, invite],
			...(isInstant ? [[ashbyTrigger, invite]] : []),
			[invite, noteInvitation],
			[willoTrigger, noteResponse],
			[responseTrigger, noteResponse],
		]);
		expect(nodes.filter((node) => 'disabled' in node)).toEqual([]);
	});

	test('invites once, and writes each note once, also after a failure', () => {
		const optionsOf = (name: string) => nodeIn(workflow, name)!.parameters.options;
		expect(optionsOf(names.stageTrigger)).toEqual({
			repeatUntilNoted: true,
			// The webhook goes first.
			...(isInstant && { minMinutesInStage: 5 }),
		});
		expect(optionsOf(names.responseTrigger)).toEqual({ repeatForDays: 7 });
		// With more, n8n's Retry would continue in the middle with candidates who are returned again automatically.
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		// Faults in each step (faults.test.mts) show what else the notes need.
		expect(nodeIn(workflow, names.noteInvitation)).not.toHaveProperty('onError');
		const invites = optionsOf(names.invite) as object;
		expect(Object.keys(invites)).toEqual(['attempt', 'externalId', 'returnNotInvited']);
		expect(invites).toMatchObject({ returnNotInvited: true });
		expect(optionsOf(names.noteInvitation)).toEqual({
			identifyingText: '={{ $json.entryId }}',
			sendNotifications: '={{ $json.needsAttention }}',
		});
		expect(optionsOf(names.noteResponse)).toMatchObject({
			fallbackEmail: '={{ $json.participant.email }}',
			fallbackName: '={{ $json.participant.name }}',
		});
	});

	test('says that a test run sends and writes nothing', () => {
		const said = 'test run sends nothing and writes nothing';
		expect(parametersIn(workflow).join()).toContain(said);
	});
});

describe.each(others)('%s', (file, { nodes }) => {
	// They concern all jobs and interviews, so they only need credentials.
	const hasFields = !/-(stop|invite-now|forget)$/.test(file);
	const isEmpty = (value: unknown) => JSON.stringify(value ?? null).includes('"value":""');

	test('is not published until every job, stage, and interview is selected', () => {
		const toSelect = nodes.filter(({ type, parameters: { links, interview, stage } }) => {
			return type in OURS && isEmpty([links, interview, stage]);
		});
		expect(toSelect.length > 0).toBe(hasFields);
		for (const node of toSelect) {
			const { description } = OURS[node.type];
			const { properties } = description;
			const issues = NodeHelpers.getNodeParametersIssues(properties, node as never, description);
			expect(Object.keys({ ...issues?.parameters })).not.toEqual([]);
		}
	});

	test('names every node to fill in on its overview', () => {
		const text = String(nodes.find(isOverview)!.parameters.content);
		expect(text).toContain('### Setup steps\n1. ');
		const toFillIn = nodes.filter(({ parameters, type }) => {
			const isOpen = parameters.toEmail === '' || Object.values(parameters).some(isEmpty);
			return isOpen && !type.endsWith('.stickyNote');
		});
		expect(toFillIn.length > 0).toBe(hasFields);
		expect(namesOf(toFillIn).filter((name) => !text.includes(name))).toEqual([]);
	});
});

test('the template that moves candidates on says that it rejects nobody', () => {
	const [, { nodes }] = others.find(([file]) => file === 'ashby-willo-move-on')!;
	expect(textsIn(nodes).join()).toContain('This workflow never rejects anyone');
});
