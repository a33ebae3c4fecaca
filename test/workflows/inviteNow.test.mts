/** The form with which somebody invites one person. */
import type { IDataObject } from 'n8n-workflow';
import { templateOf, useWorld, world } from './faults.setUp.mts';
import type { Ran } from './templateEngine.mts';

jest.setTimeout(60_000);
useWorld(templateOf('-invite-now'), () => {});

/** The first page; with an interview, also the second one. */
async function submit(candidate: string, interview?: string, mode?: 'manual'): Promise<Ran> {
	const ran = await world.engine.run('Invite a Candidate', [{ Candidate: candidate }], mode);
	return interview && ran.waiting ? await world.engine.decide(ran, { Interview: interview }) : ran;
}

const ending = (ran: Ran) =>
	['Say What Happened', 'Say What Went Wrong'].flatMap((name) => ran.output(name));
const expectEnding = (ran: Ran, title: string, said: string) =>
	expect(ending(ran)).toEqual([{ title, message: expect.stringContaining(said) }]);
const optionsIn = (ran: Ran) => {
	const [{ fields }] = ran.output('Choose the Interview');
	const [{ fieldOptions }] = JSON.parse(String(fields)) as [{ fieldOptions: IDataObject }];
	return (fieldOptions.values as IDataObject[]).map(({ option }) => option);
};
const interviewTitle = () => world.willo.interviews.get(world.demo.interviews.support)!.title;

test('by email or link, also at the same time, once, with one note', async () => {
	const { ashby, people } = world;
	const [ann] = people;
	const link = `https://app.ashbyhq.com/candidates/${ann.candidateId}?tab=notes`;
	const given = [ann.email.toUpperCase(), link];
	const both = await Promise.all(given.map(async (each) => await submit(each, interviewTitle())));
	const titles = both.flatMap(ending).map(({ title }) => title);
	expect(titles.sort()).toEqual(['Already invited', 'Invited']);
	expect(world.seen(ann)).toMatchObject({ invitations: 1, notes: 1 });
	expect(ashby.notesOf(ann.candidateId)[0].content).toContain(ann.entryId);
});

test('without one active application, the invitation is for no stage', async () => {
	const { ashby, demo, people } = world;
	const [several, none] = people;
	ashby.addApplication({ candidateId: several.candidateId, jobId: demo.jobs.lead });
	ashby.archive(none.applicationId);
	for (const person of [several, none]) {
		const again = async () => ending(await submit(person.email, interviewTitle()))[0].title;
		expect(await again()).toBe('Invited');
		expect(ashby.notesOf(person.candidateId)[0].content).not.toContain(person.entryId);
		expect(await again()).toBe('Already invited');
		expect(world.seen(person)).toMatchObject({ invitations: 1, notes: 1 });
	}
});

test('lists the interviews; of two with the same title, the right one is used', async () => {
	const { demo, people, willo } = world;
	const twin = willo.addInterview({ title: interviewTitle() });
	const [ann, bea] = people;
	const options = optionsIn(await submit(ann.email));
	const label = `${interviewTitle()} · ${twin.key}`;
	expect(options).toContain(label);
	expect(options).toContain(willo.interviews.get(demo.interviews.sales)!.title);
	await submit(bea.email, label);
	const [{ interviewKey }] = willo.participants.values();
	expect(interviewKey).toBe(twin.key);
});

test.each([
	['nobody@example.com', 'No candidate in Ashby has the email nobody@example.com'],
	['https://app.ashbyhq.com/jobs/1', "doesn't point to a candidate"],
	['twins@example.com', '2 candidates in Ashby have the email'],
])('%s: the form says why nobody was found', async (given, why) => {
	for (const name of ['Romulus', 'Remus']) {
		world.ashby.addCandidate({ name, email: 'twins@example.com' });
	}
	expectEnding(await submit(given), 'Not invited', why);
	expect(world.willo.invitations).toEqual([]);
});

test('who can’t be invited is told, and gets no note', async () => {
	const { id } = world.ashby.addCandidate({ name: 'No Address' });
	const link = `https://app.ashbyhq.com/candidates/${id}`;
	const ran = await submit(link, interviewTitle());
	expectEnding(ran, 'Not invited', "'Email' and 'Phone' are both empty");
	expect(world.ashby.notesOf(id)).toEqual([]);
});

test('a test run invites nobody', async () => {
	const [ann] = world.people;
	const ran = await submit(ann.email, interviewTitle(), 'manual');
	expectEnding(ran, 'Test run', 'would be invited');
	expect(world.seen(ann)).toMatchObject({ invitations: 0, notes: 0 });
});

const UNNOTED = ['Get Candidate', 'Get Willo Interviews', 'Invite to Willo Interview'];
const STEPS = [...UNNOTED, 'Add Invitation Note'];
test.each(STEPS)('a fault in %s: the form says so, the next try makes up for it', async (step) => {
	const [ann] = world.people;
	world.refuseAt(step);
	const title = step === 'Add Invitation Note' ? 'Invited, but not noted in Ashby' : 'Not invited';
	expectEnding(await submit(ann.email, interviewTitle()), title, 'not_today');
	world.refuseAt(undefined);
	expect(ending(await submit(ann.email, interviewTitle()))).toHaveLength(1);
	expect(world.seen(ann)).toMatchObject({ invitations: 1, notes: 1 });
});
