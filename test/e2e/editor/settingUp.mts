/** n8n's editor in a browser: what a person sees while setting a template up. */
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { Everything, Plan } from '../../../scripts/everything.mts';
import { templateFile } from '../../../scripts/everything.mts';
import { byTestId, Editor, screenshot } from '../editor.mts';
import type { Shared } from './shared.mts';

export function settingUp(shared: Shared): void {
	let everything: Everything;
	let browser: Browser;
	let editor: Editor;

	beforeAll(async () => {
		({ everything, browser } = shared);
	});

	beforeEach(async () => {
		editor = await Editor.open(browser, everything.client);
	});

	afterEach(async () => {
		await editor.close();
	});

	/** Each test opens another one: n8n locks a workflow for a while to the page that changed it. */
	async function openTemplate(plan: Plan): Promise<void> {
		const { client, credentials } = everything;
		const { id } = await client.importWorkflow(templateFile(plan), credentials, (workflow) =>
			Object.assign(workflow, { id: randomUUID() }),
		);
		await editor.openWorkflow(id);
	}

	test("lists Any Job and Ashby's open jobs, then the stages of the selected job", async () => {
		await openTemplate('growth');
		await editor.openNode('Ashby Stage Trigger');
		const jobs = await editor.unfold('job');
		expect(jobs).toEqual([
			'Any Job',
			'Account Executive',
			'Customer Support Specialist',
			'Support Team Lead',
		]);
		await screenshot(editor.page, 'jobs');
		await editor.choose('Account Executive');
		const stages = await editor.unfold('stage');
		expect(stages).toEqual(expect.arrayContaining(['Recruiter Call', 'Video Interview']));
		expect(stages).not.toContain('Phone Screen');
		await screenshot(editor.page, 'stages');
		await editor.choose('Video Interview');
		await screenshot(editor.page, 'stage-trigger');
	});

	test("lists Willo's interviews", async () => {
		await openTemplate('launch');
		await editor.openNode('Invite to Willo Interview');
		expect((await editor.unfold('interview')).sort()).toEqual([
			'Account Executive, first interview',
			'Customer Support, first interview',
			'Getting to know you',
		]);
		await editor.choose('Account Executive, first interview');
		await screenshot(editor.page, 'willo');
	});

	test('shows real candidates in the stage on Fetch Test Event, and remembers nothing', async () => {
		const { ashby, demo, willo } = everything;
		const hannah = demo.applications.find(({ name }) => name === 'Hannah Weiss')!;
		ashby.move(hannah.id, demo.videoStages.sales);
		await openTemplate('scale-enterprise');
		await screenshot(editor.page, 'workflow');
		const panel = await editor.openNode('Ashby Stage Trigger');
		await editor.unfold('job');
		await editor.choose('Account Executive');
		await editor.unfold('stage');
		await editor.choose('Video Interview');
		await byTestId(panel, 'node-execute-button').click();
		await editor.page.getByRole('button', { name: 'Unpin and test' }).click();
		await byTestId(panel, 'output-panel').getByText('Hannah Weiss').first().waitFor();
		await screenshot(editor.page, 'test-event');
		expect(willo.invitations).toEqual([]);
	});

	test('refuses a wrong Ashby key and says what to do', async () => {
		const { baseUrl } = everything.credentialData.ashbyApi;
		const text = await editor.createCredential('Ashby API', { apiKey: 'wrong', baseUrl });
		expect(text).toContain('Couldn’t connect with these settings');
		expect(text).toContain('Ashby does not accept this API key. Copy the key again from Ashby');
		await screenshot(editor.page, 'wrong-key');
	});

	test('refuses a key without a required permission, and names it', async () => {
		const { ashby, credentialData } = everything;
		const { baseUrl } = credentialData.ashbyApi;
		const apiKey = ashby.addKey({ permissions: ['jobsRead', 'candidatesRead'] });
		const text = await editor.createCredential('Ashby API', { apiKey, baseUrl });
		expect(text).toContain(
			'Connected, reading only: this key is missing a permission: candidatesWrite (',
		);
		await screenshot(editor.page, 'missing-permission');
	});

	test.each([
		['Ashby API', 'ashbyApi', 'ashby-credential'],
		['Willo API', 'willoApi', 'willo-credential'],
	] as const)('connects with the right key: %s', async (title, type, picture) => {
		const text = await editor.createCredential(title, everything.credentialData[type]);
		expect(text).toContain('Connection tested successfully');
		await screenshot(editor.page, picture);
	});
}
