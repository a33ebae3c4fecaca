/** `npm start` as a newcomer sees it: from the printed address to the response in Ashby. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { film, launchBrowser, screenshot } from './editor.mts';

const START_TIMEOUT_MS = 330_000;
/** The minute between two polls, and what the invitation takes. */
const POLL_TIMEOUT_MS = 90_000;

describe('npm start', () => {
	let command: ChildProcess;
	let output = '';
	let browser: Browser;
	let page: Page;
	let endFilm: (() => Promise<void>) | undefined;

	beforeAll(async () => {
		command = spawn(process.execPath, ['scripts/start.mjs'], { stdio: ['ignore', 'pipe', 'pipe'] });
		for (const stream of [command.stdout, command.stderr]) {
			stream?.on('data', (chunk) => (output += chunk));
		}
		const url = await waitFor(
			'the address of the page',
			() => {
				if (command.exitCode !== null) throw new Error(`npm start ended:\n${output}`);
				return /Sandbox page\s+(http\S+)/.exec(output)?.[1];
			},
			{ timeoutMs: START_TIMEOUT_MS },
		);
		browser = await launchBrowser();
		page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
		await page.goto(url);
		endFilm = film(page, 'demo');
	});

	afterAll(async () => {
		await endFilm?.();
		await browser?.close();
		if (command.exitCode !== null) return;
		command.kill('SIGTERM');
		await once(command, 'exit');
	});

	test("moving a candidate on the page leads to Willo's invitation and a note", async () => {
		await page.getByLabel('Move Priya Raman to').selectOption({ label: 'Video Interview' });
		const invitation = page.locator('.invitation').filter({ hasText: 'Priya Raman' });
		await invitation.waitFor({ timeout: POLL_TIMEOUT_MS });
		const card = page.locator('.card').filter({ hasText: 'Priya Raman' });
		await card.getByText(/invited/i).waitFor();
	});

	test('answering as the candidate adds the response to the notes', async () => {
		await page.getByRole('button', { name: 'Answer the interview' }).click();
		await page.getByRole('dialog').getByRole('textbox').first().fill('I listened first.');
		await page.getByRole('button', { name: 'Submit' }).click();
		const card = page.locator('.card').filter({ hasText: 'Priya Raman' });
		await card.getByText('I listened first.').first().waitFor();
		await screenshot(page, 'sandbox');
	});

	test(
		'whoever is moved while Ashby is down is invited once it works again',
		async () => {
			const ashby = page.getByTestId('ashby-condition');
			await ashby.selectOption('isDown');
			await page.getByLabel('Move Amara Okafor to').selectOption({ label: 'Video Interview' });
			await page.getByText(/n8n has been refused/).waitFor({ timeout: POLL_TIMEOUT_MS });
			await ashby.selectOption('works');
			const invitation = page.locator('.invitation').filter({ hasText: 'Amara Okafor' });
			await invitation.waitFor({ timeout: 2 * POLL_TIMEOUT_MS });
			await page.getByText(/n8n has continued by itself/).waitFor();
			expect(await invitation.count()).toBe(1);
		},
		4 * POLL_TIMEOUT_MS,
	);

	test('Ctrl-C stops everything', async () => {
		const n8n = /n8n editor\s+(http:\/\/[^/\s]+)/.exec(output)![1];
		expect((await http.get(`${n8n}/healthz`)).status).toBe(200);
		command.kill('SIGINT');
		const [code] = await once(command, 'exit');
		expect(code).toBe(0);
		await expect(http.get(`${n8n}/healthz`)).rejects.toThrow();
	});
});
