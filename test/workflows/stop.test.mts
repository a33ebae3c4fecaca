/** The template that removes open invitations of candidates who have left the stage. */
import { http } from '../../scripts/http.mts';
import { isInvited, templateOf, useWorld, world, type Person } from './faults.setUp.mts';

useWorld(templateOf('-stop'));

/** A participant in Willo, and a note that names them unless somebody else invited them. */
async function invite(person: Person, isOurs = true): Promise<Person> {
	const { ashby, credentials, demo, willo } = world;
	const headers = { authorization: String(credentials![1].data.apiKey) };
	const body = {
		name: person.name,
		email: person.email,
		interview: demo.interviews.support,
		external_id: person.candidateId,
	};
	const { data } = await http.post(`${willo.baseUrl}/participants/`, body, { headers });
	if (isOurs) ashby.addNote(person.candidateId, `Invited: ${data.key} (${person.entryId})`);
	return Object.assign(person, { key: data.key });
}

const removalNotes = ({ candidateId }: Person) =>
	world.ashby.notesOf(candidateId).filter(({ content }) => content.includes('removed-')).length;
const move = ({ applicationId }: Person, title: string) =>
	world.ashby.move(applicationId, world.stageId(title));
const day = async () => await world.nextDay('Every Day');

test('who was archived, hired, or moved is no longer invited, and a note says so, once', async () => {
	const people = [...world.people, world.apply('Dee Done')];
	for (const person of people) await invite(person);
	const [archived, back, hired] = people;
	world.ashby.archive(archived.applicationId);
	move(back, 'Application Review');
	move(hired, 'Hired');
	for (const _day of [1, 2]) expect((await day()).error).toBeUndefined();
	expect(people.map(isInvited)).toEqual([false, false, false, true]);
	expect(people.map(removalNotes)).toEqual([1, 1, 1, 0]);
});

test('nobody is removed who has responded, or whose invitation no note names, or for no stage', async () => {
	const { ashby, people } = world;
	people.push(world.apply('Dee Done'));
	const [responded, stranger, gone, forNoStage] = people;
	await invite(responded);
	await world.willo.respond(responded.key, ['I listened']);
	await invite(stranger, false);
	await invite(gone);
	ashby.candidates.delete(gone.candidateId);
	await invite(forNoStage, false);
	ashby.addNote(forNoStage.candidateId, `Invited by hand: ${forNoStage.key}`);
	for (const person of [responded, stranger, forNoStage]) move(person, 'Application Review');
	expect((await day()).error).toBeUndefined();
	expect(people.map(isInvited)).toEqual([true, true, true, true]);
});

test('the invitation for a new entry stays, and the one for the earlier entry goes', async () => {
	const [ann] = world.people;
	const earlier = (await invite(ann)).key;
	move(ann, 'Application Review');
	ann.entryId = move(ann, 'Video Interview').id;
	await invite(ann);
	await day();
	expect(world.willo.participants.has(earlier)).toBe(false);
	expect(isInvited(ann)).toBe(true);
});

const STEPS = ['Get Application in the Stage', 'Delete Participant', 'Add Removal Note'];
test.each(STEPS)('a fault in %s keeps nobody else, is reported, and made up for', async (step) => {
	for (const person of world.people) {
		await invite(person);
		move(person, 'Application Review');
	}
	const [ann, bea, cem] = world.people;
	world.refuseAt(step, [bea.candidateId, bea.key]);
	const { error } = await day();
	expect([ann, cem].map(isInvited)).toEqual([false, false]);
	expect([ann, cem].map(removalNotes)).toEqual([1, 1]);
	expect(`${error?.message} ${error?.description}`).toContain('not_today');
	expect(isInvited(bea)).toBe(true);
	world.refuseAt(undefined);
	await day();
	expect(isInvited(bea)).toBe(false);
	expect(removalNotes(bea)).toBe(1);
});
