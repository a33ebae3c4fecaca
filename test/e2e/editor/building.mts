/** n8n's editor while a person builds a workflow: finding the nodes, and using what one returns in the next. */
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { Everything } from '../../../scripts/everything.mts';
import { templateFile } from '../../../scripts/everything.mts';
import type { WorkflowNode } from '../../../scripts/n8n/client.mts';
import { waitFor } from '../../../scripts/wait.mts';
import { byTestId, Editor, screenshot } from '../editor.mts';
import type { Shared } from './shared.mts';

export function building(shared: Shared): void {
	let everything: Everything;
	let browser: Browser;
	let editor: Editor;

	beforeAll(async () => {
		({ everything, browser } = shared);
		editor = await Editor.open(browser, everything.client);
	});

	test.each([
		['candidate', ['Ashby', 'Willo']],
		['applicant', ['Ashby', 'Willo']],
		['recruiting', ['Ashby', 'Willo']],
		['ATS', ['Ashby']],
		['hiring', ['Ashby', 'Willo']],
		['one-way interview', ['Willo']],
		['video screening', ['Willo']],
		['applicant tracking', ['Ashby']],
	])('the node picker finds by "%s": %s', async (words, expected) => {
		const found = await editor.searchNodes(words);
		await screenshot(editor.page, `picker-${words.replaceAll(' ', '-')}`);
		expect(found).toEqual(expect.arrayContaining(expected));
	});

	test.each([
		['light', /\/(ashby|willo)\.svg$/],
		['dark', /\/(ashby|willo)\.dark\.svg$/],
	] as const)('draws the icons of the theme: %s', async (theme, isOfTheme) => {
		const themed = await Editor.open(browser, everything.client);
		const { page } = themed;
		try {
			const { id } = await everything.client.importWorkflow(
				templateFile('instant'),
				everything.credentials,
				(workflow) => Object.assign(workflow, { id: theme }),
			);
			await page.emulateMedia({ colorScheme: theme });
			await themed.openWorkflow(id);
			const icons = page.locator('[data-test-id="canvas-node"] img');
			await icons.first().waitFor();
			await waitFor('the icons to load', async () => {
				const widths = await icons.evaluateAll((images) =>
					images.map((image) => (image as HTMLImageElement).naturalWidth),
				);
				return widths.every((width) => width > 0);
			});
			const sources = await icons.evaluateAll((images) =>
				images.map((image) => (image as HTMLImageElement).src),
			);
			const ours = sources.filter((source) => source.includes('n8n-nodes-ashby-willo'));
			expect(ours.length).toBeGreaterThan(4);
			for (const source of ours) expect(source).toMatch(isOfTheme);
			await screenshot(page, `canvas-${theme}`);
			await byTestId(page, 'node-creator-plus-button').first().click();
			await byTestId(page, 'node-creator-search-bar').fill('candidate');
			await screenshot(page, `picker-${theme}`);
		} finally {
			await themed.close();
		}
	});

	test('a node shows what it will return before it has run, and a field of that can be used in the next one', async () => {
		const { client, credentials } = everything;
		const nodes = ['Invite to Willo Interview', 'Add Invitation Note'];
		const { id } = await client.importWorkflow(templateFile('growth'), credentials, (workflow) => {
			const start = { id: randomUUID(), name: 'Start', position: [0, 0], parameters: {} };
			workflow.nodes = workflow.nodes.filter(({ name }) => nodes.includes(name));
			for (const { parameters } of workflow.nodes) delete parameters.note;
			const trigger = { ...start, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
			workflow.nodes.push(trigger as unknown as WorkflowNode);
			const [first, second] = nodes.map((node) => ({
				main: [[{ node, type: 'main', index: 0 }]],
			}));
			const connections = { Start: first, [nodes[0]]: second };
			Object.assign(workflow, { id: 'preview', connections });
		});
		const building = await Editor.open(browser, client);
		try {
			await building.openWorkflow(id);
			const panel = await building.openNode(nodes[1]);
			const input = byTestId(panel, 'ndv-input-panel');
			await byTestId(input, 'schema-preview-warning').waitFor();
			const shown = await input.innerText();
			for (const field of ['alreadyInvited', 'participant', 'email', 'note', 'html']) {
				expect(shown).toContain(field);
			}
			await screenshot(building.page, 'preview');
			await byTestId(input, 'run-data-schema-item').getByText('reason', { exact: true }).hover();
			await building.page.mouse.down();
			const note = byTestId(panel, 'parameter-input-note');
			const { x, y, width, height } = (await note.boundingBox())!;
			await building.page.mouse.move(x + width / 2, y + height / 2, { steps: 20 });
			await building.page.mouse.up();
			await note.getByText('{{ $json.reason }}').waitFor();
			await screenshot(building.page, 'preview-used');
		} finally {
			await building.close();
		}
	});
}
