/** The templates beside the plans' own, in one real n8n: imported as committed, filled in, and at work. */
import { http } from '../../scripts/http.mts';
import { type Everything, picksOf } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { MailServer, type Message } from './email.mts';
import { finish, invitationOf, invitationsOf, notesOf, noteWith, quiet, start } from './setup.mts';

const DAY_MS = 86_400_000;
const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };
const POLL_MS = 90_000;
const RECRUITER = 'recruiter@example.com';
/** n8n takes no click from a program that calls itself one. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('In one n8n,', () => {
	const mail = new MailServer();
	let everything: Everything;
	let credentials: Parameters<Everything['client']['importWorkflow']>[1];

	beforeAll(async () => {
		everything = await start();
		await mail.start();
		const smtp = await everything.client.createCredential('smtp', 'Mail', mail.credential);
		credentials = { ...everything.credentials, smtp };
	});

	afterAll(async () => {
		await mail.stop();
		await finish(everything);
	});

	/** Imports a template as it is committed, fills in what its sticky note asks for, and publishes it. */
	async function publish(file: string, fillIn: (workflow: Workflow) => void): Promise<Workflow> {
		const { client } = everything;
		const path = `workflows/ashby-willo-${file}.json`;
		const workflow = await client.importWorkflow(path, credentials, (imported) => {
			for (const { parameters, type } of imported.nodes) {
				if ('pollTimes' in parameters) parameters.pollTimes = EVERY_MINUTE;
				if (type.endsWith('.scheduleTrigger')) {
					parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 10 }] };
				}
				if (type.endsWith('.emailSend')) {
					Object.assign(parameters, { fromEmail: 'n8n@example.com', toEmail: RECRUITER });
				}
			}
			fillIn(imported);
		});
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
		return workflow;
	}

	async function unpublish({ id }: Workflow): Promise<void> {
		await everything.client.unpublish(id);
		const runs = await everything.client.executions(id);
		expect(runs.map(({ status }) => status)).not.toContain('error');
	}

	function parametersOf({ nodes }: Workflow, name: string): Record<string, unknown> {
		return nodes.find((node) => node.name === name)!.parameters;
	}

	function watch(workflow: Workflow, trigger: string, job: 'support' | 'sales'): void {
		const { demo } = everything;
		const picks = picksOf(everything);
		parametersOf(workflow, trigger).links = {
			link: [{ job: picks.job(demo.jobs[job]), stage: picks.stage(demo.videoStages[job]) }],
		};
	}

	function apply(name: string, job: 'support' | 'sales') {
		const { ashby, demo } = everything;
		const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
		const { id } = ashby.addCandidate({ name, email, phone: '+442079460099' });
		const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs[job] });
		return {
			id,
			email,
			applicationId: application.id,
			enter: () => ashby.move(application.id, demo.videoStages[job]),
			stage: () => ashby.applications.get(application.id)!.stageId,
		};
	}

	const stageId = (title: string) => {
		const { ashby, demo } = everything;
		return ashby.stagesOf(demo.jobs.support).find((stage) => stage.title === title)!.id;
	};

	async function mailWith(text: string, timeoutMs = 30_000): Promise<Message> {
		return await waitFor(
			`an email with "${text}"`,
			() => mail.messages.find(({ subject }) => subject.includes(text)),
			{ timeoutMs },
		);
	}

	test('several interviews: the stage determines the interview, once, and each response is noted', async () => {
		const { demo, willo } = everything;
		const picks = picksOf(everything);
		const workflow = await publish('several-interviews', (imported) => {
			watch(imported, 'First Stage', 'support');
			watch(imported, 'Second Stage', 'sales');
			parametersOf(imported, 'Invite to First Interview').interview = picks.interview(
				demo.interviews.support,
			);
			parametersOf(imported, 'Invite to Second Interview').interview = picks.interview(
				demo.interviews.sales,
			);
		});
		const ada = apply('Ada Byron', 'support');
		const grace = apply('Grace Murray', 'sales');
		ada.enter();
		grace.enter();
		const keys = [
			await invitationOf(everything, ada.email, POLL_MS),
			await invitationOf(everything, grace.email, POLL_MS),
		];
		expect(keys.map((key) => willo.participants.get(key)!.interviewKey)).toEqual([
			demo.interviews.support,
			demo.interviews.sales,
		]);
		await noteWith(everything, grace.id, keys[1]);
		await willo.respond(keys[1], ['A deal', 'I read', 'Europe']);
		await noteWith(everything, grace.id, 'Europe');
		await quiet(everything);
		expect(invitationsOf(everything, ada.email)).toHaveLength(1);
		expect(notesOf(everything, ada.id)).toHaveLength(1);
		expect(notesOf(everything, grace.id)).toHaveLength(2);
		await unpublish(workflow);
	});

	test('move on: each candidate waits for their own click, and nobody is moved without it', async () => {
		const { client, demo, willo } = everything;
		const picks = picksOf(everything);
		const workflow = await publish('move-on', (imported) => {
			watch(imported, 'Ashby Stage Trigger', 'support');
			parametersOf(imported, 'Invite to Willo Interview').interview = picks.interview(
				demo.interviews.support,
			);
			parametersOf(imported, 'Move to the Next Stage').stage = picks.stage(stageId('Offer'));
		});
		const [yes, no, gone] = ['Yes Person', 'No Person', 'Gone Person'].map((name) =>
			apply(name, 'support'),
		);
		for (const candidate of [yes, no, gone]) candidate.enter();
		for (const { id, email } of [yes, no, gone]) {
			const key = await invitationOf(everything, email, POLL_MS);
			await noteWith(everything, id, key);
			await willo.respond(key);
		}
		const click = async (name: string, label: string) => {
			const { html } = await mailWith(name);
			const link = new RegExp(`href="([^"]+)"[^>]*>\\s*${label}`).exec(html)![1];
			const headers = { 'user-agent': BROWSER };
			const answer = await http.get(link.replaceAll('&amp;', '&'), { headers });
			expect(answer.status).toBe(200);
		};
		await mailWith('Gone Person');
		await click('No Person', 'Leave in Stage');
		everything.ashby.move(gone.applicationId, stageId('Phone Screen'));
		await click('Gone Person', 'Move On');
		await click('Yes Person', 'Move On');
		await waitFor('Yes Person to move on', () => yes.stage() === stageId('Offer'));
		await quiet(everything);
		expect(no.stage()).toBe(demo.videoStages.support);
		expect(gone.stage()).toBe(stageId('Phone Screen'));
		// The Willo Response Trigger has returned the responses once more by now.
		expect(mail.messages.filter(({ subject }) => subject.includes('responded'))).toHaveLength(3);
		const waiting = await client.executions(workflow.id);
		expect(waiting.filter(({ status }) => status === 'waiting')).toEqual([]);
		await unpublish(workflow);
	});

	test('no response: one note and one email for each invitation', async () => {
		const { ashby } = everything;
		const invited = (name: string, days: number) => {
			const candidate = apply(name, 'sales');
			candidate.enter();
			const value = `${name} was invited to the Willo interview “Sales”`;
			const createdAt = new Date(Date.now() - days * DAY_MS);
			ashby.addNote(candidate.id, value, { createdAt: createdAt.toISOString() });
			return candidate;
		};
		const late = invited('Late Person', 8);
		const recent = invited('Recent Person', 6);
		const done = invited('Done Person', 8);
		ashby.addNote(done.id, 'Reference: response-1');
		const workflow = await publish('no-response', () => {});
		await noteWith(everything, late.id, "hasn't responded");
		const { to, text } = await mailWith('to call');
		expect(to).toEqual([RECRUITER]);
		expect(text).toContain('Late Person, Account Executive: 8 days, +442079460099, https://');
		expect(text).not.toMatch(/Recent|Done/);
		const runs = (await everything.client.executions(workflow.id)).length;
		await waitFor('two more mornings', async () => {
			const now = await everything.client.executions(workflow.id);
			return now.filter(({ status }) => status === 'success').length >= runs + 2;
		});
		expect(notesOf(everything, late.id)).toHaveLength(2);
		expect(notesOf(everything, recent.id)).toHaveLength(1);
		expect(mail.messages.filter(({ subject }) => subject.includes('to call'))).toHaveLength(1);
		await unpublish(workflow);
	});

	test('daily check: candidates in the stage without an invitation, and a response that belongs to nobody', async () => {
		const { ashby, client, credentialData, demo, willo } = everything;
		const missed = ashby.addCandidate({ name: 'Missed Person', email: 'missed@example.com' });
		ashby.addApplication({
			candidateId: missed.id,
			jobId: demo.jobs.support,
			stageId: demo.videoStages.support,
			createdAt: new Date(Date.now() - DAY_MS),
		});
		const check = await publish('daily-check', () => {});
		const { text } = await mailWith('without a Willo invitation');
		expect(text).toContain('Missed Person, Customer Support Specialist: in the stage since');
		// Whoever entered just now may still be invited.
		expect(text.match(/in the stage since/g)).toHaveLength(1);
		await unpublish(check);

		// The lane below needs no publishing: n8n starts it where a workflow names it in its settings.
		const base = await client.importWorkflow(
			'workflows/ashby-willo-launch.json',
			credentials,
			(imported) => {
				const picks = picksOf(everything);
				watch(imported, 'Ashby Stage Trigger', 'support');
				const invite = parametersOf(imported, 'Invite to Willo Interview');
				invite.interview = picks.interview(demo.interviews.general);
				Object.assign(imported, { settings: { executionOrder: 'v1', errorWorkflow: check.id } });
			},
		);
		expect(await client.publish(check.id)).toBeNull();
		expect(await client.publish(base.id)).toBeNull();
		await quiet(everything);
		const stranger = {
			interview: demo.interviews.general,
			name: 'Stranger',
			email: 's@example.com',
		};
		const headers = { authorization: credentialData.willoApi.apiKey };
		await http.post(`${willo.baseUrl}/participants/`, stranger, { headers });
		await willo.respond(await invitationOf(everything, 's@example.com'));
		const message = await mailWith('A candidate needs your attention');
		expect(message.text).toContain('No candidate in Ashby has');
		expect(message.text).toContain('s@example.com');
	});
});
