import type { INodeParameters } from 'n8n-workflow';
import {
	ENTRY,
	first,
	invitation,
	invite,
	invitedAt,
	personCalled,
	posts,
	refusalOf,
	setUp,
} from './invite.setUp.mts';

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

	it.each([
		['of this invitation', 0, true],
		['but not that of an earlier one', -60_000, false],
	])('looks up the key if the response doesn’t include it, %s', async (_which, ms, isIt) => {
		setUp.willo.onExchange = undefined;
		for (const attempt of ['', first({ entryId: 'other' })]) {
			const { key } = await invitedAt(setUp.now.getTime() + ms);
			const body = '{"email":"ada@example.com"}';
			setUp.faultOnInvite({ kind: 'status', status: 201, body });
			expect(await invite(attempt)).toMatchObject({
				invited: true,
				alreadyInvited: false,
				participant: { key: isIt ? key : null, name: 'Ada Lovelace', stage: null },
				raw: { email: 'ada@example.com' },
			});
			setUp.willo.participants.clear();
		}
	});

	it('doesn’t accept a response as an invitation if it names nobody and Willo lists nobody', async () => {
		setUp.willo.onExchange = undefined;
		await invitedAt(ENTRY);
		setUp.faultOnInvite({ kind: 'status', status: 201, body: '{"detail":"Invited."}' });
		await expect(invite()).rejects.toThrow("didn't come from Willo");
		expect(posts()).toBe(1);
	});

	it('returns the external ID that was sent, whether Willo returns it or not', async () => {
		for (const externalId of ['echoed', 'dropped'] as const) {
			setUp.flip({ externalId });
			expect((await invite()).participant.externalId).toBe('candidate-1');
		}
	});

	it('uses the interview’s title from the list if Willo doesn’t return it', async () => {
		const { key, title } = setUp.interview;
		const chosen = { __rl: true, mode: 'list', value: key, cachedResultName: 'Chosen · Acme' };
		expect(await invite('', { interview: chosen })).toMatchObject({
			participant: { interview: { key, title: 'Chosen' } },
			note: { text: expect.stringContaining('was invited to the Willo interview “Chosen”') },
		});
		setUp.flip({ interviewForm: 'object' });
		expect(await invite('', { interview: chosen })).toMatchObject({
			participant: { interview: { key, title } },
		});
		const other = setUp.willo.addInterview({ title: 'Second interview' });
		setUp.flip({ interviewForm: 'key' });
		const options = { additionalFields: { interview: other.key } };
		expect(await invite('', { interview: chosen, options })).toMatchObject({
			participant: { interview: { key: other.key, title: null } },
		});
	});

	it('omits empty fields, and accepts a phone number alone', async () => {
		await invite('', { email: '', phone: '+441632960123', options: {} });
		expect(setUp.willo.requests[0].body).not.toHaveProperty('email');
		expect(setUp.willo.requests[0].body).not.toHaveProperty('external_id');
	});

	it('adds additional fields to the request, from an object or from JSON, but no interview by another name', async () => {
		for (const additionalFields of [
			'{"language":"de","send_invite":false}',
			{ language: 'fr' },
			'{"__proto__":{"interview":"other"},"constructor":1}',
		]) {
			await invite('', { options: { additionalFields } });
		}
		const { key } = setUp.interview;
		expect(
			setUp.willo.requests.map(({ body }) => [body.language, body.send_invite, body.interview]),
		).toEqual([
			['de', false, key],
			['fr', true, key],
			[undefined, true, key],
		]);
	});

	it('invites each item, with its own values', async () => {
		const output = await setUp.run(invitation(), [personCalled('Ada'), personCalled('Grace')]);
		expect(output).toMatchObject([
			{ json: { participant: { email: 'Ada@example.com' } }, pairedItem: { item: 0 } },
			{ json: { participant: { email: 'Grace@example.com' } }, pairedItem: { item: 1 } },
		]);
	});
});

const NO_OBJECT = "'Additional Fields' isn't a JSON object";
it.each<[string, INodeParameters, string, string]>([
	['the name', { name: ' ' }, "'Name' is empty", 'full name'],
	[
		'an address or a number',
		{ email: '={{ $json.candidate?.email }}' },
		"Ada Lovelace can't be invited because 'Email' and 'Phone' are both empty",
		'Add an email address or a phone number',
	],
	[
		'the interview',
		{ interview: { __rl: true, mode: 'list', value: '' } },
		"'Interview' is empty",
		'Select from the list',
	],
	['JSON', { options: { additionalFields: '{oops' } }, NO_OBJECT, 'Enter an object such as'],
	['an object', { options: { additionalFields: '[1]' } }, NO_OBJECT, 'Enter an object such as'],
])('says that %s is missing', async (_name, more, message, description) => {
	const refusal = await refusalOf('', more);
	expect(refusal.message).toBe(message);
	expect(refusal.description).toContain(description);
	expect(refusal.context.itemIndex).toBe(0);
	expect(setUp.asked).toEqual([]);
});
