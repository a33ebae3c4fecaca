import { createHmac } from 'node:crypto';
import { sleep } from 'n8n-workflow';
import { Inbox, TriggerSetting } from '../triggerSetting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

let setting: TriggerSetting;

beforeEach(async () => {
	jest.mocked(sleep).mockClear();
	setting = new TriggerSetting();
	await setting.start();
});

afterEach(async () => {
	await setting.stop();
});

describe('a delivery', () => {
	it('returns the participant as Willo returns them', async () => {
		await setting.publish();
		const key = await setting.respondent();
		const { item, answered } = await setting.deliver({
			participant: { key, name: 'Somebody Forged' },
		});
		expect(answered.status).toBeUndefined();
		expect(item).toMatchObject({
			event: 'new_response',
			participant: {
				key,
				name: 'Stranger 1',
				email: 'stranger1@example.com',
				phone: null,
				stage: 'Received',
				interview: { key: setting.interview.key, title: 'First interview' },
				externalId: null,
			},
			raw: { key, completed_at: setting.now.toISOString() },
		});
		expect(Object.keys(item!).sort()).toEqual([
			'event',
			'id',
			'isRepeat',
			'note',
			'participant',
			'raw',
			'responses',
			'reviewUrl',
			'score',
		]);
		expect(item!.isRepeat).toBe(false);
		expect(item!.responses).toEqual([
			expect.objectContaining({ question: 'Why us?', transcript: 'Because <b>I</b> can.' }),
			expect.objectContaining({ question: 'From when?', answer: 'From May.' }),
		]);
		const note = item!.note as { text: string; html: string };
		expect(note.text).toContain('Stranger 1 responded to the Willo interview “First interview”');
		expect(note.text).toContain('Because <b>I</b> can.');
		expect(note.text).toContain(key);
		expect(note.html).toContain('Because &lt;b&gt;I&lt;/b&gt; can.');
		expect(note.html).toContain('https://app.willotalent.com/');
		expect(note.html).not.toContain('Forged');
	});

	describe.each(['participant.key', 'key', 'data.participant.key', 'nested'] as const)(
		'with the key at %s',
		(deliveryKey) => {
			it.each([
				['question-object', 'key'],
				['flat', 'object'],
				['absent', 'object'],
			] as const)(
				'is understood, with responses %s and interview %s',
				async (responseShape, interviewForm) => {
					setting.flip({ deliveryKey, responseShape, interviewForm });
					await setting.publish();
					const inbox = await Inbox.open();
					for (const webhook of setting.webhooks)
						webhook.url = `${inbox.url}/?${webhook.url.split('?')[1]}`;
					const key = await setting.respondent();
					await inbox.close();
					expect(inbox.arrived).toHaveLength(1);
					const [{ body, query }] = inbox.arrived;
					const { item } = await setting.deliver(body, query);
					expect(item).toMatchObject({
						participant: {
							key,
							interview: { key: setting.interview.key, title: 'First interview' },
						},
					});
					expect(item!.responses).toHaveLength(responseShape === 'absent' ? 0 : 2);
					const { text } = item!.note as { text: string };
					expect(text.includes('From May.')).toBe(responseShape !== 'absent');
				},
			);
		},
	);

	describe('has an id', () => {
		const idOf = async (key: string, event = 'new_response') => {
			const { query } = setting;
			const { item } = await setting.deliver({ key }, query, { event });
			const { text, html } = item!.note as { text: string; html: string };
			expect(text).toContain(item!.id);
			expect(html).toContain(item!.id);
			return String(item!.id);
		};
		const again = async (key: string, answer = 'From June.') => {
			setting.now = new Date(setting.now.getTime() + 60_000);
			await setting.willo.respond(key, [answer]);
		};

		it('that contains the participant and the time of the response', async () => {
			await setting.publish();
			const key = await setting.respondent();
			const at = setting.now.toISOString().replace(/[-:]|\.\d+/g, '');
			expect(await idOf(key)).toBe(`response-${key}-${at}`);
			expect(await idOf(key)).toBe(`response-${key}-${at}`);
		});

		it('that stays the same if the participant is moved, scored, or transcribed', async () => {
			await setting.publish();
			const key = await setting.respondent();
			const id = await idOf(key);
			await setting.willo.comment(key, 'Hire!');
			setting.flip({ responseShape: 'flat', interviewForm: 'object' });
			setting.willo.participants.get(key)!.stage = 'Accepted';
			setting.now = new Date(setting.now.getTime() + 86_400_000);
			expect(await idOf(key)).toBe(id);
		});

		it('that is different for a second response of the same participant', async () => {
			await setting.publish();
			const key = await setting.respondent();
			const first = await idOf(key);
			await again(key);
			expect(await idOf(key)).not.toBe(first);
		});

		it('that only contains the participant if Willo returns no time', async () => {
			setting.flip({ participantDates: 'absent' });
			await setting.publish();
			const key = await setting.respondent();
			expect(await idOf(key)).toBe(`response-${key}`);
			setting.now = new Date(setting.now.getTime() + 86_400_000);
			expect(await idOf(key)).toBe(`response-${key}`);
		});

		it('that is different for each other event', async () => {
			await setting.publish();
			const key = await setting.respondent();
			await setting.willo.comment(key, 'Hire!');
			const comment = await idOf(key, 'new_comment');
			expect(comment).toMatch(new RegExp(`^comment-${key}-[0-9a-f]{12}$`));
			expect(await idOf(key, 'new_comment')).toBe(comment);
			await setting.willo.comment(key, 'Now!');
			const ids = [comment, await idOf(key, 'new_comment'), await idOf(key, 'stage_change')];
			expect(new Set([...ids, await idOf(key, 'new_score'), await idOf(key)]).size).toBe(5);
		});
	});

	it('can be about the other events, too', async () => {
		const key = await setting.respondent();
		await setting.willo.comment(key, 'Hire <i>now</i>!');
		await setting.publish({ event: 'new_comment' });
		const { query } = setting;
		const { item } = await setting.deliver({ key }, query, { event: 'new_comment' });
		expect(item).toMatchObject({ event: 'new_comment' });
		expect((item!.note as { html: string }).html).toContain('Hire &lt;i&gt;now&lt;/i&gt;!');
	});

	it.each([
		['a wrong token', { token: 'f'.repeat(64) }],
		['half of the token', { token: '' }],
		['no token', {}],
	])('with %s is refused, and runs nothing', async (_name, query) => {
		await setting.publish();
		const key = await setting.respondent();
		setting.willo.resetLog();
		const given =
			'token' in query && query.token === ''
				? { ...setting.query, token: setting.query.token.slice(0, 32) }
				: query;
		const { answered, response } = await setting.deliver(
			{ participant: { key } },
			given as Record<string, string>,
		);
		expect(answered).toEqual({ status: 401, body: 'Unauthorized', ended: true });
		expect(response).toEqual({ noWebhookResponse: true });
		expect(setting.asked).toEqual([]);
	});

	it('is refused if its token is a list or an object', async () => {
		await setting.publish();
		const forged = { ...setting.query, token: [setting.query.token] } as unknown as Record<
			string,
			string
		>;
		expect((await setting.deliver({}, forged)).answered.status).toBe(401);
	});

	it.each([
		['lost', {}],
		['that of an earlier registration', { tokenHash: 'b'.repeat(64) }],
	])('is accepted by its address if the stored state is %s', async (_name, state) => {
		await setting.publish();
		const key = await setting.respondent();
		const { query } = setting;
		setting.staticData = state;
		expect((await setting.deliver({ key }, query)).item).toBeDefined();
		const forged = { ...query, registration: 'c'.repeat(32) };
		expect((await setting.deliver({ key }, forged)).answered.status).toBe(401);
	});

	it('with the token of a blank API key, which anybody can derive, is refused', async () => {
		const registration = '1';
		const token = createHmac('sha256', '').update(`webhook ${registration}`).digest('hex');
		setting.key = ' ';
		await expect(setting.publish()).rejects.toThrow('The API key of the Willo credential is blank');
		expect((await setting.deliver({}, { registration, token })).answered.status).toBe(401);
	});

	it('is still accepted after the API key was replaced', async () => {
		await setting.publish();
		const key = await setting.respondent();
		const { query } = setting;
		setting.key = setting.willo.addKey();
		expect((await setting.deliver({ key }, query)).item).toBeDefined();
	});

	it.each([
		['a participant that Willo does not know', { participant: { key: '0'.repeat(32) } }],
		['no participant', { hello: 'world' }],
		['nothing', undefined],
	])('of %s is answered, and runs nothing', async (_name, body) => {
		await setting.publish();
		const { answered, response } = await setting.deliver(body);
		expect(answered.ended).toBe(false);
		expect(response).toEqual({ webhookResponse: 'Nothing to do' });
	});

	it('about an interview that isn’t selected runs nothing', async () => {
		const key = await setting.respondent();
		const other = setting.willo.addInterview({ title: 'Second interview' });
		await setting.publish({ interviews: [other.key] });
		const { query } = setting;
		expect(
			(await setting.deliver({ key }, query, { interviews: [other.key] })).item,
		).toBeUndefined();
		const chosen = { interviews: [setting.interview.key, other.key] };
		expect((await setting.deliver({ key }, query, chosen)).item).toBeDefined();
	});

	it.each([500, 503, 429])(
		'while Willo responds with %i is shown, and n8n responds with 5xx',
		async (status) => {
			await setting.publish();
			const key = await setting.respondent();
			setting.willo.fault = () => ({ kind: 'status', status, headers: { 'retry-after': '3600' } });
			await expect(setting.deliver({ key })).rejects.toMatchObject({ httpCode: String(status) });
			expect(jest.mocked(sleep)).not.toHaveBeenCalled();
		},
	);

	it('survives one failed request to Willo', async () => {
		await setting.publish();
		const key = await setting.respondent();
		setting.willo.resetLog();
		setting.willo.fault = ({ number }) => (number === 1 ? { kind: 'drop' } : undefined);
		expect((await setting.deliver({ key })).item).toBeDefined();
	});

	it('doesn’t need the title of the interview', async () => {
		await setting.publish();
		const key = await setting.respondent();
		setting.willo.fault = ({ path }) =>
			path.includes('/interviews/') ? { kind: 'status', status: 500 } : undefined;
		const { item } = await setting.deliver({ key });
		expect(item).toMatchObject({
			participant: { interview: { key: setting.interview.key, title: null } },
		});
	});

	it('looks up few keys, however many a forged body contains', async () => {
		await setting.publish();
		setting.willo.resetLog();
		const keys = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(32, '0'));
		await setting.deliver({ keys });
		expect(setting.asked.length).toBeLessThanOrEqual(5);
	});
});
