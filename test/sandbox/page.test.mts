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
	await Promise.all([page.stop(), ashby.stop(), willo.stop()]);
});

const state = async (): Promise<any> => (await http.get(`${page.url}/page/state`)).data;

async function act(path: string, body: unknown): Promise<{ status: number; body: any }> {
	const { status, data } = await http.post(page.url + path, body);
	return { status, body: data };
}

/** Invites a person as the node would. */
async function invite(person: Record<string, string>): Promise<string> {
	const url = willo.url || (await willo.start());
	const invitation = { interview: demo.interviews.support, ...person };
	const headers = { authorization: willo.addKey() };
	const address = `${url}/api/integrations/v2/participants/`;
	return (await http.post<{ key: string }>(address, invitation, { headers })).data.key;
}

describe('the demonstration', () => {
	it('is a small organization with everything the workflow needs', () => {
		expect(ashby.jobs.size).toBe(3);
		expect(ashby.interviewPlans.size).toBe(2);
		expect(willo.interviews.size).toBe(3);
		expect(demo.applications).toHaveLength(9);
		const emails = [...ashby.candidates.values()].map((candidate) => candidate.emails.length);
		expect(emails.filter((count) => count === 0)).toHaveLength(1);
		expect(demo.videoStages.support).toBe(demo.videoStages.lead);
		expect(demo.videoStages.support).not.toBe(demo.videoStages.sales);
		const stages = [...ashby.applications.values()].map(({ stageId }) => stageId);
		expect(stages).not.toContain(demo.videoStages.support);
		for (const { questions } of willo.interviews.values())
			expect(questions.length).toBeGreaterThan(1);
	});
});

describe('the files', () => {
	it.each([
		['/', 'text/html'],
		['/elements.js', 'text/javascript'],
		['/page.js', 'text/javascript'],
		['/page.css', 'text/css'],
		['/board.css', 'text/css'],
		['/interviews.css', 'text/css'],
	])('include %s, and load nothing from elsewhere', async (path, type) => {
		const answer = await httpText.get<string>(page.url + path);
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toContain(type);
		const policy = answer.headers['content-security-policy'];
		expect(policy).toContain("default-src 'none'");
		expect(policy).not.toMatch(/unsafe|\*|https?:/);
		expect(answer.data).not.toMatch(/(?:src|href)="(?!\/|data:)|url\(|@import/);
	});

	it('include nothing else', async () => {
		for (const path of ['/state.mts', '/page/notes.mts', '/../package.json', '/%2e%2e/main.mts']) {
			expect((await http.get(page.url + path)).status).toBe(404);
		}
	});
});

describe('the state', () => {
	it('has the jobs, their stages, and the candidates in each stage', async () => {
		const { jobs, applications, participants } = await state();
		const [support] = jobs;
		expect(support).toMatchObject({ title: 'Customer Support Specialist', status: 'Open' });
		expect(support.stages.map((stage: { title: string }) => stage.title)).toContain(
			'Video Interview',
		);
		const mateo = applications.find((each: any) => each.candidate.name === 'Mateo Álvarez');
		expect(mateo).toMatchObject({ jobId: support.id, candidate: { email: null }, notes: [] });
		expect(participants).toEqual([]);
	});

	it('keeps the column of a deleted stage while a candidate is in it', async () => {
		const [{ id }] = demo.applications;
		ashby.move(id, demo.videoStages.support);
		ashby.deleteStage(demo.videoStages.support);
		const titles = async () =>
			(await state()).jobs[0].stages.map((stage: { title: string }) => stage.title);
		expect(await titles()).toContain('Video Interview (deleted)');
		await act('/page/move', {
			applicationId: id,
			stageId: ashby.stagesOf(demo.jobs.support)[0].id,
		});
		expect(await titles()).not.toContain('Video Interview (deleted)');
	});

	it('contains no keys and no webhook addresses', async () => {
		const ashbyKey = ashby.addKey();
		const participant = await invite({ name: 'Nina', email: 'nina@example.com' });
		willo.webhooks.set('w', {
			key: 'w',
			url: 'http://127.0.0.1:1/?token=the-secret',
			event: 'new_response',
			interviews: [],
			departments: [],
			users: [],
			followAllInterviews: true,
		});
		willo.switches.deliveryRetriesOn5xx = false;
		await willo.respond(participant);
		const shown = await state();
		expect(shown).toMatchObject({
			webhooks: 1,
			deliveries: [{ event: 'new_response', status: 0 }],
		});
		expect(JSON.stringify(shown)).not.toContain('the-secret');
		expect(JSON.stringify(shown)).not.toContain(ashbyKey);
	});
});

describe('a person', () => {
	it('moves a candidate', async () => {
		const [{ id }] = demo.applications;
		const moved = await act('/page/move', { applicationId: id, stageId: demo.videoStages.support });
		expect(moved).toEqual({ status: 200, body: {} });
		const [last] = ashby.historyOf(id).slice(-1);
		expect(last).toMatchObject({ stageId: demo.videoStages.support, title: 'Video Interview' });
	});

	it('adds a candidate to the first stage of the job', async () => {
		const person = { name: ' Nina Weber ', email: 'nina@example.com', phone: '' };
		expect((await act('/page/candidates', { jobId: demo.jobs.sales, ...person })).status).toBe(200);
		const [last] = (await state()).applications.slice(-1);
		expect(last).toMatchObject({
			jobId: demo.jobs.sales,
			stageId: ashby.stagesOf(demo.jobs.sales)[0].id,
			candidate: { name: 'Nina Weber', email: 'nina@example.com', phone: null },
		});
	});

	it('answers an interview as the candidate', async () => {
		const participantKey = await invite({ name: 'Nina', email: 'nina@example.com' });
		const [before] = (await state()).participants;
		expect(before).toMatchObject({
			key: participantKey,
			stage: 'Invited',
			interview: { title: 'Customer Support, first interview' },
			invitedAt: [expect.any(String)],
			answers: [],
			respondedAt: null,
		});
		expect(before.interview.questions).toHaveLength(3);
		const answers = ['One', 'Two', 'Three'];
		expect((await act('/page/respond', { participantKey, answers })).status).toBe(200);
		const [after] = (await state()).participants;
		expect(after).toMatchObject({ stage: 'Received', respondedAt: expect.any(String) });
		expect(after.answers.map((answer: { text: string }) => answer.text)).toEqual(answers);
	});

	it('sees what went wrong', async () => {
		const [{ id }] = demo.applications;
		for (const [path, body, said] of [
			['/page/move', { applicationId: id, stageId: 'nowhere' }, 'nowhere'],
			['/page/move', { applicationId: id, stageId: demo.videoStages.sales }, 'job'],
			['/page/move', { stageId: 'x' }, 'applicationId'],
			['/page/candidates', { jobId: 'none', name: 'Nina' }, 'none'],
			['/page/candidates', { jobId: demo.jobs.sales, name: ' ' }, 'name'],
			['/page/respond', { participantKey: 'nobody', answers: [] }, 'nobody'],
		] as const) {
			expect(await act(path, body)).toEqual({
				status: 400,
				body: { message: expect.stringContaining(said) },
			});
		}
		expect(ashby.candidates.size).toBe(9);
	});

	it('can’t be impersonated by a form on another site', async () => {
		for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
			const form = '{"participantKey":"x","answers":[]}';
			const headers = { 'content-type': type };
			const answer = await http.post(`${page.url}/page/respond`, form, { headers });
			expect(answer.status).toBe(415);
		}
	});
});

describe('a note', () => {
	const html = (content: string) => noteHtml({ content, type: 'text/html' });

	it('keeps the elements that Ashby keeps, and no others', () => {
		const kept =
			'<b>a</b><i>b</i><u>c</u><ul><li>d</li></ul><ol><li>e</li></ol><pre><code>f</code></pre>';
		expect(html(kept)).toBe(kept);
		expect(html('<a href="https://a.example/?b=1&amp;c=2">x</a>')).toBe(
			'<a href="https://a.example/?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">x</a>',
		);
		expect(html('a &lt; b &amp; c')).toBe('a &lt; b &amp; c');
	});

	it.each([
		'<script>alert(1)</script>',
		'<img src=x onerror=alert(1)>',
		'<b onmouseover="alert(1)">x</b>',
		'<a href="javascript:alert(1)">x</a>',
		'<a href="https://a.example" onclick="alert(1)">x</a>',
		'<a href="https://a.example/&quot; onclick=alert(1)">x</a>',
		'<a href="https://a.example/"onclick=alert(1)>x</a>',
		'<svg/onload=alert(1)>',
		'<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
		'<<b>script>alert(1)</<b>script>',
	])('leaves %s as text', (content) => {
		const tags = html(content).match(/<[^>]*>/g) ?? [];
		for (const tag of tags) expect(tag).toMatch(/^<\/?(?:b|i|u|a|ul|ol|li|code|pre)>$/);
	});

	it('shows plain text unchanged', async () => {
		expect(noteHtml({ content: '<b>a</b>\n&amp;', type: 'text/plain' })).toBe(
			'&lt;b&gt;a&lt;/b&gt;\n&amp;amp;',
		);
		const [{ candidateId }] = demo.applications;
		ashby.addNote(candidateId, '<b>Invited</b><script>x</script>', { type: 'text/html' });
		ashby.addNote(candidateId, 'a < b');
		const { notes } = (await state()).applications[0];
		expect(notes.map((note: { html: string }) => note.html)).toEqual([
			'<b>Invited</b>x',
			'a &lt; b',
		]);
	});
});
