/**
 * The lane of the template for all jobs that keeps the choices in Ashby up to date. That each candidate gets the interview
 * of their job is tested in test/e2e/company.test.mts.
 */
import { templateOf, useWorld, world } from './faults.setUp.mts';

useWorld(templateOf('company'), () => {});

const field = () =>
	[...world.ashby.customFields.values()].find(({ title }) => title === 'Willo Interview');
const choices = () =>
	field()!
		.selectableValues.filter(({ isArchived }) => !isArchived)
		.map(({ label, value }) => [label, value]);
const fromWillo = () => [...world.willo.interviews.values()].map(({ key, title }) => [title, key]);
const setUp = async () => await world.engine.run('Set Up Now', [{}], 'manual');
const daily = async () => await world.engine.run('Every Day', [{}]);

test('by hand, the field is created with Willo’s interviews; each day, it follows them', async () => {
	const { willo } = world;
	expect((await setUp()).error).toBeUndefined();
	expect(choices().sort()).toEqual(fromWillo().sort());
	const writes = () => world.ashby.requests.filter(({ path }) => /create|update/.test(path)).length;
	const before = writes();
	expect((await daily()).error).toBeUndefined();
	expect(writes()).toBe(before);
	const [first] = willo.interviews.values();
	first.title = 'Renamed';
	willo.addInterview({ title: 'Added' });
	await daily();
	expect(choices().sort()).toEqual(fromWillo().sort());
});

const STEPS = ['Get Willo Interviews', 'Set Choices in Ashby'];
test.each(STEPS)('while %s fails, no choice changes; the next day catches up', async (step) => {
	await setUp();
	const before = choices();
	world.willo.addInterview({ title: 'Added' });
	world.refuseAt(step);
	expect((await daily()).error).toBeDefined();
	expect(choices()).toEqual(before);
	world.refuseAt(undefined);
	expect((await daily()).error).toBeUndefined();
	expect(choices().sort()).toEqual(fromWillo().sort());
});
