/** Each template in n8n's editor: what a person sees on the canvas once everything is picked. */
import { readdirSync } from 'node:fs';
import { fillIn } from '../../../scripts/fillIn.mts';
import type { Editor } from '../editor.mts';
import { byTestId, canvasPicture } from '../editor.mts';
import type { Shared } from './shared.mts';

const NAMES = readdirSync('workflows').flatMap(
	(file) => /^ashby-willo-(.*)\.json$/.exec(file)?.[1] ?? [],
);

/** Below the names of some nodes. */
const SUBTITLES: Record<string, string[]> = {
	'several-interviews': [
		'Video Interview ← Customer Support Specialist',
		'Video Interview ← Account Executive',
		'Customer Support, first interview',
		'Account Executive, first interview',
		'Add note',
		'New response',
		'Participant responds',
	],
	'tags-and-fields': ['Add tag', 'Remove tag', 'Set custom fields', 'New score'],
	'move-on': ['Get candidate', 'Get application', 'Move to Offer'],
};

export function canvas(shared: Shared): void {
	let editor: Editor;
	let credentials: typeof shared.everything.credentials;

	beforeAll(async () => {
		editor = await shared.open();
		// Large enough to read the sticky notes in the pictures.
		await editor.page.setViewportSize({ width: 1920, height: 1200 });
		const { client, credentials: own } = shared.everything;
		const mail = { host: 'mail.example.com', port: 465, secure: true };
		const password = { user: 'recruiter', password: 'only for tests' };
		const others = {
			smtp: await client.createCredential('smtp', 'Mail', mail),
			httpBasicAuth: await client.createCredential('httpBasicAuth', 'Form', password),
		};
		credentials = { ...own, ...others };
	});

	afterAll(async () => {
		await editor?.close();
	});

	test.each(NAMES)('%s is complete, and says what each node does', async (name) => {
		const fill = (workflow: Parameters<typeof fillIn>[0]) => fillIn(workflow, shared.everything);
		const { id, nodes } = await shared.import(name, fill, credentials);
		await editor.openWorkflow(id);
		const { page } = editor;
		const shown = byTestId(page, 'canvas-node').filter({ visible: true });
		const stickies = nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		await expect(shown.count()).resolves.toBe(nodes.length - stickies.length);
		await canvasPicture(page, name);
		const texts = (await shown.allInnerTexts()).join('\n');
		for (const subtitle of SUBTITLES[name] ?? []) expect(texts).toContain(subtitle);
		// n8n's own Execute Workflow node shows an ID.
		const ours = texts.replaceAll(/^Workflow: .*$/gm, '');
		expect(ours).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|undefined|\[object/);
		// n8n marks a node in which something is missing.
		expect(await byTestId(page, 'node-issues').count()).toBe(0);
	});
}
