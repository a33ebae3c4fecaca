/** Each template in n8n's editor: what a person sees on the canvas once everything is picked. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Everything } from '../../../scripts/everything.mts';
import { fillIn } from '../../../scripts/fillIn.mts';
import { byTestId, canvasPicture, Editor } from '../editor.mts';
import type { Shared } from './shared.mts';

const FILES = readdirSync('workflows').filter((name) => name.endsWith('.json'));

/** Below the names of some nodes. */
const SUBTITLES: Record<string, string[]> = {
	'ashby-willo-several-interviews.json': [
		'Video Interview ← Customer Support Specialist',
		'Video Interview ← Account Executive',
		'Customer Support, first interview',
		'Account Executive, first interview',
		'Add note',
		'New response',
		'Participant responds',
	],
	'ashby-willo-tags-and-fields.json': ['Add tag', 'Remove tag', 'Set custom fields', 'New score'],
	'ashby-willo-move-on.json': ['Get candidate', 'Get application', 'Move to Offer'],
};

export function canvas(shared: Shared): void {
	let everything: Everything;
	let browser: Browser;
	let editor: Editor;
	let credentials: Parameters<Everything['client']['importWorkflow']>[1];

	beforeAll(async () => {
		({ everything, browser } = shared);
		editor = await Editor.open(browser, everything.client);
		// Large enough to read the sticky notes in the pictures.
		await editor.page.setViewportSize({ width: 1920, height: 1200 });
		const mail = { host: 'mail.example.com', port: 465, secure: true };
		const smtp = await everything.client.createCredential('smtp', 'Mail', mail);
		const password = { user: 'recruiter', password: 'only for tests' };
		const httpBasicAuth = await everything.client.createCredential(
			'httpBasicAuth',
			'Form',
			password,
		);
		credentials = { ...everything.credentials, smtp, httpBasicAuth };
	});

	afterAll(async () => {
		await editor?.close();
	});

	test.each(FILES)('%s is complete, and says what each node does', async (file) => {
		const path = join('workflows', file);
		const { id, nodes } = await everything.client.importWorkflow(path, credentials, (workflow) =>
			fillIn(Object.assign(workflow, { id: randomUUID() }), everything),
		);
		await editor.openWorkflow(id);
		const { page } = editor;
		const shown = byTestId(page, 'canvas-node').filter({ visible: true });
		const stickies = nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		await expect(shown.count()).resolves.toBe(nodes.length - stickies.length);
		await canvasPicture(page, file.replace(/^ashby-willo-|\.json$/g, ''));
		const texts = (await shown.allInnerTexts()).join('\n');
		for (const subtitle of SUBTITLES[file] ?? []) expect(texts).toContain(subtitle);
		// n8n's own Execute Workflow node shows an ID.
		const ours = texts.replaceAll(/^Workflow: .*$/gm, '');
		expect(ours).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|undefined|\[object/);
		// n8n marks a node in which something is missing.
		expect(await byTestId(page, 'node-issues').count()).toBe(0);
	});
}
