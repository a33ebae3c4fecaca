/** The template for all jobs in the real n8n, imported as it is committed: recruiters choose the interviews in Ashby. */
import type { Workflow } from '../../scripts/n8n/client.mts';
import { waitFor } from '../../scripts/wait.mts';
import { ageUnconfirmedEntries } from './database.mts';
import { invitationOf, invitationsOf, notesOf, noteWith, quiet } from './setup.mts';
import type { Applicant } from './templateRun.mts';
import { parametersOf, POLL_MS, TemplateRun } from './templateRun.mts';

/** Longer than the first wait between two attempts. */
const NEXT_ATTEMPT_MS = 600_000;

describe('One workflow for all jobs:', () => {
	let run: TemplateRun;
	let workflow: Workflow;
	let early: Applicant;
	let ada: Applicant;
	let grace: Applicant;

	beforeAll(async () => {
		run = await TemplateRun.start();
	});

	afterAll(async () => {
		await run?.stop();
	});

	const field = () =>
		[...run.everything.ashby.customFields.values()].find(
			({ title }) => title === 'Willo Interview',
		);
	const labels = () =>
		(field()?.selectableValues ?? [])
			.filter(({ isArchived }) => !isArchived)
			.map(({ label }) => label)
			.sort();
	const titles = () =>
		[...run.everything.willo.interviews.values()].map(({ title }) => title).sort();
	const choose = (job: 'support' | 'sales' | 'lead', interview: string) =>
		run.everything.ashby.setCustomField(run.everything.demo.jobs[job], field()!.id, interview);
	const interviewsOf = ({ email }: Applicant) =>
		invitationsOf(run.everything, email).map(
			(key) => run.everything.willo.participants.get(key)!.interviewKey,
		);

	test('by hand, the field is created with Willo’s interviews, and the workflow can be published', async () => {
		const { client } = run.everything;
		workflow = await run.import('company', (imported) => {
			const { links } = parametersOf(imported, 'Ashby Stage Trigger') as {
				links: { link: Array<{ stage: { value: string } }> };
			};
			links.link[0].stage.value = 'Video Interview';
		});
		const { status } = await client.runFrom(workflow.id, 'Set Up Now', 'Set Choices in Ashby');
		expect(status).toBe('success');
		expect(labels()).toEqual(titles());
		expect(await client.publish(workflow.id)).toBeNull();
	});

	test('the job determines the interview; without one, a note says what to do', async () => {
		const { ashby, demo, willo } = run.everything;
		const gone = willo.addInterview({ title: 'Soon deleted' });
		choose('sales', demo.interviews.sales);
		choose('lead', gone.key);
		willo.interviews.delete(gone.key);
		early = run.apply('Early Person');
		ada = run.apply('Ada Byron', 'sales');
		grace = run.apply('Grace Murray', 'lead');
		ashby.fault = ({ path, body }) =>
			path === '/candidate.createNote' && body.candidateId === ada.id
				? { kind: 'code', code: 'not_today' }
				: undefined;
		const entries = [early, ada, grace].map((applicant) => applicant.enter());
		await invitationOf(run.everything, ada.email, POLL_MS);
		const empty = await noteWith(run.everything, early.id, 'No Willo interview is set for');
		const unknown = await noteWith(run.everything, grace.id, 'names no interview in Willo');
		for (const note of [empty, unknown]) {
			expect(note).toContain('the invitation then goes out by itself');
			for (const entry of entries) expect(note).not.toContain(entry);
		}
		expect(interviewsOf(ada)).toEqual([demo.interviews.sales]);
		expect([early, grace].flatMap(interviewsOf)).toEqual([]);
	});

	test('a field that is filled in or corrected invites without a move, and a changed one nobody twice', async () => {
		const { ashby, demo, n8n } = run.everything;
		await quiet(run.everything);
		choose('support', demo.interviews.support);
		choose('lead', demo.interviews.general);
		choose('sales', demo.interviews.general);
		ashby.fault = undefined;
		// A new candidate shows at once what would otherwise be read within an hour.
		const late = run.apply('Late Person');
		late.enter();
		await n8n.stop();
		await ageUnconfirmedEntries(run.everything, NEXT_ATTEMPT_MS, 1);
		await n8n.restart();
		for (const { email } of [early, late, grace]) {
			await invitationOf(run.everything, email, 2 * POLL_MS);
		}
		await noteWith(run.everything, ada.id, 'invited', POLL_MS);
		await quiet(run.everything);
		expect([early, late, grace, ada].map(interviewsOf)).toEqual([
			[demo.interviews.support],
			[demo.interviews.support],
			[demo.interviews.general],
			[demo.interviews.sales],
		]);
		expect([early, ada, grace].map(({ id }) => notesOf(run.everything, id).length)).toEqual([
			2, 1, 2,
		]);
	});

	test('the choices follow the interviews in Willo', async () => {
		const { demo, willo } = run.everything;
		willo.interviews.get(demo.interviews.general)!.title = 'Renamed';
		willo.addInterview({ title: 'Added' });
		await waitFor('the choices', () => labels().includes('Added') && labels().includes('Renamed'));
		expect(labels()).toEqual(titles());
	});
});
