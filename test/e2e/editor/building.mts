/** n8n's editor while a person builds a workflow: finding the nodes, and using what one returns in the next. */
import { waitFor } from '../../../scripts/wait.mts';
import type { Editor } from '../editor.mts';
import { byTestId } from '../editor.mts';
import type { Shared } from './shared.mts';

export function building(shared: Shared): void {
	let editor: Editor;

	beforeAll(async () => {
		editor = await shared.open();
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
		expect(await editor.searchNodes(words)).toEqual(expect.arrayContaining(expected));
	});

	test.each([
		['light', /\/(ashby|willo)\.svg$/],
		['dark', /\/(ashby|willo)\.dark\.svg$/],
	] as const)('draws the icons of the theme: %s', async (theme, isOfTheme) => {
		const { id } = await shared.import('instant');
		await shared.using(async (themed) => {
			await themed.page.emulateMedia({ colorScheme: theme });
			await themed.openWorkflow(id);
			const icons = themed.page.locator('[data-test-id="canvas-node"] img');
			await icons.first().waitFor();
			const images = async () =>
				await icons.evaluateAll((all) =>
					(all as HTMLImageElement[]).map(({ src, naturalWidth }) => ({ src, naturalWidth })),
				);
			await waitFor('the icons to load', async () =>
				(await images()).every(({ naturalWidth }) => naturalWidth > 0),
			);
			const ours = (await images()).filter(({ src }) => src.includes('n8n-nodes-ashby-willo'));
			expect(ours.length).toBeGreaterThan(4);
			for (const { src } of ours) expect(src).toMatch(isOfTheme);
		});
	});

	test('a node shows what it will return before it has run, and a field of that can be used in the next one', async () => {
		const nodes = ['Invite to Willo Interview', 'Add Invitation Note'];
		const { id } = await shared.import('growth', (workflow) => {
			const start = { id: 'start', name: 'Start', position: [0, 0], parameters: {} };
			const trigger = { ...start, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
			workflow.nodes = workflow.nodes.filter(({ name }) => nodes.includes(name));
			for (const { parameters } of workflow.nodes) delete parameters.note;
			workflow.nodes.push(trigger);
			const [first, second] = nodes.map((node) => ({
				main: [[{ node, type: 'main', index: 0 }]],
			}));
			Object.assign(workflow, { connections: { Start: first, [nodes[0]]: second } });
		});
		await shared.using(async (building) => {
			const { page } = building;
			await building.openWorkflow(id);
			const panel = await building.openNode(nodes[1]);
			const input = byTestId(panel, 'ndv-input-panel');
			await byTestId(input, 'schema-preview-warning').waitFor();
			const shown = await input.innerText();
			for (const field of ['alreadyInvited', 'participant', 'email', 'note', 'html']) {
				expect(shown).toContain(field);
			}
			await byTestId(input, 'run-data-schema-item').getByText('reason', { exact: true }).hover();
			await page.mouse.down();
			const note = byTestId(panel, 'parameter-input-note');
			const { x, y, width, height } = (await note.boundingBox())!;
			await page.mouse.move(x + width / 2, y + height / 2, { steps: 20 });
			await page.mouse.up();
			await note.getByText('{{ $json.reason }}').waitFor();
		});
	});
}
