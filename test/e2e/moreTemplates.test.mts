/** Templates that invite, in one real n8n: imported as committed, filled in, and at work. */
import { picksOf } from '../../scripts/everything.mts';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { invitationOf, invitationsOf, notesOf, noteWith, quiet } from './setup.mts';
import { parametersOf, POLL_MS, TemplateRun } from './templateRun.mts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('In one n8n,', () => {
	let run: TemplateRun;

	beforeAll(async () => {
		run = await TemplateRun.start();
	});

	afterAll(async () => {
		await run?.stop();
	});

	const stageId = (title: string) => {
		const { ashby, demo } = run.everything;
		return ashby.stagesOf(demo.jobs.support).find((stage) => stage.title === title)!.id;
	};

	test('several interviews: the stage determines the interview, once, and each response is noted', async () => {
		const { everything } = run;
		const { demo, willo } = everything;
		const { interview } = picksOf(everything);
		const workflow = await run.publish('several-interviews', (imported) => {
			run.watch(imported, 'Ashby Stage Trigger 1', 'support');
			run.watch(imported, 'Ashby Stage Trigger 2', 'sales');
			const [first, second] = [1, 2].map((which) =>
				parametersOf(imported, `Invite to Interview ${which}`),
			);
			first.interview = interview(demo.interviews.support);
			second.interview = interview(demo.interviews.sales);
		});
		const ada = run.apply('Ada Byron', 'support');
		const grace = run.apply('Grace Murray', 'sales');
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
		await run.unpublish(workflow);
	});

	test('move on: each candidate waits for their own click, and nobody is moved without it', async () => {
		const { everything } = run;
		const { ashby, client, demo, willo } = everything;
		const picks = picksOf(everything);
		const workflow = await run.publish('move-on', (imported) => {
			run.watch(imported, 'Ashby Stage Trigger', 'support');
			const invite = parametersOf(imported, 'Invite to Willo Interview');
			invite.interview = picks.interview(demo.interviews.support);
			parametersOf(imported, 'Move to the Next Stage').stage = picks.stage(stageId('Offer'));
		});
		const [yes, no, gone] = ['Yes Person', 'No Person', 'Gone Person'].map((name) =>
			run.apply(name, 'support'),
		);
		// Nobody invited them for this one.
		ashby.addApplication({
			candidateId: yes.id,
			jobId: demo.jobs.sales,
			stageId: demo.videoStages.sales,
		});
		for (const candidate of [yes, no, gone]) candidate.enter();
		for (const { id, email } of [yes, no, gone]) {
			const key = await invitationOf(everything, email, POLL_MS);
			await noteWith(everything, id, key);
			await willo.respond(key);
		}
		const linkFor = async (name: string) =>
			/https?:\/\/\S+form-waiting\S+/.exec((await run.mailWith(name)).text)![0];
		const decide = async (name: string, decision: string) => {
			const form = new FormData();
			form.append('field-0', decision);
			const answer = await http.post(await linkFor(name), form);
			expect(answer.status).toBe(200);
		};
		await run.mailWith('Gone Person');
		// As mail gateways do: it shows a form, and nothing else.
		const page = await http.get(await linkFor('No Person'), { headers: { 'user-agent': BROWSER } });
		expect(page.data).toContain('Leave in Stage');
		await quiet(everything);
		expect(no.stage()).toBe(demo.videoStages.support);
		await decide('No Person', 'Leave in Stage');
		ashby.move(gone.applicationId, stageId('Phone Screen'));
		await decide('Gone Person', 'Move On');
		await decide('Yes Person', 'Move On');
		await waitFor('Yes Person to move on', () => yes.stage() === stageId('Offer'));
		await quiet(everything);
		expect(no.stage()).toBe(demo.videoStages.support);
		expect(gone.stage()).toBe(stageId('Phone Screen'));
		// The Willo Response Trigger has returned the responses once more by now.
		expect(run.mail.messages).toHaveLength(3);
		const waiting = await client.executions(workflow.id);
		expect(waiting.filter(({ status }) => status === 'waiting')).toEqual([]);
		await run.unpublish(workflow);
	});
});
