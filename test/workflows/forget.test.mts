/** The template that deletes the participants of candidates who are gone, and the step that remembers invitations for it. */
import { DAY_MS, templates, World } from './faults.setUp.mts';
import type { Person } from './faults.setUp.mts';
import { connectAll, names as base, type TemplateNode } from '../../workflows/parts/lanes.ts';
import type { Template } from '../../workflows/parts/templates.ts';
import { REMEMBER } from '../../workflows/parts/forget.ts';

const find = (name: string) => templates.find(({ file }) => file.endsWith(name))!;
const forget = find('-forget');

/** Both on one canvas: the template for a plan with the step that people copy. */
const copied: Template = {
	...forget,
	nodes: [
		...find('-launch').nodes,
		...forget.nodes.map((node): TemplateNode =>
			node.name === REMEMBER ? { ...node, position: [480, -200] } : node,
		),
	],
	connections: {
		...find('-launch').connections,
		...forget.connections,
		...connectAll(base.invite, REMEMBER, base.noteInvitation),
	},
};

jest.setTimeout(60_000);

let world: World;

beforeEach(async () => {
	world = new World();
	await world.start(copied);
	world.people.push(...['Dee Done', 'Eve Early', 'Fay Fine'].map((name) => world.apply(name)));
	await world.invited(base.stageTrigger);
});

afterEach(async () => {
	await world.stop();
});

const isInvited = ({ key }: Person) => world.willo.participants.has(key);
const isRemembered = ({ key }: Person) =>
	world.engine.rows.some(({ participantKey }) => participantKey === key);
const day = async (mode?: 'manual') => {
	world.pass(DAY_MS);
	return await world.engine.run('Every Day', [{}], mode);
};
const remove = ({ candidateId }: Person) => world.ashby.candidates.delete(candidateId);
/** Ashby doesn't say what remains of the name. */
function anonymize({ candidateId }: Person, name: string): void {
	const candidate = world.ashby.candidates.get(candidateId)!;
	Object.assign(candidate, { name, emails: [], phones: [] });
}

test('two IDs of each invitation are kept, and nothing else', () => {
	const { engine, people } = world;
	expect(engine.rows).toEqual(
		people.map(({ candidateId, key }) => ({ candidateId, participantKey: key })),
	);
});

test('if the row can’t be written, there is no note, and the next attempt makes up for it', async () => {
	const { engine } = world;
	const gil = world.apply('Gil Given');
	jest.spyOn(engine.rows, 'push').mockImplementationOnce(() => {
		throw new Error('not_today');
	});
	const { error } = await engine.run(base.stageTrigger, await world.entries([gil], false));
	expect(error?.message).toContain('not_today');
	expect(world.seen(gil)).toMatchObject({ invitations: 1, notes: 0 });
	await engine.run(base.stageTrigger, await world.entries([gil], true));
	expect(world.seen(gil)).toMatchObject({ invitations: 1, notes: 1 });
	expect(engine.rows.at(-1)).toMatchObject({ candidateId: gil.candidateId });
});

test('who was deleted or anonymized is deleted at Willo with the responses, and forgotten', async () => {
	const [gone, empty, placeholder, ...others] = world.people;
	remove(gone);
	anonymize(empty, '');
	anonymize(placeholder, 'Anonymized');
	for (const _day of [1, 2]) expect((await day()).error).toBeUndefined();
	for (const person of [gone, empty, placeholder]) {
		expect([isInvited(person), isRemembered(person)]).toEqual([false, false]);
	}
	for (const person of others) {
		expect([isInvited(person), isRemembered(person)]).toEqual([true, true]);
	}
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

test('somebody new with the same email doesn’t keep the earlier participant', async () => {
	const [gone] = world.people;
	remove(gone);
	world.ashby.addCandidate({ name: gone.name, email: gone.email });
	await day();
	expect(isInvited(gone)).toBe(false);
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
	expect((await day()).error?.message).toContain(
		'More than half of all candidates seem to be gone',
	);
	expect(people.filter(isInvited)).toEqual(people);
});

test('a test run deletes nobody', async () => {
	const [gone] = world.people;
	remove(gone);
	await day('manual');
	expect([isInvited(gone), isRemembered(gone)]).toEqual([true, true]);
});

test.each([
	'Get Candidate',
	'Get Participant',
	'Look for a Merged Candidate',
	'Delete Participant',
])(
	'a fault in %s keeps nobody else, is reported, and the next day makes up for it',
	async (step) => {
		const { ashby, engine, people, willo } = world;
		const [ann, bea] = people;
		for (const person of [ann, bea]) remove(person);
		const isHers = (value: unknown) =>
			[bea.candidateId, bea.key, bea.email].some((text) =>
				JSON.stringify(value ?? '').includes(text),
			);
		ashby.fault = ({ body }) =>
			engine.current === step && isHers(body) ? { kind: 'code', code: 'not_today' } : undefined;
		willo.fault = ({ path }) =>
			engine.current === step && isHers(path)
				? { kind: 'status', status: 400, body: '{"detail":"not_today"}' }
				: undefined;
		expect((await day()).error?.message).toContain('not_today');
		expect([ann, bea].map(isInvited)).toEqual([false, true]);
		expect([ann, bea].map(isRemembered)).toEqual([false, true]);
		ashby.fault = undefined;
		willo.fault = undefined;
		expect((await day()).error).toBeUndefined();
		expect([bea].map(isInvited)).toEqual([false]);
	},
);
