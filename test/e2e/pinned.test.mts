/** The examples that a template pins to its triggers, in the real n8n: for mapping fields and for trying it out. */
import type { Browser } from 'playwright-core';
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS, importTemplate } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { byTestId, Editor, launchBrowser, screenshot } from './editor.mts';
import { finish, invitationOf, nextPoll, notesOf, noteWith, quiet, start } from './setup.mts';

const EMAIL = 'ada.example@example.com';

describe('The pinned examples', () => {
	let everything: Everything;
	let browser: Browser;
	let workflow: Workflow;

	beforeAll(async () => {
		everything = await start();
		browser = await launchBrowser();
		const { demo } = everything;
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.general,
		};
		workflow = await importTemplate(everything, 'scale-enterprise', picks, {
			pollTimes: EVERY_TEN_SECONDS,
		});
	});

	afterAll(async () => {
		await browser?.close();
		await finish(everything);
	});

	test('offer their fields to the next node before anything has run', async () => {
		const editor = await Editor.open(browser, everything.client);
		await editor.openWorkflow(workflow.id);
		const panel = await editor.openNode('Invite to Willo Interview');
		await byTestId(panel, 'ndv-input-panel').getByText(EMAIL).first().waitFor();
		await screenshot(editor.page, 'pinned');
		await editor.close();
	});

	test.each(['Ashby Stage Trigger', 'Willo Trigger', 'Willo Response Trigger'])(
		'let a test run from %s succeed, which sends and writes nothing',
		async (trigger) => {
			const { ashby, client, willo } = everything;
			const { status, data } = await client.runFrom(workflow.id, trigger, undefined, {
				pinned: true,
			});
			expect(status).toBe('success');
			expect(data).toContain(EMAIL);
			expect(data).toContain('No candidate in Ashby has the ID');
			expect(willo.invitations).toEqual([]);
			expect(ashby.counts.byPath['/candidate.createNote']).toBeUndefined();
		},
	);

	test('play no part once the workflow is published', async () => {
		const { ashby, client, demo, willo } = everything;
		const [priya] = demo.applications.filter(({ name }) => name === 'Priya Raman');
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
		ashby.move(priya.id, demo.videoStages.support);
		const key = await invitationOf(everything, 'priya.raman@example.com', 90_000);
		await noteWith(everything, priya.candidateId, key);
		await willo.respond(key, ['To help', 'In May']);
		await noteWith(everything, priya.candidateId, 'In May');
		await nextPoll(everything);
		expect(willo.invitations).toHaveLength(1);
		expect(notesOf(everything, priya.candidateId)).toHaveLength(2);
		const runs = await client.executions(workflow.id);
		const real = runs.filter(({ mode }) => mode !== 'manual');
		expect(real.length).toBeGreaterThan(1);
		for (const { id, status } of real) {
			expect(status).toBe('success');
			expect(await client.executionData(id)).not.toContain(EMAIL);
		}
	});
});
