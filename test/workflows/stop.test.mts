/** The template that removes open invitations of candidates who have left the stage. */
import { invitedParticipant } from '../nodes/Willo/setUp.mts';
import { isInvited, templateOf, useWorld, world, type Person } from './faults.setUp.mts';

useWorld(templateOf('-stop'));

/** A participant in Willo, and a note that names them unless somebody else invited them. */
function invite(person: Person, isOurs = true): Person {
	const { ashby, demo, willo } = world;
	const { name, email, candidateId } = person;
	const at = { interviewKey: demo.interviews.support, createdAt: new Date() };
	const invited = { ...invitedParticipant({ name, email, ...at }), externalId: candidateId };
	willo.participants.set(invited.key, invited);
	if (isOurs) ashby.addNote(candidateId, `Invited: ${invited.key} (${person.entryId})`);
	return Object.assign(person, { key: invited.key });
}

const removalNotes = ({ candidateId }: Person) =>
	world.ashby.notesOf(candidateId).filter(({ content }) => content.includes('removed-')).length;
const move = ({ applicationId }: Person, title: string) =>
	world.ashby.move(applicationId, world.stageId(title));
const day = async () => await world.nextDay('Every Day');

test('who was archived, hired, or moved is no longer invited, and a note says so, once', async () => {
	const people = [...world.people, world.apply('Dee Done')];
	for (const person of people) invite(person);
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
	invite(responded);
	await world.willo.respond(responded.key, ['I listened']);
	invite(stranger, false);
	invite(gone);
	ashby.candidates.delete(gone.candidateId);
	invite(forNoStage, false);
	ashby.addNote(forNoStage.candidateId, `Invited by hand: ${forNoStage.key}`);
	for (const person of [responded, stranger, forNoStage]) move(person, 'Application Review');
	expect((await day()).error).toBeUndefined();
	expect(people.map(isInvited)).toEqual([true, true, true, true]);
});

test('the invitation for a new entry stays, and the one for the earlier entry goes', async () => {
	const [ann] = world.people;
	const earlier = invite(ann).key;
	move(ann, 'Application Review');
	ann.entryId = move(ann, 'Video Interview').id;
	invite(ann);
	await day();
	expect(world.willo.participants.has(earlier)).toBe(false);
	expect(isInvited(ann)).toBe(true);
});

const STEPS = ['Get Application in the Stage', 'Delete Participant', 'Add Removal Note'];
test.each(STEPS)('a fault in %s keeps nobody else, is reported, and made up for', async (step) => {
	for (const person of world.people) {
		invite(person);
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
