/** The template with tags and custom fields in the real n8n, imported as it is committed. */
import { picksOf } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { customFieldValueJson } from '../sandbox/ashby/renderFields.mts';
import { invitationOf, invitationsOf, notesOf, noteWith } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { parametersOf, POLL_MS, TemplateRun } from './templateRun.mts';

/** The first wait between two attempts, and what comes before and after it. */
const NEXT_ATTEMPT_MS = 420_000;
const REVIEW_URL = 'https://app.willo.video/review/1';

describe('Tags and custom fields:', () => {
	let run: TemplateRun;
	let workflow: Workflow;
	let early: Applicant;
	let ada: Applicant;
	let key: string;

	beforeAll(async () => {
		run = await TemplateRun.start();
	});

	afterAll(async () => {
		await run?.stop();
	});

	/** What a recruiter can search for. */
	function shown({ id }: Pick<Applicant, 'id'>): Record<string, unknown> {
		const { ashby } = run.everything;
		const fields = [...(ashby.customFieldValues.get(id) ?? [])].map(([fieldId, value]) => {
			const field = customFieldValueJson(ashby.customFields.get(fieldId)!, value);
			return [field.title, 'valueLabel' in field ? field.valueLabel : value];
		});
		const tags = ashby.candidates.get(id)!.tagIds.map((tagId) => ashby.tags.get(tagId)!.title);
		return { ...Object.fromEntries(fields), tags };
	}

	async function failures(): Promise<string[]> {
		const { client } = run.everything;
		const failed = (await client.executions(workflow.id)).filter(
			({ status }) => status === 'error',
		);
		return await Promise.all(failed.map(async ({ id }) => await client.executionData(id)));
	}

	test('a tag that is not in Ashby fails the execution, which says what to do', async () => {
		const { ashby, demo } = run.everything;
		for (const { id, title } of ashby.tags.values()) {
			if (title === 'Willo invited') ashby.tags.delete(id);
		}
		workflow = await run.publish('tags-and-fields', (imported) => {
			run.watch(imported, 'Ashby Stage Trigger', 'support');
			const invite = parametersOf(imported, 'Invite to Willo Interview');
			invite.interview = picksOf(run.everything).interview(demo.interviews.support);
		});
		early = run.apply('Early Person', 'support');
		early.enter();
		await invitationOf(run.everything, early.email, POLL_MS);
		const failed = await waitFor('an execution to fail', async () => (await failures())[0]);
		expect(failed).toContain("No tag in Ashby is called 'Willo invited'");
		expect(failed).toContain('Create the tag in Ashby');
		expect(notesOf(run.everything, early.id)).toEqual([]);
		ashby.addTag('Willo invited');
	});

	test('whoever is invited gets status, tag and note; whoever is not gets the note alone', async () => {
		ada = run.apply('Ada Byron', 'support');
		const { ashby, demo } = run.everything;
		const nobody = ashby.addCandidate({ name: 'Nemo Nobody' });
		const { id } = ashby.addApplication({ candidateId: nobody.id, jobId: demo.jobs.support });
		ada.enter();
		ashby.move(id, demo.videoStages.support);
		key = await invitationOf(run.everything, ada.email, POLL_MS);
		await noteWith(run.everything, ada.id, key);
		await noteWith(run.everything, nobody.id, 'No email address');
		expect(shown(ada)).toEqual({ 'Willo Status': 'Invited', tags: ['Willo invited'] });
		expect(shown(nobody)).toEqual({ tags: [] });
	});

	test('a response changes the status and swaps the tags, and a score follows', async () => {
		const { willo } = run.everything;
		const participant = willo.participants.get(key)!;
		participant.reviewUrl = REVIEW_URL;
		await willo.respond(key, ['I listened', 'Patience', 'English']);
		const completed = {
			'Willo Status': 'Completed',
			'Willo Link': REVIEW_URL,
			tags: ['Willo completed'],
		};
		await waitFor('the tag to be gone', () => !JSON.stringify(shown(ada)).includes('invited'));
		expect(shown(ada)).toEqual(completed);
		await willo.score(key, 3);
		await waitFor('the score', () => shown(ada)['Willo Score'] !== undefined);
		expect(shown(ada)).toEqual({ ...completed, 'Willo Score': 3 });
		participant.score = 4;
		await willo.score(key, 2);
		await waitFor('the score of the interview', () => shown(ada)['Willo Score'] === 4);
	});

	test('the invitation that lacked its tag is completed at the next attempt, and sent once', async () => {
		await noteWith(run.everything, early.id, 'invited', NEXT_ATTEMPT_MS);
		expect(shown(early)).toEqual({ 'Willo Status': 'Invited', tags: ['Willo invited'] });
		expect(invitationsOf(run.everything, early.email)).toHaveLength(1);
		expect(invitationsOf(run.everything, ada.email)).toHaveLength(1);
		// The Willo Response Trigger has returned the response again by now.
		const notes = notesOf(run.everything, ada.id);
		expect(notes.filter((note) => note.includes('responded to'))).toHaveLength(1);
		expect(notes.filter((note) => note.includes('New score'))).toHaveLength(2);
		expect(notes).toHaveLength(4);
		expect(shown(ada)).toMatchObject({ 'Willo Score': 4, tags: ['Willo completed'] });
		expect(await failures()).toHaveLength(1);
	});
});
