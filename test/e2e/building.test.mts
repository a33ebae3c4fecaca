/** n8n's editor while a person builds a workflow: finding the nodes. */
import type { Browser } from 'playwright-core';
import type { Everything } from '../../scripts/everything.mts';
import { templateFile } from '../../scripts/everything.mts';
import { byTestId, Editor, launchBrowser, screenshot } from './editor.mts';
import { finish, start } from './setup.mts';

describe('The editor, for a workflow builder', () => {
	let everything: Everything;
	let browser: Browser;
	let editor: Editor;

	beforeAll(async () => {
		everything = await start();
		browser = await launchBrowser();
		editor = await Editor.open(browser, everything.client);
	});

	afterAll(async () => {
		await browser?.close();
		await finish(everything);
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

	test('draws the icons of the light theme on a light canvas', async () => {
		const { id } = await everything.client.importWorkflow(
			templateFile('instant'),
			everything.credentials,
		);
		await editor.page.addInitScript(() => localStorage.setItem('N8N_THEME', 'light'));
		await editor.openWorkflow(id);
		const icons = editor.page.locator('[data-test-id="canvas-node"] img');
		await icons.first().waitFor();
		const sources = await icons.evaluateAll((images) =>
			images.map((image) => (image as HTMLImageElement).src),
		);
		await screenshot(editor.page, 'icons-light');
		const ours = sources.filter((source) => source.includes('n8n-nodes-ashby-willo'));
		expect(ours.length).toBeGreaterThan(4);
		for (const source of ours) expect(source).not.toContain('.dark.svg');
		await byTestId(editor.page, 'node-creator-plus-button').first().click();
		await byTestId(editor.page, 'node-creator-search-bar').fill('candidate');
		await screenshot(editor.page, 'picker-light');
	});
});
