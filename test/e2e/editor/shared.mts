import type { Browser } from 'playwright-core';
import type { Everything } from '../../../scripts/everything.mts';
import { launchBrowser } from '../editor.mts';
import { finish, start } from '../setup.mts';

/** What tests of the editor share: set before the first of them runs. */
export interface Shared {
	everything: Everything;
	browser: Browser;
}

/** Starts one n8n and one browser for tests that only look: each opens workflows of its own, and publishes none. */
export function shareEditor(): Shared {
	const shared = {} as Shared;

	beforeAll(async () => {
		shared.everything = await start();
		shared.browser = await launchBrowser();
	});

	afterAll(async () => {
		await shared.browser?.close();
		await finish(shared.everything);
	});

	return shared;
}
