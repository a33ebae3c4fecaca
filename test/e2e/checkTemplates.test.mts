/** Templates that run every morning or when something fails, in one real n8n: imported as committed. */
import { randomBytes } from 'node:crypto';
import { http } from '../../scripts/http.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { ageUnconfirmedEntries } from './database.mts';
import { invitationOf, notesOf, noteWith, quiet } from './setup.mts';
import { DAY_MS, POLL_MS, RECRUITER, TemplateRun } from './templateRun.mts';

const LIST = 'Get Applications in Stage';

describe('In one n8n,', () => {
	let run: TemplateRun;
	let check: Workflow;
	let base: Workflow;

	beforeAll(async () => {
		run = await TemplateRun.start();
	});

	afterAll(async () => {
		await run?.stop();
	});

	test('no response: one note and one email for each invitation, whatever its note says', async () => {
		const { everything } = run;
		const { ashby, client } = everything;
		/** Somebody with a note of a person's own wording, so many days old. */
		const noted = (name: string, days: number, said: (entryId: string) => string) => {
			const candidate = run.apply(name, 'sales');
			const createdAt = new Date(Date.now() - days * DAY_MS).toISOString();
			ashby.addNote(candidate.id, said(candidate.enter()), { createdAt });
			return candidate;
		};
		const key = () => randomBytes(16).toString('hex');
		const doneKey = key();
		const late = noted('Late Person', 8, (entryId) => `Entretien : ${key()} (${entryId})`);
		ashby.addNote(late.id, `An earlier interview: response-${key()}-20260101T000000Z`);
		const recent = noted('Recent Person', 6, (entryId) => `Entretien : ${key()} (${entryId})`);
		const done = noted('Done Person', 8, (entryId) => `Entretien : ${doneKey} (${entryId})`);
		ashby.addNote(done.id, `Réponse : response-${doneKey}-20260101T000000Z`);
		noted('Refused Person', 8, (entryId) => `Pas d’entretien (${entryId})`);
		const workflow = await run.publish('no-response', (imported) =>
			run.watch(imported, LIST, 'sales'),
		);
		await noteWith(everything, late.id, 'reminder-');
		const { to, text } = await run.mailWith('Late Person');
		expect(to).toEqual([RECRUITER]);
		expect(text).toContain('Late Person, Account Executive: 8 days, +442079460099, https://');
		expect(text).not.toMatch(/Recent|Done|Refused/);
		const runs = (await client.executions(workflow.id)).length;
		await waitFor('two more mornings', async () => {
			const now = await client.executions(workflow.id);
			return now.filter(({ status }) => status === 'success').length >= runs + 2;
		});
		expect(notesOf(everything, late.id)).toHaveLength(3);
		expect(notesOf(everything, recent.id)).toHaveLength(1);
		expect(run.mail.messages).toHaveLength(1);
		await run.unpublish(workflow);
	});

	test('daily check: who is in the stage uninvited', async () => {
		const { ashby, demo } = run.everything;
		const missed = ashby.addCandidate({ name: 'Missed Person', email: 'missed@example.com' });
		const createdAt = new Date(Date.now() - DAY_MS);
		const stageId = demo.videoStages.support;
		const application = { candidateId: missed.id, jobId: demo.jobs.support };
		ashby.addApplication({ ...application, stageId, createdAt });
		// Whoever entered just now may still be invited.
		run.apply('New Person').enter();
		check = await run.publish('daily-check', (imported) => run.watch(imported, LIST, 'support'));
		const { text } = await run.mailWith('to look at');
		expect(text).toContain('Missed Person, Customer Support Specialist: not invited, in the stage');
		expect(text.match(/in the stage since/g)).toHaveLength(1);
		await run.unpublish(check);
	});

	test('daily check: a response that fits nobody is reported at once', async () => {
		const { everything } = run;
		const { client, credentialData, demo, willo } = everything;
		// An error workflow has to be published, too.
		expect(await client.publish(check.id)).toBeNull();
		base = await run.publish('launch', (imported) => {
			run.invite(imported);
			Object.assign(imported, { settings: { executionOrder: 'v1', errorWorkflow: check.id } });
		});
		const email = 's@example.com';
		const stranger = { interview: demo.interviews.general, name: 'Stranger', email };
		const headers = { authorization: credentialData.willoApi.apiKey };
		await http.post(`${willo.baseUrl}/participants/`, stranger, { headers });
		await willo.respond(await invitationOf(everything, email));
		const { subject, text } = await run.mailWith(email);
		expect(subject).toContain('A candidate needs your attention');
		expect(text).toContain('No candidate in Ashby has');
		const runs = await client.executions(base.id);
		expect(runs.map(({ status }) => status)).toContain('error');
	});

	test('a response goes to whoever’s notes contain its key, if two have the email and Willo drops the external ID', async () => {
		const { everything } = run;
		const { willo } = everything;
		willo.switches.externalId = 'dropped';
		const [invited, other] = [run.apply('Twin Person'), run.apply('Twin Person')];
		invited.enter();
		const key = await invitationOf(everything, invited.email, POLL_MS);
		await noteWith(everything, invited.id, key);
		await willo.respond(key, ['To found a city', 'In April']);
		await noteWith(everything, invited.id, 'To found a city');
		expect(notesOf(everything, other.id)).toEqual([]);
		willo.switches.externalId = 'echoed';
	});

	test('daily check: who was given up after a week is reported once, a failed note is not', async () => {
		const { everything } = run;
		const { ashby, client, n8n } = everything;
		const given = run.apply('Given Person');
		ashby.fault = ({ path, body }) =>
			path === '/candidate.createNote' && body?.candidateId === given.id
				? { kind: 'code', code: 'not_today' }
				: undefined;
		given.enter();
		await invitationOf(everything, given.email, POLL_MS);
		await waitFor('the note to fail', async () => {
			const runs = await client.executions(base.id);
			return runs.filter(({ status }) => status === 'error').length >= 2;
		});
		await quiet(everything);
		await n8n.stop();
		await ageUnconfirmedEntries(everything, 8 * DAY_MS, 60);
		await n8n.restart();
		const { subject, text } = await run.mailWith('Given Person', 2 * POLL_MS);
		expect(subject).toContain('A candidate needs your attention');
		expect(text).toContain('Given up after a week: Given Person');
		await quiet(everything);
		expect(run.mailsWith('Given up after a week')).toHaveLength(1);
		expect(run.mailsWith('not_today')).toEqual([]);
	});
});
