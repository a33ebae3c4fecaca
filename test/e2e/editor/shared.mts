import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { Everything } from '../../../scripts/everything.mts';
import type { Workflow } from '../../../scripts/n8n/client.mts';
import { Editor, launchBrowser } from '../editor.mts';
import { finish, start } from '../setup.mts';

/** One n8n and one browser for tests that only look: each opens workflows of its own, and publishes none. */
export class Shared {
	everything!: Everything;
	private browser!: Browser;

	/** Starts both before the tests, and stops them after. */
	constructor() {
		beforeAll(async () => {
			this.everything = await start();
			this.browser = await launchBrowser();
		});
		afterAll(async () => {
			await this.browser?.close();
			await finish(this.everything);
		});
	}

	/** Opens a tab, for all that follows. */
	async open(): Promise<Editor> {
		return await Editor.open(this.browser, this.everything.client);
	}

	/** The same while a test uses it. */
	async using(test: (editor: Editor) => Promise<void>): Promise<void> {
		const editor = await this.open();
		try {
			await test(editor);
		} finally {
			await editor.close();
		}
	}

	/** Imports a template under an ID of its own: n8n locks a workflow for a while to the page that changed it. */
	async import(
		name: string,
		edit: (workflow: Workflow) => void = () => {},
		credentials = this.everything.credentials,
	): Promise<Workflow> {
		const file = `workflows/ashby-willo-${name}.json`;
		return await this.everything.client.importWorkflow(file, credentials, (workflow) => {
			workflow.id = randomUUID();
			edit(workflow);
		});
	}
}
