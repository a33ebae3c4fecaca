/** What no test of a node would notice if the local Willo didn't do it: refusing, and who gets which delivery. */
import { createServer } from 'node:http';
import { ABSENT_KEY, WilloTest } from './willo/setUp.mts';

let fixture: WilloTest;

beforeEach(async () => {
	fixture = new WilloTest();
	await fixture.start();
});

afterEach(async () => {
	await fixture.stop();
});

test('only a known, bare key is accepted, and no answer contains it', async () => {
	for (const authorization of ['', 'x', `Token ${fixture.key}`, `Bearer ${fixture.key}`]) {
		const { status, body } = await fixture.get('/interviews/', { authorization });
		expect([status, Object.keys(body)]).toEqual([401, ['detail']]);
		expect(JSON.stringify(body)).not.toContain(fixture.key);
	}
	expect((await fixture.get('/interviews/')).status).toBe(200);
});

test('requests over the limit are refused for each key, until the minute is over', async () => {
	fixture.flip({ requestsPerMinute: 1 });
	const status = async (authorization = fixture.key) =>
		(await fixture.get('/interviews/', { authorization })).status;
	expect([await status(), await status()]).toEqual([200, 429]);
	expect(await status(fixture.willo.addKey())).toBe(200);
	fixture.now = new Date(fixture.now.getTime() + 60_000);
	expect(await status()).toBe(200);
});

test('whatever Willo doesn’t describe is a violation, and answered as Django does', async () => {
	fixture.strict = false;
	const said = async (act: () => Promise<{ status: number }>) => {
		fixture.willo.resetLog();
		const { status } = await act();
		return `${status} ${fixture.willo.violations.join()}`;
	};
	expect(await said(() => fixture.get('/interviews/?page_size=50'))).toMatch(/^200 .*page_size/);
	expect(await said(() => fixture.get('/interviews/?pageSize=5'))).toMatch(/^200 .*not described/);
	expect(await said(() => fixture.get('/interviews'))).toMatch(/^301 /);
	expect(await said(() => fixture.post('/participants', {}))).toMatch(/^404 .*not a request/);
	expect(await said(() => fixture.get('/users/'))).toMatch(/^404 .*not a request/);
	expect(await said(() => fixture.get('/interviews/?page=99'))).toMatch(/^404 /);
	expect(await said(() => fixture.invite({ externalId: 'a' }))).toMatch(/^201 .*property name/);
	expect(await said(() => fixture.call('POST', '/participants/', '{'))).toMatch(/^400 /);
	expect(await said(() => fixture.get('/interviews/'))).toBe('200 ');
});

test('each wrong field is reported, and nothing is done', async () => {
	fixture.strict = false;
	const wrong = { name: ' ', interview: ABSENT_KEY, email: 'nina', phone: ['1'] };
	expect(await fixture.post('/participants/', wrong)).toMatchObject({
		status: 400,
		body: {
			name: ['This field may not be blank.'],
			interview: [`Object with key=${ABSENT_KEY} does not exist.`],
			email: ['Enter a valid email address.'],
			phone: ['Not a valid string.'],
		},
	});
	const hook = { event: 'response', interviews: [ABSENT_KEY], follow_all_interviews: 'no' };
	expect((await fixture.post('/webhooks/', hook)).body).toEqual({
		url: ['This field is required.'],
		event: ['"response" is not a valid choice.'],
		interviews: [`Object with key=${ABSENT_KEY} does not exist.`],
		follow_all_interviews: ['Must be a valid boolean.'],
	});
	const { participants, webhooks, invitations } = fixture.willo;
	expect([participants.size, webhooks.size, invitations.length]).toEqual([0, 0, 0]);
});

test('an invitation is sent once, to somebody with an email', async () => {
	const { body } = await fixture.invite();
	expect((await fixture.invite({ email: null, phone: '+442079460000' })).status).toBe(201);
	expect(fixture.willo.invitations).toEqual([{ participantKey: body.key, at: fixture.now }]);
});

test('deliveries are small, unsigned, for their event and interviews, and repeated after 5xx only', async () => {
	const received: { names: string; body: unknown }[] = [];
	let statuses: number[] = [];
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (part) => (text += part));
		request.on('end', () => {
			received.push({ names: Object.keys(request.headers).join(), body: JSON.parse(text) });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`;
	const other = fixture.willo.addInterview({ title: 'Another' });
	for (const interview of [fixture.interview, other]) {
		const hook = { event: 'new_response', follow_all_interviews: false };
		await fixture.post('/webhooks/', { url, ...hook, interviews: [interview.key] });
	}
	const { key } = (await fixture.invite()).body;
	await fixture.willo.respond(key);
	const about = { interview: { key: fixture.interview.key }, participant: { key } };
	expect(received.map(({ body }) => body)).toEqual([about]);
	expect(received[0].names).not.toMatch(/signature|secret|authorization/);

	const outcomes: number[][] = [];
	for (const status of [503, 404]) {
		fixture.willo.deliveries.length = 0;
		statuses = [status];
		await fixture.willo.respond(key);
		outcomes.push(fixture.willo.deliveries.map((delivery) => delivery.status));
	}
	await new Promise((done) => server.close(done));
	fixture.willo.deliveries.length = 0;
	await fixture.willo.respond(key);
	outcomes.push(fixture.willo.deliveries.map((delivery) => delivery.status));
	expect(outcomes).toEqual([[503, 200], [404], [0, 0, 0]]);
});
