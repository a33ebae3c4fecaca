import type { INodeParameters } from 'n8n-workflow';
import type { Output } from './invite.setUp.mts';
import { setUp, invitation, invite, refusalOf, posts, faultOnInvite } from './invite.setUp.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

describe('inviting', () => {
	it('invites the person to the interview, and returns Willo’s response', async () => {
		const output = await setUp.run(
			invitation({ phone: ' +441632960123 ', options: { externalId: 'entry-1' } }),
		);
		const [participant] = setUp.willo.participants.values();
		expect(participant).toMatchObject({
			interviewKey: setUp.interview.key,
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '+441632960123',
			externalId: 'entry-1',
		});
		expect(output).toEqual([
			{
				json: {
					invited: true,
					alreadyInvited: false,
					reason: null,
					needsAttention: false,
					testRun: false,
					participant: {
						key: participant.key,
						name: 'Ada Lovelace',
						email: 'ada@example.com',
						phone: '+441632960123',
						stage: 'Invited',
						interview: { key: setUp.interview.key, title: null },
						externalId: 'entry-1',
					},
					attempt: null,
					entryId: null,
					isRepeat: false,
					note: {
						text: expect.stringContaining('Ada Lovelace was invited to a Willo interview'),
						html: expect.stringContaining(`<code>${participant.key}</code>`),
					},
					raw: expect.objectContaining({ key: participant.key, stage: 'Invited' }),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(setUp.asked).toEqual(['POST /participants/']);
		expect(setUp.willo.requests[0].body).toEqual({
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '+441632960123',
			external_id: 'entry-1',
			interview: setUp.interview.key,
			send_invite: true,
		});
	});

	it.each(['key', 'data.key'] as const)('finds the key at `%s`', async (keyAt) => {
		setUp.flip({ keyAt });
		const { participant } = await invite();
		expect([...setUp.willo.participants.keys()]).toEqual([participant.key]);
		expect(participant).toMatchObject({ name: 'Ada Lovelace', stage: 'Invited' });
	});

	it('looks up the key if the response doesn’t include it', async () => {
		setUp.willo.onExchange = undefined;
		const { participant } = await invite();
		faultOnInvite({ kind: 'status', status: 201, body: '{"detail":"Invited."}' });
		expect(await invite()).toMatchObject({
			invited: true,
			participant: { key: participant.key, name: 'Ada Lovelace', stage: null },
			raw: { detail: 'Invited.' },
		});
	});

	it('doesn’t accept a response as an invitation if it names nobody and Willo lists nobody', async () => {
		setUp.willo.onExchange = undefined;
		faultOnInvite({ kind: 'status', status: 201, body: '{"detail":"Invited."}' });
		await expect(invite()).rejects.toThrow("didn't come from Willo");
		expect(posts()).toBe(1);
	});

	it('returns the external ID that was sent, whether Willo returns it or not', async () => {
		for (const externalId of ['echoed', 'dropped'] as const) {
			setUp.flip({ externalId });
			const { participant } = await invite({ options: { externalId: 'candidate-1' } });
			expect(participant.externalId).toBe('candidate-1');
		}
	});

	it('uses the interview’s title from the list if Willo doesn’t return it', async () => {
		const { key, title } = setUp.interview;
		const chosen = { __rl: true, mode: 'list', value: key, cachedResultName: 'Chosen · Acme' };
		expect(await invite({ interview: chosen })).toMatchObject({
			participant: { interview: { key, title: 'Chosen' } },
			note: { text: expect.stringContaining('was invited to the Willo interview “Chosen”') },
		});
		setUp.flip({ interviewForm: 'object' });
		expect(await invite({ interview: chosen })).toMatchObject({
			participant: { interview: { key, title } },
		});
		const other = setUp.willo.addInterview({ title: 'Second interview' });
		setUp.flip({ interviewForm: 'key' });
		const options = { additionalFields: { interview: other.key } };
		expect(await invite({ interview: chosen, options })).toMatchObject({
			participant: { interview: { key: other.key, title: null } },
		});
	});

	it('omits empty fields, and accepts a phone number alone', async () => {
		await invite({ email: '', phone: '+441632960123' });
		expect(setUp.willo.requests[0].body).not.toHaveProperty('email');
		expect(setUp.willo.requests[0].body).not.toHaveProperty('external_id');
	});

	it('adds additional fields to the request, from an object or from JSON', async () => {
		await invite({ options: { additionalFields: '{"language":"de","send_invite":false}' } });
		await invite({ options: { additionalFields: { language: 'fr' } } });
		expect(setUp.willo.requests.map(({ body }) => [body.language, body.send_invite])).toEqual([
			['de', false],
			['fr', true],
		]);
	});

	it('keeps the interview whatever the additional fields are called', async () => {
		const additionalFields = '{"__proto__":{"interview":"other"},"constructor":1}';
		await invite({ options: { additionalFields } });
		expect(setUp.willo.requests[0].body.interview).toBe(setUp.interview.key);
	});

	it('invites each item, with its own values', async () => {
		const items = [{ json: { name: 'Ada' } }, { json: { name: 'Grace' } }];
		const output = await setUp.run(
			invitation({ name: '={{ $json.name }}', email: '={{ $json.name }}@example.com' }),
			items,
		);
		expect(
			output.map(({ json, pairedItem }) => [(json as Output).participant.email, pairedItem]),
		).toEqual([
			['Ada@example.com', { item: 0 }],
			['Grace@example.com', { item: 1 }],
		]);
	});
});

describe('a missing or invalid field', () => {
	it.each<[string, INodeParameters, string, string]>([
		['the name', { name: ' ' }, "'Name' is empty", 'full name'],
		[
			'an address or a number',
			{ email: '' },
			"Ada Lovelace can't be invited because 'Email' and 'Phone' are both empty",
			'Add an email address or a phone number',
		],
		[
			'the interview',
			{ interview: { __rl: true, mode: 'list', value: '' } },
			"'Interview' is empty",
			'Select from the list',
		],
		[
			'additional fields in JSON',
			{ options: { additionalFields: '{oops' } },
			"'Additional Fields' isn't a JSON object",
			'Enter an object such as',
		],
		[
			'additional fields that are an object',
			{ options: { additionalFields: '[1]' } },
			"'Additional Fields' isn't a JSON object",
			'Enter an object such as',
		],
	])('%s', async (_name, more, message, description) => {
		const refusal = await refusalOf(more);
		expect(refusal.message).toBe(message);
		expect(refusal.description).toContain(description);
		expect(refusal.context.itemIndex).toBe(0);
		expect(setUp.asked).toEqual([]);
	});

	it('can be an expression without a value', async () => {
		const refusal = await refusalOf({ email: '={{ $json.candidate?.email }}' });
		expect(refusal.message).toContain("'Email' and 'Phone' are both empty");
	});

	it('is reported in Willo’s words if Willo refuses it, with the name of the field', async () => {
		setUp.willo.onExchange = undefined;
		const refusal = await refusalOf({ email: 'ada' });
		expect(refusal.message).toBe(
			'Willo refused a new participant: email: Enter a valid email address.',
		);
		expect(refusal.description).toContain('Correct the fields');
	});

	it('is in the output with Continue On Fail', async () => {
		const items = [{ json: { email: '' } }, { json: { email: 'ada@example.com' } }];
		const output = await setUp.run(invitation({ email: '={{ $json.email }}' }), items, {
			continueOnFail: true,
		});
		expect(output).toEqual([
			{
				json: {
					error: "Ada Lovelace can't be invited because 'Email' and 'Phone' are both empty",
					advice: expect.stringMatching(/^Add an email address/),
				},
				pairedItem: { item: 0 },
			},
			{ json: expect.objectContaining({ alreadyInvited: false }), pairedItem: { item: 1 } },
		]);
	});

	it('never shows the key', async () => {
		setUp.willo.fault = () => ({ kind: 'status', status: 401, body: '{"detail":"No."}' });
		const refusal = await refusalOf();
		expect(refusal.message).toBe('Willo does not accept this API key');
		expect(JSON.stringify({ ...refusal, stack: refusal.stack })).not.toContain(setUp.key);
	});
});
