/** What a person gets who runs the command: its announcements, its bounds, its failures. */
import { FACTS, VENDORS } from '../../scripts/live/facts.mts';
import { MARK, useWorld, world } from './world.mts';

useWorld();
beforeEach(async () => await world.start());

const requestsOf = () => world.ashby.requests.length + world.willo.requests.length;
const WRITES = ['/candidate.createNote', '/webhook.create', '/webhook.delete', '/webhook.update'];
const writesOf = () => [
	...world.ashby.requests.filter(({ path }) => WRITES.includes(path)),
	...world.willo.requests.filter(({ method }) => method !== 'GET'),
];

async function writeToBoth(): Promise<void> {
	for (const vendor of VENDORS) await world.runFor({ vendor, shownBy: '--write --webhook-url' });
}

test.each([
	['no key', [], { ASHBY_API_KEY: '', WILLO_API_KEY: ' ' }, 'Set ASHBY_API_KEY, WILLO_API_KEY'],
	['a base URL that is none', [], { WILLO_BASE_URL: 'willo' }, 'WILLO_BASE_URL must be'],
	['an option that is none', ['--yes'], {}, 'There is an option that the command does not have'],
	['a wait that is none', ['--wait', 'long'], {}, '--wait must be a whole number'],
	['--write without the rest', ['--write'], {}, '--candidate <ID of a candidate in Ashby>'],
	['the rest without --write', ['--email', 'a@b.cd'], {}, 'go with --write'],
])('with %s it sends no request and exits with 2', async (_what, args, env, said) => {
	expect(await world.run(args, ['Ashby', 'Willo'], env)).toBe(2);
	expect(world.output).toContain(said);
	expect(requestsOf()).toBe(0);
	expect(world.report).toBe('');
});

test('reading writes nothing, sends no more requests than announced, and finds all as in the schemas', async () => {
	expect(await world.run(['--wait', '2'])).toBe(0);
	expect(writesOf()).toEqual([]);
	expect(world.report).toMatch(/differ from test\/schemas\n\nNone\./);
	const most = [...world.output.matchAll(/At most (\d+) requests?\./g)].map(([, most]) => +most);
	expect(most.length).toBeGreaterThanOrEqual(10);
	expect(requestsOf()).toBeLessThanOrEqual(most.reduce((sum, each) => sum + each, 0));
	for (const [, count, of] of world.output.matchAll(/^ {2}(\d+) of at most (\d+):/gm)) {
		expect(most).toContain(Number(of));
		expect(Number(count)).toBeLessThanOrEqual(Number(of));
	}
});

test('a response that differs is reported by path, with its count and without its value', async () => {
	const { ashby, applications } = world;
	Object.assign(applications[0], { status: `${MARK}-status` });
	Object.assign(ashby.applications.get(applications[1].id)!, { status: 7 });
	await world.run([], ['Ashby']);
	expect(world.report).toMatch(/\| Ashby application\.list \| `results\.\*\.status` \| must .* \|/);
	expect(world.output).not.toContain(MARK);
});

test('with one key, the other vendor’s facts are reported as not shown, with the reason', async () => {
	expect(await world.run([], ['Willo'])).toBe(0);
	expect(world.ashby.requests).toEqual([]);
	for (const fact of FACTS.filter(({ vendor }) => vendor === 'Ashby')) {
		const said = 'not shown by this account | ASHBY_API_KEY is not set |';
		expect(world.resultOf(fact)).toBe(said);
	}
});

test('a wrong key is reported, and no further request is sent', async () => {
	const env = { ASHBY_API_KEY: 'wrong', WILLO_API_KEY: 'wrong' };
	expect(await world.run([], ['Ashby', 'Willo'], env)).toBe(1);
	expect(world.output).toContain('Ashby does not accept this API key. Copy the key again from');
	expect(world.output).toContain('Willo does not accept this API key. Copy the key again from');
	expect(requestsOf()).toBe(2);
});

test('an unreachable vendor is reported', async () => {
	await world.ashby.stop();
	expect(await world.run([], ['Ashby'])).toBe(1);
	expect(world.output).toContain('Ashby could not answer: the connection was refused. Check that');
});

test('a missing permission is reported, and only skips what needs it', async () => {
	world.withoutPermission('jobsRead');
	expect(await world.run([], ['Ashby'])).toBe(0);
	const said = 'The Ashby API key is missing the jobsRead permission';
	expect(world.output).toContain(said);
	expect(world.report).toMatch(new RegExp(`not shown by this account \\| ${said}`));
	expect(world.report).toMatch(/Does the last page of a list have a cursor\? \| settled/);
});

test.each(['no', '', undefined])('answering each question %j writes nothing', async (typed) => {
	world.typed = typed;
	await writeToBoth();
	expect(writesOf()).toEqual([]);
	expect(world.output.match(/Left out\.$/gm)).toHaveLength(6);
	expect(world.report).toContain('Left out at the question');
});

test('everything it writes is removed, or reported as still there', async () => {
	const before = world.willo.participants.size;
	world.onWait = () => world.respondToInvitation();
	await writeToBoth();
	expect(world.ashby.webhooks.hooks.size).toBe(0);
	expect(world.willo.webhooks.size).toBe(0);
	expect(world.willo.deliveries.length).toBeGreaterThan(0);
	const notes = world.ashby.notesOf(world.candidateId).length - 1;
	expect(world.output.match(/Still there: a note on the test candidate/g)).toHaveLength(notes);
	expect(world.willo.participants.size).toBe(before);
	expect(world.output).not.toMatch(/Still there: a (participant|webhook)/);
});

test('webhooks are removed if the command is stopped while it waits', async () => {
	world.onWait = () => Promise.reject(new Error('interrupted'));
	await writeToBoth();
	expect(world.ashby.webhooks.hooks.size).toBe(0);
	expect(world.willo.webhooks.size).toBe(0);
	expect(world.willo.counts.byPath['/api/integrations/v2/webhooks/']).toBeGreaterThan(8);
});

test('a note settles the token of an empty listing, without waiting', async () => {
	await world.runFor({ vendor: 'Ashby', shownBy: '--write' });
	expect(world.resultOf(FACTS[0])).toMatch(/^settled: reading A/);
});
