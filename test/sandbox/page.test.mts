/** The sandbox page shows what the vendors stored, as text, and only does what somebody on it asks for. */
import { http, httpText } from '../../scripts/http.mts';
import { AshbySandbox } from './ashby.mts';
import { demoData } from './demo.mts';
import type { Demo } from './demo.mts';
import { noteHtml } from './page/notes.mts';
import { SandboxPage } from './page.mts';
import { WilloSandbox } from './willo.mts';

let ashby: AshbySandbox;
let willo: WilloSandbox;
let page: SandboxPage;
let demo: Demo;

beforeEach(async () => {
	ashby = new AshbySandbox();
	willo = new WilloSandbox();
	demo = demoData({ ashby, willo });
	page = new SandboxPage({ ashby, willo });
	await page.start();
});

afterEach(async () => {
	await page.stop();
});

const state = async (): Promise<any> => (await http.get(`${page.url}/page/state`)).data;
const act = async (path: string, body: unknown) => await http.post(page.url + path, body);

it.each([
	'/',
	'/elements.js',
	'/page.js',
	'/vendors.js',
	'/answer.js',
	'/page.css',
	'/board.css',
	'/interviews.css',
])('serves %s, which loads nothing from elsewhere', async (path) => {
	const { status, headers, data } = await httpText.get<string>(page.url + path);
	expect(status).toBe(200);
	expect(headers['content-security-policy']).toContain("default-src 'none'");
	expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
	expect(data).not.toMatch(/(?:src|href)="(?!\/|data:)|url\(|@import/);
});

it('serves nothing else, and no keys', async () => {
	for (const path of ['/state.mts', '/page/notes.mts', '/../package.json', '/%2e%2e/main.mts']) {
		expect((await http.get(page.url + path)).status).toBe(404);
	}
	const keys = [ashby.addKey(), willo.addKey()];
	const shown = JSON.stringify(await state());
	expect(keys.filter((key) => shown.includes(key))).toEqual([]);
});

it('moves and adds candidates, and says what went wrong', async () => {
	const [{ id: applicationId, candidateId }] = demo.applications;
	const stageId = demo.videoStages.support;
	expect((await act('/page/move', { applicationId, stageId })).status).toBe(200);
	expect(ashby.historyOf(applicationId).at(-1)).toMatchObject({ stageId });
	const person = { name: ' Nina Weber ', email: 'nina@example.com', phone: '' };
	await act('/page/candidates', { jobId: demo.jobs.sales, ...person });
	ashby.addNote(candidateId, 'a < b');
	const { applications } = await state();
	expect(applications.at(-1).candidate).toMatchObject({ name: 'Nina Weber', phone: null });
	expect(applications[0].notes[0].html).toBe('a &lt; b');
	for (const [path, body, said] of [
		['/page/move', { applicationId, stageId: 'nowhere' }, 'nowhere'],
		['/page/move', { applicationId, stageId: demo.videoStages.sales }, 'job'],
		['/page/candidates', { jobId: demo.jobs.sales, name: ' ' }, 'name'],
		['/page/respond', { participantKey: 'nobody', answers: [] }, 'nobody'],
	] as const) {
		const { status, data } = await act(path, body);
		expect([status, data]).toEqual([400, { message: expect.stringContaining(said) }]);
	}
});

it('shows tags, custom fields, and feedback with their candidate', async () => {
	const [{ id, candidateId }] = demo.applications;
	const titled = <T extends { title: string }>(all: Iterable<T>, title: string) =>
		[...all].find((each) => each.title === title)!;
	ashby.candidates.get(candidateId)!.tagIds.push(titled(ashby.tags.values(), 'Referred').id);
	const score = titled(ashby.customFields.values(), 'Willo Score');
	ashby.customFieldValues.set(candidateId, new Map([[score.id, 4]]));
	const form = titled(ashby.feedbackForms.values(), 'Video Interview');
	ashby.submitFeedback(id, form.id, { overall: { score: 3 } }, 'nobody');
	const { applications } = await state();
	expect(applications[0]).toMatchObject({
		tags: ['Referred'],
		details: ['Willo Score: 4', 'Feedback, Video Interview: 3'],
	});
});

it('makes a vendor fail until it is to work again', async () => {
	await ashby.start();
	const answer = async () => (await http.post(`${ashby.url}/apiKey.info`, {})).status;
	const usual = await answer();
	for (const [condition, status] of [
		['isDown', 503],
		['refusesKey', 401],
		['works', usual],
	]) {
		await act('/page/condition', { vendor: 'ashby', condition });
		expect(await answer()).toBe(status);
		expect((await state()).vendors.ashby).toMatchObject({ condition, requests: 1 });
	}
	const refused = await act('/page/condition', { vendor: 'ashby', condition: 'sleeps' });
	expect(refused.status).toBe(400);
	await ashby.stop();
});

it('shows what to enter in own credentials if an n8n is connected', async () => {
	const connected = {
		workflowUrl: 'http://127.0.0.1:5678/workflow/1',
		pollEveryMs: 60_000,
		credentials: { ashby: { apiKey: ashby.addKey(), baseUrl: 'http://127.0.0.1:1' } },
	};
	expect((await state()).connected).toBeNull();
	await page.stop();
	page = new SandboxPage({ ashby, willo }, connected);
	await page.start();
	expect((await state()).connected).toEqual(connected);
});

it('can’t be used by a form on another site', async () => {
	for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
		const form = '{"participantKey":"x","answers":[]}';
		const headers = { 'content-type': type };
		const { status } = await http.post(`${page.url}/page/respond`, form, { headers });
		expect(status).toBe(415);
	}
});

it.each([
	'<script>alert(1)</script>',
	'<img src=x onerror=alert(1)>',
	'<b onmouseover="alert(1)">x</b>',
	'<a href="javascript:alert(1)">x</a>',
	'<a href="https://a.example/&quot; onclick=alert(1)">x</a>',
	'<a href="https://a.example/"onclick=alert(1)>x</a>',
	'<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
	'<<b>script>alert(1)</<b>script>',
])('shows the note %s as text', (content) => {
	const tags = noteHtml({ content, type: 'text/html' }).match(/<[^>]*>/g) ?? [];
	for (const tag of tags) expect(tag).toMatch(/^<\/?(?:b|i|u|a|ul|ol|li|code|pre)>$/);
});
