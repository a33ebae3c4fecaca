import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { N8nClient } from '../../scripts/n8n/client.mts';

/** n8n marks elements for its own tests, and these marks change less often than its styles. */
export function byTestId(scope: Page | Locator, id: string): Locator {
	return scope.locator(`[data-test-id="${id}"]`);
}

/** Starts the system's Chromium, `$CHROMIUM_PATH` or /usr/bin/chromium. */
export async function launchBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
}

/** Saves what the page shows as `<name>.png` in `$SCREENSHOT_DIR`, when that is set. */
export async function screenshot(
	page: Page,
	name: string,
	clip?: { x: number; y: number; width: number; height: number },
): Promise<void> {
	const folder = process.env.SCREENSHOT_DIR;
	if (!folder) return;
	await mkdir(folder, { recursive: true });
	await page.mouse.move(0, 0);
	// Wait for the end of animations.
	await page.waitForTimeout(800);
	const passing = '.el-notification, [role="tooltip"] { visibility: hidden !important; }';
	await page.screenshot({ path: join(folder, `${name}.png`), style: passing, clip });
}

const FRAME_MS = 1_000;

/**
 * Saves what the page shows each second as a frame of a film, `<name>-<number>.png`, when `$SCREENSHOT_DIR` is set.
 *
 * @returns what ends it
 */
export function film(page: Page, name: string): () => Promise<void> {
	const folder = process.env.SCREENSHOT_DIR;
	if (!folder) return async () => {};
	let isOver = false;
	const frames = (async () => {
		for (let number = 100; !isOver; number++) {
			await page.screenshot({ path: join(folder, 'film', `${name}-${number}.png`) });
			await page.waitForTimeout(FRAME_MS);
		}
	})();
	return async () => {
		isOver = true;
		await frames;
	};
}

/** The title of a list's entry, without the details that distinguish it from others. */
export function titleInEntry(text: string): string {
	return text.trim().replace(/ · .*$/, '');
}

/** Saves the nodes and sticky notes of a canvas, and nothing around them, as `screenshot` does. */
export async function canvasPicture(page: Page, name: string): Promise<void> {
	const boxes = await page
		.locator('.vue-flow__node')
		.evaluateAll((nodes) =>
			nodes.map((node) => (node as Element).getBoundingClientRect().toJSON()),
		);
	const left = Math.min(...boxes.map((box) => box.left)) - MARGIN;
	const top = Math.min(...boxes.map((box) => box.top)) - MARGIN;
	const clip = {
		x: left,
		y: top,
		width: Math.max(...boxes.map((box) => box.right)) + MARGIN - left,
		height: Math.max(...boxes.map((box) => box.bottom)) + MARGIN - top,
	};
	await screenshot(page, name, clip);
}

const MARGIN = 8;

/** n8n's editor in a browser, signed in as the owner. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens another tab: n8n's editor takes seconds to load into an empty cache. */
	static async open(browser: Browser, { url, session }: N8nClient): Promise<Editor> {
		const [context = await browser.newContext({ viewport: { width: 1440, height: 900 } })] =
			browser.contexts();
		await context.addCookies([{ ...session, url }]);
		const page = await context.newPage();
		return new Editor(page, url);
	}

	async close(): Promise<void> {
		await this.page.close();
	}

	/** Opens a workflow's canvas, all of it in view. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await byTestId(this.page, 'canvas-node').first().waitFor();
		await byTestId(this.page, 'zoom-to-fit').click();
	}

	/** Opens one execution of a workflow, with its data on the canvas. */
	async openExecution(workflowId: string, executionId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}/executions/${executionId}`);
		await byTestId(this.page, 'canvas-node').first().waitFor();
	}

	/** Searches the node picker of a new workflow; returns the names of the nodes that it lists. */
	async searchNodes(words: string): Promise<string[]> {
		const { page } = this;
		if (!(await byTestId(page, 'node-creator').isVisible())) {
			await page.goto(`${this.url}/workflow/new`);
			await byTestId(page, 'canvas-plus-button')
				.or(byTestId(page, 'node-creator-plus-button'))
				.first()
				.click();
		}
		await byTestId(page, 'node-creator-search-bar').fill(words);
		const names = byTestId(page, 'node-creator-item-name');
		await page.waitForTimeout(400);
		return (await names.allInnerTexts()).map((text) => text.trim());
	}

	/** Opens a node's panel by its name on the canvas. */
	async openNode(name: string): Promise<Locator> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		const panel = byTestId(this.page, 'ndv');
		await panel.waitFor();
		return panel;
	}

	/**
	 * Opens the list of a resource locator, waits for its entries from the vendor, and
	 * returns their titles. The list stays open.
	 */
	async unfold(parameter: string): Promise<string[]> {
		const locator = byTestId(this.page, `resource-locator-${parameter}`).first();
		await byTestId(locator, 'rlc-input').click();
		const entries = byTestId(this.page, 'rlc-item');
		await entries.first().waitFor();
		return (await entries.allInnerTexts()).map(titleInEntry);
	}

	/** Chooses an entry of the list that `unfold` opened, by its title. */
	async choose(entry: string): Promise<void> {
		const entries = byTestId(this.page, 'rlc-item');
		const titles = (await entries.allInnerTexts()).map(titleInEntry);
		await entries.nth(titles.indexOf(entry)).click();
	}

	/** Selects the mode of a resource locator, e.g. `From List`. */
	async chooseMode(parameter: string, mode: string): Promise<void> {
		const locator = byTestId(this.page, `resource-locator-${parameter}`).first();
		await byTestId(locator, 'rlc-mode-selector').click();
		// The editor changes the letter case of some.
		const modes = this.page.getByRole('option', { name: new RegExp(`^${mode}$`, 'i') });
		await modes.filter({ visible: true }).click();
	}

	/**
	 * Creates a credential in n8n's dialog, as a person would, and saves it.
	 *
	 * @param type as shown in the list, e.g. "Ashby API"
	 * @returns the dialog's text, once n8n has tested the credential
	 */
	async createCredential(type: string, fields: Record<string, string>): Promise<string> {
		const { page } = this;
		await page.goto(`${this.url}/home/credentials`);
		await byTestId(page, 'add-resource-credential').click();
		await byTestId(page, 'new-credential-type-select').locator('input').fill(type);
		await byTestId(page, 'new-credential-type-select-option')
			.getByText(type, { exact: true })
			.click();
		await byTestId(page, 'new-credential-type-button').click();
		for (const [name, value] of Object.entries(fields)) {
			await byTestId(page, `parameter-input-${name}`).locator('input').fill(value);
		}
		await byTestId(page, 'credential-save-button').click();
		const dialog = byTestId(page, 'credential-edit-dialog');
		// The page contains both results, one of them hidden.
		const refused = dialog.getByText('More details');
		const connected = dialog.getByText('Connection tested successfully');
		await refused.or(connected).filter({ visible: true }).waitFor();
		if (await refused.isVisible()) await refused.click();
		return await dialog.innerText();
	}
}
