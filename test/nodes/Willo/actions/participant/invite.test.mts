import type { INodeParameters } from 'n8n-workflow';
import { ENTRY, first, invitation, invite, invitedAt, posts, setUp } from './setUp.mts';
import { expectError } from '../../../setUp.mts';

it('invites the person to the interview, and returns Willo’s response', async () => {
	const options = { externalId: 'entry-1' };
	const [output] = await setUp.run(invitation({ phone: ' +441632960123 ', options }));
	const [{ key }] = setUp.willo.participants.values();
	const interview = setUp.interview.key;
	const person = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+441632960123' };
	const kept = { stage: 'Invited', interview: { key: interview, title: null }, ...options };
	expect(output.json).toEqual({
		invited: true,
		alreadyInvited: false,
		reason: null,
		needsAttention: false,
		testRun: false,
		participant: { key, ...person, ...kept },
		attempt: null,
		entryId: null,
		isRepeat: false,
		note: {
			text: expect.stringContaining('Ada Lovelace was invited to a Willo interview'),
			html: expect.stringContaining(`<code>${key}</code>`),
		},
		raw: expect.objectContaining({ key, stage: 'Invited' }),
	});
	expect(setUp.asked).toEqual(['POST /participants/']);
	const request = { ...person, external_id: 'entry-1', interview, send_invite: true };
	expect(setUp.willo.requests[0].body).toEqual(request);
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
	const { participant, note } = await invite('', { interview: chosen });
	expect(participant.interview).toEqual({ key, title: 'Chosen' });
	expect(note.text).toContain('was invited to the Willo interview “Chosen”');
	setUp.flip({ interviewForm: 'object' });
	const named = await invite('', { interview: chosen });
	expect(named.participant.interview).toEqual({ key, title });
	const other = setUp.willo.addInterview({ title: 'Second interview' });
	setUp.flip({ interviewForm: 'key' });
	const options = { additionalFields: { interview: other.key } };
	const elsewhere = await invite('', { interview: chosen, options });
	expect(elsewhere.participant.interview).toEqual({ key: other.key, title: null });
});

it('omits empty fields, and accepts a phone number alone', async () => {
	await invite('', { email: '', phone: '+441632960123', options: {} });
	expect(setUp.willo.requests[0].body).not.toHaveProperty('email');
	expect(setUp.willo.requests[0].body).not.toHaveProperty('external_id');
});

it('adds additional fields to the request, from an object or from JSON, but no interview by another name', async () => {
	for (const [additionalFields, language, send_invite] of [
		['{"language":"de","send_invite":false}', 'de', false],
		[{ language: 'fr' }, 'fr', true],
		['{"__proto__":{"interview":"other"},"constructor":1}', undefined, true],
	] as const) {
		await invite('', { options: { additionalFields } });
		const { body } = setUp.willo.requests.at(-1)!;
		const sent = [body.language, body.send_invite, body.interview];
		expect(sent).toEqual([language, send_invite, setUp.interview.key]);
	}
});

const NO_OBJECT = "'Additional Fields' isn't a JSON object";
it.each<[string, INodeParameters, string]>([
	['the name is empty', { name: ' ' }, "'Name' is empty"],
	['the fields aren’t JSON', { options: { additionalFields: '{oops' } }, NO_OBJECT],
	['the fields are no object', { options: { additionalFields: '[1]' } }, NO_OBJECT],
])('says that %s', async (_what, more, message) => {
	expect((await expectError(invite('', more), message)).context.itemIndex).toBe(0);
	expect(setUp.asked).toEqual([]);
});
