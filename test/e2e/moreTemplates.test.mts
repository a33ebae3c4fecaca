/**
 * Templates that invite, in one real n8n: imported as committed, filled in, and at work. What a failing step of the one with
 * tags and custom fields does to its neighbors is tested in test/workflows/faults.test.mts.
 */
import { picksOf } from '../../scripts/everything.mts';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { customFieldValueJson } from '../sandbox/ashby/renderFields.mts';
import { invitationOf, invitationsOf, notesOf, noteWith, quiet } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { apply, parametersOf, POLL_MS, TemplateRun } from './templateRun.mts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const REVIEW_URL = 'https://app.willo.video/review/1';

describe('In one n8n,', () => {
	let run: TemplateRun;

	beforeAll(async () => {
		run = await TemplateRun.start();
	});

	afterAll(async () => {
		await run?.stop();
	});

	/** What a recruiter can search for. */
	function shown({ id }: Applicant): Record<string, unknown> {
		const { ashby } = run.everything;
		const fields = [...(ashby.customFieldValues.get(id) ?? [])].map(([fieldId, value]) => {
			const field = customFieldValueJson(ashby.customFields.get(fieldId)!, value);
			return [field.title, 'valueLabel' in field ? field.valueLabel : value];
		});
		const tags = ashby.candidates.get(id)!.tagIds.map((tagId) => ashby.tags.get(tagId)!.title);
		return { ...Object.fromEntries(fields), tags };
	}

	test('several interviews: the stage determines the interview, once, and each response is noted', async () => {
		const { everything } = run;
		const { demo, willo } = everything;
		const workflow = await run.publish('several-interviews', (imported) => {
			run.invite(imported, 'support', 'Ashby Stage Trigger 1', 'Invite to Interview 1');
			run.invite(imported, 'sales', 'Ashby Stage Trigger 2', 'Invite to Interview 2');
		});
		const ada = run.apply('Ada Byron');
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
		const offer = run.stageId('Offer');
		const workflow = await run.publish('move-on', (imported) => {
			run.invite(imported);
			parametersOf(imported, 'Move to the Next Stage').stage = picksOf(everything).stage(offer);
		});
		const [yes, no, gone] = ['Yes Person', 'No Person', 'Gone Person'].map((name) =>
			run.apply(name),
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
		ashby.move(gone.applicationId, run.stageId('Phone Screen'));
		await decide('Gone Person', 'Move On');
		await decide('Yes Person', 'Move On');
		await waitFor('Yes Person to move on', () => yes.stage() === offer);
		await quiet(everything);
		expect(no.stage()).toBe(demo.videoStages.support);
		expect(gone.stage()).toBe(run.stageId('Phone Screen'));
		// The Willo Response Trigger has returned the responses once more by now.
		expect(run.mail.messages).toHaveLength(3);
		const waiting = await client.executions(workflow.id);
		expect(waiting.filter(({ status }) => status === 'waiting')).toEqual([]);
		await run.unpublish(workflow);
	});

	test('tags and custom fields: whoever is invited gets status, tag and note, whoever is not the note alone; a response changes them', async () => {
		const { everything } = run;
		const { willo } = everything;
		const workflow = await run.publish('tags-and-fields', (imported) => run.invite(imported));
		const tara = run.apply('Tara Tagged');
		const nobody = apply(everything, 'Nemo Nobody', 'support', null);
		for (const { enter } of [tara, nobody]) enter();
		const key = await invitationOf(everything, tara.email, POLL_MS);
		await noteWith(everything, tara.id, key);
		await noteWith(everything, nobody.id, 'No email address');
		expect(shown(tara)).toEqual({ 'Willo Status': 'Invited', tags: ['Willo invited'] });
		expect(shown(nobody)).toEqual({ tags: [] });

		const participant = willo.participants.get(key)!;
		participant.reviewUrl = REVIEW_URL;
		await willo.respond(key, ['I listened', 'Patience', 'English']);
		const completed = {
			'Willo Status': 'Completed',
			'Willo Link': REVIEW_URL,
			tags: ['Willo completed'],
		};
		await waitFor('the tag to be gone', () => !JSON.stringify(shown(tara)).includes('invited'));
		expect(shown(tara)).toEqual(completed);
		await willo.score(key, 3);
		await waitFor('the score', () => shown(tara)['Willo Score'] !== undefined);
		expect(shown(tara)).toEqual({ ...completed, 'Willo Score': 3 });
		participant.score = 4;
		await willo.score(key, 2);
		await waitFor('the score of the interview', () => shown(tara)['Willo Score'] === 4);
		const notes = notesOf(everything, tara.id);
		expect(notes.filter((note) => note.includes('responded to'))).toHaveLength(1);
		expect(notes.filter((note) => note.includes('New score'))).toHaveLength(2);
		expect(invitationsOf(everything, tara.email)).toHaveLength(1);
		await run.unpublish(workflow);
	});
});
