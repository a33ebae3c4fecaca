import '../noWaits.mts';
import { createHmac } from 'node:crypto';
import { sleep, type IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { setUp, useTrigger } from '../triggerSetting.mts';

useTrigger();
beforeEach(() => void jest.mocked(sleep).mockClear());

/** Publishes, and returns the key of somebody who has responded. */
async function published(): Promise<string> {
	await setUp.publish();
	return await setUp.respondent();
}

const noteOf = (item?: IDataObject) => item!.note as { text: string; html: string };

it('a delivery returns the participant as Willo returns them', async () => {
	const key = await published();
	const forged = { participant: { key, name: 'Somebody Forged' } };
	const interview = { key: setUp.interview.key, title: 'First interview' };
	const { item, answered } = await setUp.deliver(forged);
	expect(answered.status).toBeUndefined();
	expect(item).toMatchObject({
		event: 'new_response',
		isRepeat: false,
		participant: { key, name: 'Stranger 1', stage: 'Received', interview },
		responses: [
			{ question: 'Why us?', transcript: 'Because <b>I</b> can.' },
			{ question: 'From when?', answer: 'From May.' },
		],
		raw: { key, completed_at: setUp.now.toISOString() },
	});
	const { text, html } = noteOf(item);
	expect(text).toContain('Stranger 1 responded to the Willo interview “First interview”');
	expect(text).toContain('Because <b>I</b> can.');
	expect(html).toContain('Because &lt;b&gt;I&lt;/b&gt; can.');
	expect(html).toContain('https://app.willotalent.com/');
	expect(html).not.toContain('Forged');
});

it.each([
	{ deliveryKey: 'participant.key', responseShape: 'question-object', interviewForm: 'key' },
	{ deliveryKey: 'key', responseShape: 'flat', interviewForm: 'object' },
	{ deliveryKey: 'data.participant.key', responseShape: 'absent', interviewForm: 'object' },
	{ deliveryKey: 'nested', responseShape: 'absent', interviewForm: 'key' },
] as const)('a delivery is understood in each form: %j', async (form) => {
	setUp.flip(form);
	const key = await published();
	const { item } = await setUp.deliver(setUp.willo.deliveries[0].body);
	const interview = { key: setUp.interview.key, title: 'First interview' };
	expect(item).toMatchObject({ participant: { key, interview } });
	expect(item!.responses).toHaveLength(form.responseShape === 'absent' ? 0 : 2);
	expect(noteOf(item).text.includes('From May.')).toBe(form.responseShape !== 'absent');
});

const LATE = ['answers', 'time'];
it.each(LATE)('a delivery that comes before the API shows the %s waits a moment', async (late) => {
	const isUntimed = late === 'answers';
	setUp.flip({ participantDates: isUntimed ? 'absent' : 'present' });
	const key = await published();
	const participant = setUp.willo.participants.get(key)!;
	const { respondedAt, answers } = participant;
	const show = (more: object) => void Object.assign(participant, more);
	show({ respondedAt: null, answers: isUntimed ? [] : answers });
	jest.mocked(sleep).mockImplementationOnce(async () => show({ respondedAt, answers }));
	const { item } = await setUp.deliver({ key });
	expect(item!.responses).toHaveLength(2);
	expect(noteOf(item).text).toContain('From May.');
});

describe('a delivery has an id', () => {
	const idOf = async (key: string, event = 'new_response') => {
		const { query } = setUp;
		const { item } = await setUp.deliver({ key }, query, { event });
		expect(noteOf(item).text).toContain(item!.id);
		expect(noteOf(item).html).toContain(item!.id);
		return String(item!.id);
	};

	it('of the participant, which stays the same whatever Willo shows later', async () => {
		const key = await published();
		setUp.flip({ participantDates: 'absent', responseShape: 'absent' });
		expect(await idOf(key)).toBe(`response-${key}`);
		setUp.flip({ participantDates: 'present', responseShape: 'flat', interviewForm: 'object' });
		await setUp.willo.comment(key, 'Hire!');
		setUp.willo.participants.get(key)!.stage = 'Accepted';
		setUp.now = DateTime.fromJSDate(setUp.now).plus({ days: 1 }).toJSDate();
		expect(await idOf(key)).toBe(`response-${key}`);
	});

	it('that is different for each other event', async () => {
		const key = await published();
		await setUp.willo.comment(key, 'Hire!');
		const comment = await idOf(key, 'new_comment');
		expect(comment).toMatch(new RegExp(`^comment-${key}-[0-9a-f]{12}$`));
		expect(await idOf(key, 'new_comment')).toBe(comment);
		await setUp.willo.comment(key, 'Now!');
		const ids = [comment, await idOf(key, 'new_comment'), await idOf(key, 'stage_change')];
		expect(new Set([...ids, await idOf(key, 'new_score'), await idOf(key)]).size).toBe(5);
	});
});

it.each<[string, (token: string) => unknown]>([
	['a wrong token', () => 'f'.repeat(64)],
	['half of the token', (token) => token.slice(0, 32)],
	['no token', () => undefined],
	['a list of tokens', (token) => [token]],
])('a delivery with %s is refused, and runs nothing', async (_name, tokenFrom) => {
	const key = await published();
	setUp.willo.resetLog();
	const forged = { ...setUp.query, token: tokenFrom(setUp.query.token) as string };
	const { answered, response } = await setUp.deliver({ participant: { key } }, forged);
	expect(answered).toEqual({ status: 401, body: 'Unauthorized', ended: true });
	expect(response).toEqual({ noWebhookResponse: true });
	expect(setUp.asked).toEqual([]);
});

it.each([
	['lost', {}],
	['that of an earlier registration', { tokenHash: 'b'.repeat(64) }],
])('a delivery is accepted by its address if the stored state is %s', async (_name, state) => {
	const key = await published();
	const { query } = setUp;
	setUp.staticData = state;
	expect((await setUp.deliver({ key }, query)).item).toBeDefined();
	const forged = { ...query, registration: 'c'.repeat(32) };
	expect((await setUp.deliver({ key }, forged)).answered.status).toBe(401);
});

it('a delivery with the token of a blank API key, which anybody can derive, is refused', async () => {
	const registration = '1';
	const token = createHmac('sha256', '').update(`webhook ${registration}`).digest('hex');
	setUp.key = ' ';
	await expect(setUp.publish()).rejects.toThrow('The API key of the Willo credential is blank');
	expect((await setUp.deliver({}, { registration, token })).answered.status).toBe(401);
});

it('a delivery with the token of a replaced API key runs nothing, and gives the webhook the new token', async () => {
	const key = await published();
	const { query } = setUp;
	setUp.key = setUp.willo.addKey();
	const old = await setUp.deliver({ key }, query);
	expect([old.item, old.answered.status]).toEqual([undefined, 503]);
	expect(setUp.query.token).not.toBe(query.token);
	expect((await setUp.deliver({ key })).item).toBeDefined();
	expect((await setUp.deliver({ key }, query)).answered.status).toBe(401);
});

it.each([
	['a participant that Willo does not know', { participant: { key: '0'.repeat(32) } }],
	['no participant', { hello: 'world' }],
	['nothing', undefined],
])('a delivery of %s is answered, and runs nothing', async (_name, body) => {
	await setUp.publish();
	const { answered, response } = await setUp.deliver(body);
	expect(answered.ended).toBe(false);
	expect(response).toEqual({ webhookResponse: 'Nothing to do' });
});

it('a delivery about an interview that isn’t selected runs nothing', async () => {
	const key = await setUp.respondent();
	const other = setUp.willo.addInterview({ title: 'Second interview' });
	await setUp.publish({ interviews: [other.key] });
	const { query } = setUp;
	expect((await setUp.deliver({ key }, query, { interviews: [other.key] })).item).toBeUndefined();
	const chosen = { interviews: [setUp.interview.key, other.key] };
	expect((await setUp.deliver({ key }, query, chosen)).item).toBeDefined();
});

it.each([500, 503, 429])('a delivery that meets a %i fails, so n8n says 5xx', async (status) => {
	const key = await published();
	setUp.willo.fault = () => ({ kind: 'status', status, headers: { 'retry-after': '3600' } });
	await expect(setUp.deliver({ key })).rejects.toMatchObject({ httpCode: String(status) });
	expect(jest.mocked(sleep)).not.toHaveBeenCalled();
});

it('a delivery doesn’t need the title of the interview', async () => {
	const key = await published();
	setUp.willo.fault = ({ path }) =>
		path.includes('/interviews/') ? { kind: 'status', status: 500 } : undefined;
	const { item } = await setUp.deliver({ key });
	const interview = { key: setUp.interview.key, title: null };
	expect(item).toMatchObject({ participant: { interview } });
});

it('a delivery looks up few keys, however many a forged body contains', async () => {
	await setUp.publish();
	setUp.willo.resetLog();
	const keys = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(32, '0'));
	await setUp.deliver({ keys });
	expect(setUp.asked.length).toBeLessThanOrEqual(5);
});
