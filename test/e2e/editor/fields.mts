/** The rows of fields and values in n8n's editor: each list is that of what was picked before it. */
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { Everything } from '../../../scripts/everything.mts';
import { templateFile } from '../../../scripts/everything.mts';
import { byTestId, Editor, screenshot } from '../editor.mts';
import type { Shared } from './shared.mts';

export function fields(shared: Shared): void {
	let everything: Everything;
	let browser: Browser;
	let editor: Editor;

	beforeAll(async () => {
		({ everything, browser } = shared);
	});

	/** Opens the panel of an Ashby node that is alone on its canvas, as one that was just added. */
	async function open(resource: string, operation: string): Promise<void> {
		const { client, credentials } = everything;
		const name = `${resource} ${operation}`;
		const { id } = await client.importWorkflow(templateFile('growth'), credentials, (workflow) => {
			const node = workflow.nodes.find(({ type }) => type.endsWith('.ashby'))!;
			const parameters = { resource, operation };
			const nodes = [{ ...node, name, parameters }];
			Object.assign(workflow, { id: randomUUID(), nodes, connections: {} });
		});
		editor = await Editor.open(browser, client);
		await editor.openWorkflow(id);
		await editor.openNode(name);
	}

	afterEach(async () => {
		await editor.close();
	});

	test.each([
		['application', 'changeStage', ['applicationId', 'stage']],
		['application', 'getAll', []],
		['application', 'submitFeedback', ['applicationId', 'feedbackForm', 'field']],
		['candidate', 'addNote', ['candidate', 'note']],
		['candidate', 'addTag', ['candidate', 'tag']],
		['candidate', 'getAll', []],
		['connection', 'check', []],
	])(
		'a new node marks what must be filled in, and nothing else: %s %s',
		async (...[resource, operation, required]) => {
			await open(resource, operation);
			const { page } = editor;
			// Lists of choices are loaded by now, which would mark a field without a choice.
			await page.waitForLoadState('networkidle');
			for (const field of required) {
				await byTestId(page, `parameter-input-${field}`).first().waitFor();
			}
			expect(await byTestId(page, 'parameter-issues').count()).toBe(required.length);
		},
	);

	test('a tag can be selected from the list', async () => {
		await open('candidate', 'addTag');
		expect(await editor.unfold('tag')).toEqual(['Referred', 'Willo invited', 'Willo completed']);
		await editor.choose('Willo invited');
		await screenshot(editor.page, 'add-tag');
	});

	test('a custom field lists its own values', async () => {
		await open('application', 'setCustomFields');
		await screenshot(editor.page, 'custom-fields-new');
		expect(await editor.unfold('field')).toEqual([
			'Willo Link (URL)',
			'Willo Score (Number)',
			'Willo Status (Select)',
		]);
		await screenshot(editor.page, 'custom-fields-list');
		await editor.choose('Willo Status (Select)');
		await editor.chooseMode('value', 'From List');
		expect(await editor.unfold('value')).toEqual(['Invited', 'Completed']);
		await editor.choose('Completed');
		await screenshot(editor.page, 'custom-fields');
	});

	test('a feedback form lists its fields, and scores from 1 to 4', async () => {
		await open('application', 'submitFeedback');
		await editor.unfold('feedbackForm');
		await editor.choose('Video Interview');
		expect(await editor.unfold('field')).toContain('Overall (Score, required)');
		await editor.choose('Overall (Score, required)');
		await editor.chooseMode('value', 'From List');
		expect(await editor.unfold('value')).toEqual(['1', '2', '3', '4']);
		await editor.choose('4');
		await screenshot(editor.page, 'submit-feedback');
	});
}
