/** The sandbox's page in a browser: what a mouse can do, the keyboard can, at any width. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { http } from '../../scripts/http.mts';
import { AshbySandbox } from '../sandbox/ashby.mts';
import type { Demo } from '../sandbox/demo.mts';
import { demoData } from '../sandbox/demo.mts';
import { SandboxPage } from '../sandbox/page.mts';
import { WilloSandbox } from '../sandbox/willo.mts';
import { launchBrowser, screenshot } from './editor.mts';

const EMAIL = 'priya@example.com';

describe('The sandbox page', () => {
	let ashby: AshbySandbox;
	let willo: WilloSandbox;
	let demo: Demo;
	let sandboxPage: SandboxPage;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		browser = await launchBrowser();
	});

	afterAll(async () => {
		await browser?.close();
	});

	beforeEach(async () => {
		ashby = new AshbySandbox();
		willo = new WilloSandbox();
		await ashby.start();
		await willo.start();
		demo = demoData({ ashby, willo });
		sandboxPage = new SandboxPage({ ashby, willo });
		await sandboxPage.start();
		page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
		await page.goto(sandboxPage.url);
		await page.locator('.card').first().waitFor();
	});

	afterEach(async () => {
		await page.close();
		await Promise.all([sandboxPage.stop(), ashby.stop(), willo.stop()]);
	});

	/** The first candidate of the job that is shown. */
	const somebody = () =>
		demo.applications.find(({ jobId }) => jobId === [...ashby.jobs.keys()][0])!;

	/** As a workflow would do it. */
	async function invite(name: string): Promise<void> {
		const body = { name, email: EMAIL, interview: demo.interviews.general };
		const headers = { authorization: willo.addKey() };
		await http.post(`${willo.baseUrl}/participants/`, body, { headers });
	}

	/** Presses Tab until the element that matches has the focus. */
	async function tabTo(selector: string): Promise<void> {
		for (let presses = 0; presses < 100; presses++) {
			await page.keyboard.press('Tab');
			const isThere = await page.evaluate(
				(wanted) => document.activeElement?.matches(wanted) ?? false,
				selector,
			);
			if (isThere) return;
		}
		throw new Error(`The keyboard does not reach ${selector}`);
	}

	const focused = async () =>
		await page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid);

	test('a candidate can be moved and answer with the keyboard alone, and gets a note', async () => {
		const { id, name, candidateId } = somebody();
		const before = ashby.applications.get(id)!.stageId;
		await tabTo(`[data-testid="move-${id}"]`);
		const outline = await page.evaluate(
			() => getComputedStyle(document.activeElement!).outlineStyle,
		);
		expect(outline).toBe('solid');
		// Going through the list moves nobody.
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.waitForTimeout(1_500);
		expect(ashby.applications.get(id)!.stageId).toBe(before);
		const chosen = await page.getByTestId(`move-${id}`).inputValue();
		await page.keyboard.press('Enter');
		await page.getByText(`${name} is now in`).waitFor({ state: 'attached' });
		expect(ashby.applications.get(id)!.stageId).toBe(chosen);
		expect(await focused()).toBe(`move-${id}`);

		await invite(name);
		const [key] = willo.participants.keys();
		await page.getByTestId(`answer-${key}`).waitFor();
		await tabTo(`[data-testid="answer-${key}"]`);
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		expect(await page.getByRole('dialog').isVisible()).toBe(false);
		expect(await focused()).toBe(`answer-${key}`);
		await page.keyboard.press('Enter');
		await page.keyboard.type('A friend told me');
		await page.keyboard.press('Tab');
		await page.keyboard.type('In May');
		await tabTo('[data-testid="submit-answer"]');
		await page.keyboard.press('Enter');
		await page.getByText(`${name}’s answers were submitted`).waitFor({ state: 'attached' });
		expect(willo.participants.get(key)!.respondedAt).not.toBeNull();

		ashby.addNote(candidateId, 'Responded to the video interview');
		const card = page.getByTestId(`card-${id}`);
		await card.getByText('Responded to the video interview').waitFor();
	});

	test('a candidate can be moved with the mouse in one go', async () => {
		const { id } = somebody();
		const other = await page
			.getByTestId(`move-${id}`)
			.locator('option')
			.nth(2)
			.getAttribute('value');
		await page.getByTestId(`move-${id}`).selectOption(other);
		await page.getByTestId(`stage-${other}`).getByTestId(`card-${id}`).waitFor();
	});

	test.each([
		[1400, 'light'],
		[800, 'light'],
		[400, 'light'],
		[1400, 'dark'],
	] as const)('at %i pixels, %s, all is in view and readable', async (width, colorScheme) => {
		const { candidateId, name } = somebody();
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width, height: 1000 });
		ashby.addNote(candidateId, `Invited ${name} to the video interview.\nhttps://willo.example/x`);
		await invite(name);
		await page.locator('.note').first().waitFor();
		await page.locator('.invitation').first().waitFor();
		await screenshot(page, `page-${width}-${colorScheme}`);
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		expect(overflow).toBeLessThanOrEqual(0);
		const axe = new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa']);
		const { violations, incomplete } = await axe.analyze();
		const problems = [...violations, ...incomplete].flatMap(({ id, nodes }) =>
			nodes.map(({ html }) => `${id}: ${html}`),
		);
		expect(problems).toEqual([]);
	});
});
