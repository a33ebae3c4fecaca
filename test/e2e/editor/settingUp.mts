/** n8n's editor in a browser: what a person sees while setting a template up. */
import type { Editor } from '../editor.mts';
import { byTestId, screenshot } from '../editor.mts';
import type { Shared } from './shared.mts';

/** In what is pinned to the trigger. */
const EXAMPLE = 'ada.example@example.com';

export function settingUp(shared: Shared): void {
	let editor: Editor;

	beforeEach(async () => {
		editor = await shared.open();
	});

	afterEach(async () => {
		await editor.close();
	});

	async function openTemplate(name: string): Promise<void> {
		const { id } = await shared.import(name);
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
		await editor.choose('Account Executive');
		const stages = await editor.unfold('stage');
		expect(stages).toEqual(expect.arrayContaining(['Recruiter Call', 'Video Interview']));
		expect(stages).not.toContain('Phone Screen');
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
	});

	test('shows real candidates in the stage on Fetch Test Event, and remembers nothing', async () => {
		const { ashby, demo, willo } = shared.everything;
		const hannah = demo.applications.find(({ name }) => name === 'Hannah Weiss')!;
		ashby.move(hannah.id, demo.videoStages.sales);
		await openTemplate('scale-enterprise');
		const panel = await editor.openNode('Ashby Stage Trigger');
		await editor.unfold('job');
		await editor.choose('Account Executive');
		await editor.unfold('stage');
		await editor.choose('Video Interview');
		await byTestId(panel, 'node-execute-button').click();
		await editor.page.getByRole('button', { name: 'Unpin and test' }).click();
		await byTestId(panel, 'output-panel').getByText('Hannah Weiss').first().waitFor();
		expect(willo.invitations).toEqual([]);
	});

	test('shows the fields of the pinned example before anything has run', async () => {
		await openTemplate('scale-enterprise');
		const panel = await editor.openNode('Invite to Willo Interview');
		await byTestId(panel, 'ndv-input-panel').getByText(EXAMPLE).first().waitFor();
	});

	test('refuses a wrong Ashby key and says what to do', async () => {
		const { baseUrl } = shared.everything.credentialData.ashbyApi;
		const text = await editor.createCredential('Ashby API', { apiKey: 'wrong', baseUrl });
		expect(text).toContain('Couldn’t connect with these settings');
		expect(text).toContain('Ashby does not accept this API key. Copy the key again from Ashby');
	});

	test('refuses a key without a required permission, and names it', async () => {
		const { ashby, credentialData } = shared.everything;
		const { baseUrl } = credentialData.ashbyApi;
		const apiKey = ashby.addKey({ permissions: ['jobsRead', 'candidatesRead'] });
		const text = await editor.createCredential('Ashby API', { apiKey, baseUrl });
		expect(text).toContain(
			'Connected, reading only: this key is missing a permission: candidatesWrite (',
		);
	});

	test.each([
		['Ashby API', 'ashbyApi'],
		['Willo API', 'willoApi'],
	] as const)('connects with the right key: %s', async (title, type) => {
		const text = await editor.createCredential(title, shared.everything.credentialData[type]);
		expect(text).toContain('Connection tested successfully');
		await screenshot(editor.page, title.replace(' API', '-credential').toLowerCase());
	});
}
