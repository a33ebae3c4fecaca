/**
 * Templates that work with an invitation: imported as they are committed, in one real n8n, with the step of one of them
 * copied into the workflow that invites.
 */
import type { Browser } from 'playwright-core';
import { http } from '../../scripts/http.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { REMEMBER } from '../../workflows/parts/forget.ts';
import { connectAll, names as base, type TemplateNode } from '../../workflows/parts/lanes.ts';
import type { Template } from '../../workflows/parts/templates.ts';
import { launchBrowser } from './editor.mts';
import { invitationOf, invitationsOf, notesOf, noteWith, quiet } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { parametersOf, POLL_MS, TemplateRun } from './templateRun.mts';

const PASSWORD = { username: 'recruiter', password: 'only for tests' };

describe('In one n8n,', () => {
	let run: TemplateRun;
	let browser: Browser;
	let forget: Workflow;
	let ada: Applicant;
	let bob: Applicant;
	let cara: Applicant;

	beforeAll(async () => {
		browser = await launchBrowser();
		run = await TemplateRun.start();
		[ada, bob, cara] = ['Ada Byron', 'Bob Left', 'Cara Gone'].map((name) => run.apply(name));
	});

	afterAll(async () => {
		await browser?.close();
		await run?.stop();
	});

	const isInvited = (key: string) => run.everything.willo.participants.has(key);

	test('received: whoever responds is moved to the review stage; the copied step remembers', async () => {
		const { client, willo } = run.everything;
		forget = await run.import('forget');
		const table = await client.runFrom(forget.id, 'Set Up Now', 'Create the Table');
		expect(table.status).toBe('success');
		const copied = forget.nodes.find(({ name }) => name === REMEMBER)!;
		await run.publish('received', (imported) => {
			run.invite(imported);
			parametersOf(imported, 'Change to the Review Stage').stage = {
				__rl: true,
				mode: 'name',
				value: 'Onsite',
			};
			const { connections, nodes } = imported as unknown as Template;
			const [x, y] = nodes.find(({ name }) => name === base.noteInvitation)!.position;
			nodes.push({ ...(copied as unknown as TemplateNode), position: [x, y - 200] });
			Object.assign(connections, connectAll(base.invite, REMEMBER, base.noteInvitation));
		});
		for (const person of [ada, bob, cara]) person.enter();
		const key = await invitationOf(run.everything, ada.email, POLL_MS);
		for (const { id } of [ada, bob, cara]) await noteWith(run.everything, id, 'was invited');
		await willo.respond(key, ['I listened']);
		await waitFor('Ada to be moved', () => ada.stage() === run.stageId('Onsite'));
		await noteWith(run.everything, ada.id, 'I listened');
	});

	test('stop: whoever has left the stage gets a note, and no more reminders', async () => {
		const { ashby } = run.everything;
		const [left, stays] = [bob, cara].map(({ email }) => invitationsOf(run.everything, email)[0]);
		ashby.move(bob.applicationId, run.stageId('Application Review'));
		const workflow = await run.publish('stop');
		await waitFor('the participant to be deleted', () => !isInvited(left));
		await noteWith(run.everything, bob.id, `removed-${left}`);
		await quiet(run.everything);
		expect(isInvited(stays)).toBe(true);
		await run.unpublish(workflow);
	});

	test('forget: whoever is deleted in Ashby is deleted in Willo, with the row', async () => {
		const { ashby, client } = run.everything;
		const [responded] = invitationsOf(run.everything, ada.email);
		const [gone] = invitationsOf(run.everything, cara.email);
		expect(await client.publish(forget.id)).toBeNull();
		await quiet(run.everything);
		expect([responded, gone].map(isInvited)).toEqual([true, true]);
		ashby.candidates.delete(cara.id);
		await waitFor('the participant to be deleted', () => !isInvited(gone));
		await waitFor('the row to be deleted', async () => {
			const [last] = await client.executions(forget.id);
			const data = last.status === 'success' ? await client.executionData(last.id) : gone;
			return data.includes(responded) && !data.includes(gone);
		});
		expect(isInvited(responded)).toBe(true);
		await run.unpublish(forget);
	});

	test('invite one person now: the form asks for the password, invites once, and says so', async () => {
		const { client, demo, willo } = run.everything;
		const form = await client.createCredential('httpBasicAuth', 'Form', {
			user: PASSWORD.username,
			password: PASSWORD.password,
		});
		let path = '';
		await run.publish('invite-now', ({ nodes }) => {
			const trigger = nodes.find(({ name }) => name === 'Invite a Candidate')!;
			trigger.credentials = { httpBasicAuth: form };
			path = trigger.webhookId!;
		});
		const address = `${client.url}/form/${path}`;
		const refused = await http.get(address, { validateStatus: () => true });
		expect(refused.status).toBe(401);
		const { title } = willo.interviews.get(demo.interviews.general)!;
		const dee = run.apply('Dee Direct', 'sales');
		const page = await browser.newPage({ httpCredentials: PASSWORD });
		const field = page.locator('[name="field-0"]');
		/** Fills in the form; returns what its last page says. */
		const submit = async (candidate: string, interview?: string) => {
			await page.goto(address);
			await field.fill(candidate);
			await page.getByRole('button', { name: 'Next' }).click();
			if (interview) {
				await page.getByText('Invite Dee Direct').waitFor();
				await field.selectOption(interview);
				await page.getByRole('button', { name: 'Invite' }).click();
			}
			await page.getByText(/^(Invited|Already invited|Not invited)/).waitFor();
			return await page.innerText('body');
		};
		expect(await submit('nobody@example.com')).toContain('No candidate in Ashby has the email');
		expect(await submit(dee.email, title)).toContain('Dee Direct was invited');
		const link = `https://app.ashbyhq.com/candidates/${dee.id}`;
		expect(await submit(link, title)).toContain('had already been invited');
		expect(invitationsOf(run.everything, dee.email)).toHaveLength(1);
		expect(notesOf(run.everything, dee.id)).toHaveLength(1);
	});
});
