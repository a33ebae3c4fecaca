/** The templates other than the plans' own, before anything is filled in. */
import type { INodeProperties, INodeType } from 'n8n-workflow';

import { core } from '../../workflows/parts/core.ts';
import { REMEMBER } from '../../workflows/parts/forget.ts';
import { moreTemplates, workflowOf } from '../../workflows/template.ts';
import { missingIn } from './coreNodes.mts';
import { OURS } from './templateEngine.mts';

const CORE = Object.values(core).map(({ type }) => `n8n-nodes-base.${type}`);
const STICKY = 'n8n-nodes-base.stickyNote';

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The fields that n8n shows for these parameters, with what they can be set to. */
function shown(type: INodeType, parameters: Record<string, unknown>): INodeProperties[] {
	return type.description.properties.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
			(values as unknown[]).includes(parameters[name]),
		),
	);
}

describe.each(moreTemplates.map((template) => [template.file, workflowOf(template)] as const))(
	'%s',
	(file, { id, nodes, connections }) => {
		// They concern all jobs and interviews, so they only need credentials.
		const hasFields = !/-(stop|invite-now|forget)$/.test(file);
		const stickies = nodes.filter(({ type }) => type === STICKY);
		const working = nodes.filter(({ type }) => type !== STICKY);
		const targetsOf = (name: string) =>
			connections[name]?.main.flat().map(({ node }) => node) ?? [];

		test('has an ID for which n8n keeps state', () => {
			expect(id.length).toBeLessThanOrEqual(21);
		});

		test('uses nodes of this package and of n8n, and contains no credentials', () => {
			const known = [...Object.keys(OURS), ...CORE];
			expect(working.map(({ type }) => type).filter((type) => !known.includes(type))).toEqual([]);
			expect(nodes.filter((node) => 'credentials' in node || 'webhookId' in node)).toEqual([]);
		});

		test('only sets parameters and options that our nodes have', () => {
			for (const { type, parameters } of working.filter((node) => node.type in OURS)) {
				const { pollTimes: _byN8n, ...own } = parameters;
				const properties = shown(OURS[type], own);
				const names = properties.map(({ name }) => name);
				expect(Object.keys(own).filter((name) => !names.includes(name))).toEqual([]);
				for (const collection of ['options', 'filters']) {
					const options = properties.find(({ name }) => name === collection)?.options ?? [];
					const given = Object.keys((own[collection] as object | undefined) ?? {});
					const known = options.map(({ name }) => name);
					expect(given.filter((name) => !known.includes(name))).toEqual([]);
				}
			}
		});

		test('is not published until every job, stage, and interview is selected', () => {
			const toSelect = working.filter(({ type, parameters }) => {
				const { links, interview, stage } = parameters;
				return type in OURS && /"value":""/.test(JSON.stringify([links, interview, stage]));
			});
			expect(toSelect.length > 0).toBe(hasFields);
			for (const node of toSelect)
				expect(missingIn(OURS[node.type], node as never)).not.toEqual([]);
		});

		test('reaches every node from a trigger, and only names existing nodes', () => {
			const names = working.map(({ name }) => name);
			expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
			const reached = new Set(
				working
					// People copy the one to remember to another workflow.
					.filter(({ name, type }) => /Trigger$/.test(type) || name === REMEMBER)
					.map(({ name }) => name),
			);
			for (const name of reached) for (const target of targetsOf(name)) reached.add(target);
			expect([...reached].sort()).toEqual([...names].sort());
			const texts = textsIn(working.map(({ parameters }) => parameters)).join('\n');
			const referred = [...texts.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
			expect(referred.filter((name) => !names.includes(name))).toEqual([]);
		});

		test('has one yellow overview, which names every node to fill in', () => {
			const [overview, ...others] = stickies.filter(
				({ parameters }) => parameters.color === undefined,
			);
			expect(others).toEqual([]);
			const text = String(overview.parameters.content);
			expect(text).toContain('### Setup steps\n1. ');
			const toFillIn = working.filter(({ parameters }) =>
				Object.entries(parameters).some(
					([name, value]) =>
						(name === 'toEmail' && value === '') || JSON.stringify(value).includes('"value":""'),
				),
			);
			expect(toFillIn.length > 0).toBe(hasFields);
			expect(toFillIn.map(({ name }) => name).filter((name) => !text.includes(name))).toEqual([]);
		});

		test('has no two nodes on the canvas in the same place, and each on a sticky note', () => {
			const overlaps = working.flatMap((a, index) =>
				working
					.slice(index + 1)
					.filter((b) => Math.abs(a.position[0] - b.position[0]) < 200)
					.filter((b) => Math.abs(a.position[1] - b.position[1]) < 160)
					.map((b) => [a.name, b.name]),
			);
			expect(overlaps).toEqual([]);
			const outside = working.filter(
				({ position: [x, y] }) =>
					!stickies.some(({ position: [left, top], parameters: { width, height } }) => {
						const right = left + Number(width);
						const bottom = top + Number(height);
						return x > left && x + 96 < right && y > top && y + 96 < bottom;
					}),
			);
			expect(outside.map(({ name }) => name)).toEqual([]);
		});

		test('neither archives anybody nor writes in test runs', () => {
			// A person sets up the choices of a field by hand, before publishing.
			const others = working.filter(({ parameters }) => parameters.operation !== 'setChoices');
			const text = JSON.stringify(others);
			expect(text).not.toMatch(/InTestRuns|archiveReason/);
		});
	},
);

test('the template that moves candidates on says that it rejects nobody', () => {
	const { nodes } = moreTemplates.find(({ file }) => file === 'ashby-willo-move-on')!;
	expect(textsIn(nodes).join()).toContain('This workflow never rejects anyone');
});
