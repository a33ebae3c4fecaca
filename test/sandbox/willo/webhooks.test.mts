import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ABSENT_KEY, WilloTest } from './setUp.mts';

let fixture: WilloTest;

beforeEach(async () => {
	fixture = new WilloTest();
	await fixture.start();
});

afterEach(async () => {
	await fixture.stop();
});

describe('webhooks', () => {
	let server: Server;
	let listener: string;
	let received: any[];
	let statuses: number[];

	beforeEach(async () => {
		received = [];
		statuses = [];
		server = createServer((request, response) => {
			let text = '';
			request.on('data', (part) => (text += part));
			request.on('end', () => {
				received.push({ headers: request.headers, body: JSON.parse(text) });
				response.statusCode = statuses.shift() ?? 200;
				response.end('{}');
			});
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		listener = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t`;
	});

	afterEach(async () => {
		await new Promise((done) => server.close(done));
	});

	const register = (extra: Record<string, unknown> = {}) =>
		fixture.post('/webhooks/', {
			url: listener,
			event: 'new_response',
			follow_all_interviews: false,
			interviews: [fixture.interview.key],
			...extra,
		});

	it('are registered, listed, changed, and removed', async () => {
		const { status, body } = await register();
		expect(status).toBe(201);
		expect((await fixture.get('/webhooks/')).body.results).toEqual([body]);
		const path = `/webhooks/${body.key}/`;
		const changed = await fixture.call('PATCH', path, { url: `${listener}2` });
		expect(changed).toMatchObject({ status: 200, body: { ...body, url: `${listener}2` } });
		const whole = { url: listener, event: 'stage_change', follow_all_interviews: true };
		expect((await fixture.call('PUT', path, whole)).body).toMatchObject(whole);
		expect(await fixture.call('DELETE', path)).toMatchObject({ status: 204, body: '' });
		expect((await fixture.call('DELETE', path)).status).toBe(404);
		expect((await fixture.get('/webhooks/')).body.count).toBe(0);
	});

	it('report every field that is refused', async () => {
		fixture.strict = false;
		const wrong = { event: 'response', interviews: [ABSENT_KEY], follow_all_interviews: 'no' };
		expect((await fixture.post('/webhooks/', wrong)).body).toEqual({
			url: ['This field is required.'],
			event: ['"response" is not a valid choice.'],
			interviews: [`Object with key=${ABSENT_KEY} does not exist.`],
			follow_all_interviews: ['Must be a valid boolean.'],
		});
		expect((await register({ url: 'nowhere', interviews: 'all' })).body).toEqual({
			url: ['Enter a valid URL.'],
			interviews: ['Expected a list of items but got type "str".'],
		});
		const { body } = await register();
		expect((await fixture.call('PUT', `/webhooks/${body.key}/`, {})).status).toBe(400);
		expect(fixture.willo.webhooks.size).toBe(1);
	});

	it('send small, unsigned deliveries for their event and interviews', async () => {
		const other = fixture.willo.addInterview({ title: 'Another' });
		await register();
		await register({ event: 'stage_change', url: `${listener}&stage` });
		await register({ interviews: [other.key] });
		const participantKey: string = (await fixture.invite()).body.key;
		await fixture.willo.respond(participantKey);
		const about = {
			interview: { key: fixture.interview.key },
			participant: { key: participantKey },
		};
		expect(received.map(({ body }) => body)).toEqual([{ ...about, stage: 'Received' }, about]);
		for (const { headers } of received) {
			const names = Object.keys(headers).join();
			expect(names).not.toMatch(/signature|secret|authorization/);
			expect(headers['content-type']).toBe('application/json');
		}
		expect(fixture.willo.deliveries.map(({ event, status }) => [event, status])).toEqual([
			['stage_change', 200],
			['new_response', 200],
		]);
	});

	it('can follow all interviews, and every event', async () => {
		for (const event of ['new_response', 'stage_change', 'new_comment', 'new_score']) {
			await register({ event, follow_all_interviews: true, interviews: [] });
		}
		const participantKey: string = (await fixture.invite()).body.key;
		await fixture.willo.respond(participantKey);
		await fixture.willo.changeStage(participantKey, 'Accepted');
		await fixture.willo.comment(participantKey, 'Good');
		await fixture.willo.score(participantKey, 5);
		expect(fixture.willo.deliveries.map(({ event }) => event)).toEqual([
			'stage_change',
			'new_response',
			'stage_change',
			'new_comment',
			'new_score',
		]);
	});

	it.each([
		['key', (k: string) => ({ interview: fixture.interview.key, key: k })],
		[
			'data.participant.key',
			(k: string) => ({
				data: { interview: { key: fixture.interview.key }, participant: { key: k } },
			}),
		],
		[
			'nested',
			(k: string) => ({
				payload: { objects: [{ interview: fixture.interview.key, person: { ref: k } }] },
			}),
		],
	] as const)('name the participant at %s when switched so', async (deliveryKey, body) => {
		fixture.flip({ deliveryKey });
		await register();
		const participantKey: string = (await fixture.invite()).body.key;
		await fixture.willo.respond(participantKey);
		expect(received[0].body).toEqual(body(participantKey));
	});

	it('name the event and repeat deliveries if the switches say so', async () => {
		fixture.flip({ deliveryNamesEvent: true, deliveryRepeats: 2 });
		await register();
		await fixture.willo.respond((await fixture.invite()).body.key);
		expect(received.map(({ body }) => body.event)).toEqual(['new_response', 'new_response']);
	});

	it('are sent again after a 5xx, at most twice, but not after other refusals', async () => {
		await register();
		const participantKey: string = (await fixture.invite()).body.key;
		statuses = [503];
		await fixture.willo.respond(participantKey);
		expect(fixture.willo.deliveries.map(({ status }) => status)).toEqual([503, 200]);
		fixture.willo.deliveries.length = 0;
		statuses = [500, 500, 500, 500];
		await fixture.willo.respond(participantKey);
		expect(fixture.willo.deliveries.map(({ status }) => status)).toEqual([500, 500, 500]);
		fixture.willo.deliveries.length = 0;
		statuses = [404];
		await fixture.willo.respond(participantKey);
		expect(fixture.willo.deliveries.map(({ status }) => status)).toEqual([404]);
		fixture.willo.deliveries.length = 0;
		fixture.flip({ deliveryRetriesOn5xx: false });
		statuses = [500];
		await fixture.willo.respond(participantKey);
		expect(fixture.willo.deliveries.map(({ status }) => status)).toEqual([500]);
	});

	it('don’t block anything if nobody answers', async () => {
		await register();
		await new Promise((done) => server.close(done));
		await fixture.willo.respond((await fixture.invite()).body.key);
		expect(fixture.willo.deliveries.map(({ status }) => status)).toEqual([0, 0, 0]);
	});
});
