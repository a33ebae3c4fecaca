/**
 * The template with tags and custom fields in the real n8n. What a failing step does to its neighbors is tested in
 * test/workflows/faults.test.mts.
 */
import { picksOf } from '../../scripts/everything.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { customFieldValueJson } from '../sandbox/ashby/renderFields.mts';
import { invitationOf, invitationsOf, notesOf, noteWith } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { parametersOf, POLL_MS, TemplateRun } from './templateRun.mts';

const REVIEW_URL = 'https://app.willo.video/review/1';

describe('Tags and custom fields:', () => {
	let run: TemplateRun;
	let workflow: Workflow;
	let ada: Applicant;
	let key: string;

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

	beforeAll(async () => {
		run = await TemplateRun.start();
		workflow = await run.publish('tags-and-fields', (imported) => {
			run.watch(imported, 'Ashby Stage Trigger', 'support');
			const invite = parametersOf(imported, 'Invite to Willo Interview');
			invite.interview = picksOf(run.everything).interview(run.everything.demo.interviews.support);
		});
	});

	afterAll(async () => {
		await run.unpublish(workflow);
		await run.stop();
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
		const notes = notesOf(run.everything, ada.id);
		expect(notes.filter((note) => note.includes('responded to'))).toHaveLength(1);
		expect(notes.filter((note) => note.includes('New score'))).toHaveLength(2);
		expect(invitationsOf(run.everything, ada.email)).toHaveLength(1);
	});
});
