/** The template that deletes the participants of candidates who are gone, and the step that remembers invitations for it. */
import { isInvited, templateOf, useWorld, world, type Person } from './faults.setUp.mts';
import { connectAll, names as base, type TemplateNode } from '../../workflows/parts/lanes.ts';
import type { Template } from '../../workflows/parts/templates.ts';
import { REMEMBER } from '../../workflows/parts/forget.ts';

const forget = templateOf('-forget');
const launch = templateOf('-launch');

/** Both on one canvas: the template for a plan with the step that people copy. */
const copied: Template = {
	...forget,
	nodes: [
		...launch.nodes,
		...forget.nodes.map((node): TemplateNode =>
			node.name === REMEMBER ? { ...node, position: [480, -200] } : node,
		),
	],
	connections: {
		...launch.connections,
		...forget.connections,
		...connectAll(base.invite, REMEMBER, base.noteInvitation),
	},
};

jest.setTimeout(60_000);

useWorld(copied);

beforeEach(async () => {
	world.people.push(...['Dee Done', 'Eve Early', 'Fay Fine'].map((name) => world.apply(name)));
	await world.invited(base.stageTrigger);
});

const isRemembered = ({ key }: Person) =>
	world.engine.rows.some(({ participantKey }) => participantKey === key);
const day = async (mode?: 'manual') => await world.nextDay('Every Day', mode);
const remove = ({ candidateId }: Person) => world.ashby.candidates.delete(candidateId);
/** Ashby doesn't say what remains of the name. */
function anonymize({ candidateId }: Person, name: string): void {
	const candidate = world.ashby.candidates.get(candidateId)!;
	Object.assign(candidate, { name, emails: [], phones: [] });
}

test('two IDs of each invitation are kept, and nothing else', () => {
	const { engine, people } = world;
	const rows = people.map(({ candidateId, key }) => ({ candidateId, participantKey: key }));
	expect(engine.rows).toEqual(rows);
});

test('if the row can’t be written, there is no note, and the next attempt makes up for it', async () => {
	const { engine } = world;
	const gil = world.apply('Gil Given');
	jest.spyOn(engine.rows, 'push').mockImplementationOnce(() => {
		throw new Error('not_today');
	});
	const { error } = await engine.run(base.stageTrigger, world.entries([gil], false));
	expect(error?.message).toContain('not_today');
	expect(world.seen(gil)).toMatchObject({ invitations: 1, notes: 0 });
	await engine.run(base.stageTrigger, world.entries([gil], true));
	expect(world.seen(gil)).toMatchObject({ invitations: 1, notes: 1 });
	expect(engine.rows.at(-1)).toMatchObject({ candidateId: gil.candidateId });
});

test('who was deleted or anonymized is deleted at Willo with the responses, and forgotten, even if somebody new has the same email', async () => {
	const [gone, empty, placeholder, ...others] = world.people;
	remove(gone);
	// Nobody is kept by somebody new with the same email.
	world.ashby.addCandidate({ name: gone.name, email: gone.email });
	anonymize(empty, '');
	anonymize(placeholder, 'Anonymized');
	for (const _day of [1, 2]) expect((await day()).error).toBeUndefined();
	expect(world.people.filter(isInvited)).toEqual(others);
	expect(world.people.filter(isRemembered)).toEqual(others);
});

test('a test run deletes nobody', async () => {
	const [gone] = world.people;
	remove(gone);
	await day('manual');
	expect([isInvited(gone), isRemembered(gone)]).toEqual([true, true]);
});

test('whoever was merged, or only lost the addresses, stays', async () => {
	const { ashby } = world;
	const [merged, withoutAddress] = world.people;
	const into = ashby.addCandidate({ name: 'Ann Other', email: 'ann@example.com' });
	ashby.mergeCandidates(into.id, merged.candidateId);
	anonymize(withoutAddress, withoutAddress.name);
	expect((await day()).error).toBeUndefined();
	expect([merged, withoutAddress].map(isInvited)).toEqual([true, true]);
});

test('a participant who is already gone at Willo is forgotten', async () => {
	const [gone] = world.people;
	remove(gone);
	world.willo.participants.delete(gone.key);
	expect((await day()).error).toBeUndefined();
	expect(isRemembered(gone)).toBe(false);
});

test('if more than half seem to be gone, nobody is deleted, and the execution says so', async () => {
	const { people } = world;
	for (const person of people.slice(0, 4)) remove(person);
	const said = 'More than half of all candidates seem to be gone';
	expect((await day()).error?.message).toContain(said);
	expect(people.filter(isInvited)).toEqual(people);
});

const LOOKS = ['Get Candidate', 'Get Participant', 'Look for a Merged Candidate'];
const STEPS = [...LOOKS, 'Delete Participant'];
test.each(STEPS)('a fault in %s keeps nobody else, is reported, and made up for', async (step) => {
	const [ann, bea] = world.people;
	for (const person of [ann, bea]) remove(person);
	world.refuseAt(step, [bea.candidateId, bea.key, bea.email]);
	expect((await day()).error?.message).toContain('not_today');
	expect([ann, bea].map(isInvited)).toEqual([false, true]);
	expect([ann, bea].map(isRemembered)).toEqual([false, true]);
	world.refuseAt(undefined);
	expect((await day()).error).toBeUndefined();
	expect(isInvited(bea)).toBe(false);
});
