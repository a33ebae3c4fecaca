import { sleep } from 'n8n-workflow';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Participant } from '../../../../../nodes/Willo/client/participant.ts';
import type { Fault } from '../../../../sandbox/faults.mts';
import { WilloSetting } from '../../setting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

let setting: WilloSetting;

beforeEach(async () => {
	jest.mocked(sleep).mockClear();
	setting = new WilloSetting();
	await setting.start();
});

afterEach(async () => {
	await setting.stop();
});

function invitation(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'participant',
		operation: 'invite',
		interview: { __rl: true, mode: 'list', value: setting.interview.key },
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		...more,
	};
}

type Output = IDataObject & { participant: Participant };

async function invite(more: INodeParameters = {}) {
	return (await setting.run(invitation(more)))[0].json as Output;
}

/** What the node says when it does not succeed. */
async function refusalOf(more: INodeParameters = {}) {
	return await setting.run(invitation(more)).then(
		(output) => {
			throw new Error(`It succeeded: ${JSON.stringify(output)}`);
		},
		(error: unknown) => error as Error & { description?: string; context: { itemIndex: number } },
	);
}

const posts = () => setting.asked.filter((line) => line === 'POST /participants/').length;

/** Puts a fault on the first `times` invitations, and on nothing else. */
function faultOnInvite(fault: Fault, times = 1): void {
	let left = times;
	setting.willo.fault = ({ path, body }) =>
		path.endsWith('/participants/') && body !== undefined && left-- > 0 ? fault : undefined;
}

describe('inviting', () => {
	it('sends the person to the interview, and gives what Willo answered', async () => {
		const output = await setting.run(
			invitation({ phone: ' +441632960123 ', options: { externalId: 'entry-1' } }),
		);
		const [participant] = setting.willo.participants.values();
		expect(participant).toMatchObject({
			interviewKey: setting.interview.key,
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
						interview: { key: setting.interview.key, title: null },
						externalId: 'entry-1',
					},
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
		expect(setting.asked).toEqual(['POST /participants/']);
		expect(setting.willo.requests[0].body).toEqual({
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '+441632960123',
			external_id: 'entry-1',
			interview: setting.interview.key,
			send_invite: true,
		});
	});

	it.each(['key', 'data.key'] as const)('finds the key at `%s`', async (keyAt) => {
		setting.flip({ keyAt });
		const { participant } = await invite();
		expect([...setting.willo.participants.keys()]).toEqual([participant.key]);
		expect(participant).toMatchObject({ name: 'Ada Lovelace', stage: 'Invited' });
	});

	it('looks the key up when the answer does not name it', async () => {
		setting.willo.onExchange = undefined;
		const { participant } = await invite();
		faultOnInvite({ kind: 'status', status: 201, body: '{"detail":"Invited."}' });
		expect(await invite()).toMatchObject({
			invited: true,
			participant: { key: participant.key, name: 'Ada Lovelace', stage: null },
			raw: { detail: 'Invited.' },
		});
	});

	it('takes no answer for an invitation that names nobody while Willo lists nobody', async () => {
		setting.willo.onExchange = undefined;
		faultOnInvite({ kind: 'status', status: 201, body: '{"detail":"Invited."}' });
		await expect(invite()).rejects.toThrow('does not come from Willo');
		expect(posts()).toBe(1);
	});

	it('gives the external id that was sent, whether Willo gives it back or not', async () => {
		for (const externalId of ['echoed', 'dropped'] as const) {
			setting.flip({ externalId });
			const { participant } = await invite({ options: { externalId: 'candidate-1' } });
			expect(participant.externalId).toBe('candidate-1');
		}
	});

	it('names the interview by what was chosen from the list, if Willo does not', async () => {
		const { key, title } = setting.interview;
		const chosen = { __rl: true, mode: 'list', value: key, cachedResultName: 'Chosen' };
		expect(await invite({ interview: chosen })).toMatchObject({
			participant: { interview: { key, title: 'Chosen' } },
			note: { text: expect.stringContaining('was invited to the Willo interview “Chosen”') },
		});
		setting.flip({ interviewForm: 'object' });
		expect(await invite({ interview: chosen })).toMatchObject({
			participant: { interview: { key, title } },
		});
		const other = setting.willo.addInterview({ title: 'Second interview' });
		setting.flip({ interviewForm: 'key' });
		const options = { additionalFields: { interview: other.key } };
		expect(await invite({ interview: chosen, options })).toMatchObject({
			participant: { interview: { key: other.key, title: null } },
		});
	});

	it('leaves out what is empty, and takes a phone number alone', async () => {
		await invite({ email: '', phone: '+441632960123' });
		expect(setting.willo.requests[0].body).not.toHaveProperty('email');
		expect(setting.willo.requests[0].body).not.toHaveProperty('external_id');
	});

	it('merges additional fields into the request, as an object or as JSON', async () => {
		await invite({ options: { additionalFields: '{"language":"de","send_invite":false}' } });
		await invite({ options: { additionalFields: { language: 'fr' } } });
		expect(setting.willo.requests.map(({ body }) => [body.language, body.send_invite])).toEqual([
			['de', false],
			['fr', true],
		]);
	});

	it('keeps the interview whatever the additional fields are called', async () => {
		const additionalFields = '{"__proto__":{"interview":"other"},"constructor":1}';
		await invite({ options: { additionalFields } });
		expect(setting.willo.requests[0].body.interview).toBe(setting.interview.key);
	});

	it('invites each item, with its own values', async () => {
		const items = [{ json: { name: 'Ada' } }, { json: { name: 'Grace' } }];
		const output = await setting.run(
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

describe('what must be filled in', () => {
	it.each<[string, INodeParameters, string, string]>([
		['the name', { name: ' ' }, "The field 'Name' is empty", 'full name'],
		[
			'an address or a number',
			{ email: '' },
			"Ada Lovelace can’t be invited: the fields 'Email' and 'Phone' are both empty",
			'Add an email address or a phone number',
		],
		[
			'the interview',
			{ interview: { __rl: true, mode: 'list', value: '' } },
			"The field 'Interview' is empty",
			'Choose from the list',
		],
		[
			'a key that is one',
			{ interview: { __rl: true, mode: 'id', value: 'my interview' } },
			"'Interview' is not a valid Willo key: my interview",
			'32 digits',
		],
		[
			'additional fields in JSON',
			{ options: { additionalFields: '{oops' } },
			"The option 'Additional Fields' is not a JSON object",
			'Write it like',
		],
		[
			'additional fields that are an object',
			{ options: { additionalFields: '[1]' } },
			"The option 'Additional Fields' is not a JSON object",
			'Write it like',
		],
	])('%s', async (_name, more, message, description) => {
		const refusal = await refusalOf(more);
		expect(refusal.message).toBe(message);
		expect(refusal.description).toContain(description);
		expect(refusal.context.itemIndex).toBe(0);
		expect(setting.asked).toEqual([]);
	});

	it('counts an expression without a value as empty', async () => {
		const refusal = await refusalOf({ email: '={{ $json.candidate?.email }}' });
		expect(refusal.message).toContain("the fields 'Email' and 'Phone' are both empty");
	});

	it('is Willo’s to judge otherwise: its words, naming the field', async () => {
		setting.willo.onExchange = undefined;
		const refusal = await refusalOf({ email: 'ada' });
		expect(refusal.message).toBe(
			'Willo refused a new participant: email: Enter a valid email address.',
		);
		expect(refusal.description).toContain('Correct the fields');
	});

	it('stands in the output when the node goes on', async () => {
		const items = [{ json: { email: '' } }, { json: { email: 'ada@example.com' } }];
		const output = await setting.run(invitation({ email: '={{ $json.email }}' }), items, {
			continueOnFail: true,
		});
		expect(output).toEqual([
			{
				json: {
					error: "Ada Lovelace can’t be invited: the fields 'Email' and 'Phone' are both empty",
				},
				pairedItem: { item: 0 },
			},
			{ json: expect.objectContaining({ alreadyInvited: false }), pairedItem: { item: 1 } },
		]);
	});

	it('never shows the key', async () => {
		setting.willo.fault = () => ({ kind: 'status', status: 401, body: '{"detail":"No."}' });
		const refusal = await refusalOf();
		expect(refusal.message).toBe('Willo does not accept this API key');
		expect(JSON.stringify({ ...refusal, stack: refusal.stack })).not.toContain(setting.key);
	});
});

describe('the interview', () => {
	const at = (value: string) => ({ interview: { __rl: true, mode: 'url', value } });

	it('may be given by key, in any case', async () => {
		await invite({
			interview: { __rl: true, mode: 'id', value: ` ${setting.interview.key.toUpperCase()} ` },
		});
		expect(setting.willo.requests[0].body.interview).toBe(setting.interview.key);
	});

	it('may be given by an address that holds the key', async () => {
		const { key } = setting.interview;
		await invite(at(`https://app.willotalent.com/interviews/${key}/candidates?x=1`));
		await invite(at(`https://app.willotalent.com/c/${'f'.repeat(32)}/interview/${key}/`));
		expect(setting.willo.requests.map(({ body }) => body.interview)).toEqual([key, key]);
	});

	it('may be given by its invite link, looked up once', async () => {
		for (let number = 0; number < 40; number++) setting.willo.addInterview({ title: `${number}` });
		const link = at(setting.interview.inviteLink);
		await setting.run(invitation(link), [{ json: {} }, { json: {} }]);
		expect(setting.asked).toEqual([
			'GET /interviews/',
			'GET /interviews/',
			'POST /participants/',
			'POST /participants/',
		]);
		expect(setting.willo.requests[3].body.interview).toBe(setting.interview.key);
	});

	it('cannot be given by anything else, which says what to paste', async () => {
		const unknown = await refusalOf(at('https://app.willotalent.com/invite/zzzzzz/'));
		expect(unknown.message).toContain('https://app.willotalent.com/invite/zzzzzz/');
		expect(unknown.description).toContain('Choose the interview from the list');
		const other = await refusalOf(at('https://app.willotalent.com/home'));
		expect(other.description).toContain("Paste the interview's address");
	});
});

describe('someone who was invited before', () => {
	const skip = { options: { ifAlreadyInvited: 'skip' } };

	it('is invited again by default', async () => {
		await invite();
		expect(await invite()).toMatchObject({ alreadyInvited: false });
		expect(setting.willo.invitations).toHaveLength(2);
	});

	describe.each(['honoured', 'ignored'] as const)('with list filters %s', (listFilters) => {
		beforeEach(() => setting.flip({ listFilters }));

		it.each(['key', 'object'] as const)('is skipped, the interview being a %s', async (form) => {
			setting.flip({ interviewForm: form });
			const { key } = (await invite()).participant;
			expect(await invite({ ...skip, email: 'ADA@example.com' })).toMatchObject({
				invited: true,
				alreadyInvited: true,
				isRepeat: true,
				needsAttention: false,
				participant: { key, name: 'Ada Lovelace' },
				note: { text: expect.stringContaining('had already been invited') },
			});
			expect(setting.willo.invitations).toHaveLength(1);
		});

		it('is invited to another interview all the same, and so is everybody else', async () => {
			await invite();
			const other = setting.willo.addInterview({ title: 'Second interview' });
			const interview = { __rl: true, mode: 'list', value: other.key };
			expect(await invite({ ...skip, interview })).toMatchObject({ alreadyInvited: false });
			expect(await invite({ ...skip, email: 'grace@example.com' })).toMatchObject({
				alreadyInvited: false,
			});
			expect(setting.willo.invitations).toHaveLength(3);
		});
	});

	it('is not invited when it cannot be told', async () => {
		setting.flip({ listFilters: 'ignored' });
		for (let number = 0; number < 301; number++) await setting.willoInvites(number);
		const refusal = await refusalOf(skip);
		expect(refusal.message).toContain('Couldn’t confirm whether Ada Lovelace was invited before');
		expect(refusal.description).toContain('Nobody was invited');
		expect(setting.willo.invitations).toHaveLength(301);
	});

	it('is an obstacle that is shown when Willo refuses a second invitation', async () => {
		setting.flip({ duplicateInvite: 'rejected' });
		await invite();
		const refusal = await refusalOf();
		expect(refusal.message).toContain('must make a unique set');
	});
});

describe('an answer that is lost', () => {
	const carriedOut: [string, Fault][] = [
		['the connection is cut after Willo has invited', { kind: 'dropAfter' }],
		['half the answer arrives', { kind: 'truncate' }],
		['the answer is no JSON', { kind: 'invalidJson' }],
	];
	const notCarriedOut: [string, Fault][] = [
		['the connection is cut before', { kind: 'drop' }],
		['Willo answers 503', { kind: 'status', status: 503 }],
	];

	const readings = [
		{ listFilters: 'honoured', externalId: 'echoed' },
		{ listFilters: 'honoured', externalId: 'dropped' },
		{ listFilters: 'ignored', externalId: 'echoed' },
		{ listFilters: 'ignored', externalId: 'dropped' },
	] as const;

	describe.each(readings)('filters $listFilters, external ids $externalId', (switches) => {
		beforeEach(() => setting.flip(switches));

		it.each(carriedOut)('%s: the person is found, not invited again', async (_name, fault) => {
			faultOnInvite(fault);
			const output = await invite({ options: { externalId: 'entry-1' } });
			const [participant] = setting.willo.participants.values();
			expect(output).toMatchObject({
				invited: true,
				alreadyInvited: false,
				participant: { key: participant.key },
			});
			expect(setting.willo.invitations).toHaveLength(1);
			expect(posts()).toBe(1);
		});

		it.each(notCarriedOut)(
			'%s: the person is looked for, and not invited',
			async (_name, fault) => {
				faultOnInvite(fault);
				const refusal = await refusalOf({ options: { externalId: 'entry-1' } });
				expect(refusal.message).toContain('Couldn’t confirm whether Ada Lovelace was invited');
				expect(refusal.message).toContain('Willo does not list the person yet');
				expect(refusal.description).toContain('Check in Willo whether the person was invited');
				expect(posts()).toBe(1);
				expect(jest.mocked(sleep).mock.calls).toEqual([[2000], [5000]]);
			},
		);

		it.each(['entry-0', 'entry-1'])('an earlier invitation is not taken for it: %s', async (id) => {
			setting.now = new Date(Date.now() - 3_600_000);
			await invite({ options: { externalId: id } });
			setting.now = new Date();
			faultOnInvite({ kind: 'drop' });
			await refusalOf({ options: { externalId: 'entry-1' } });
			expect(setting.willo.invitations).toHaveLength(1);
		});
	});

	it.each([-86_400_000, 86_400_000])(
		'does not depend on this machine’s clock, %i ms off',
		async (off) => {
			setting.flip({ externalId: 'dropped' });
			setting.now = new Date(Date.now() + off - 3_600_000);
			const earlier = (await invite()).participant;
			setting.now = new Date(Date.now() + off);
			faultOnInvite({ kind: 'dropAfter' });
			const found = (await invite()).participant;
			expect(found.key).not.toBe(earlier.key);
			expect(setting.willo.invitations).toHaveLength(2);
		},
	);

	it('and the list as well: it is said that it cannot be told', async () => {
		let invited = false;
		setting.willo.fault = ({ body }) => {
			if (body !== undefined) invited = true;
			return invited ? (body ? { kind: 'dropAfter' } : { kind: 'status', status: 500 }) : undefined;
		};
		const refusal = await refusalOf();
		expect(refusal.message).toContain('Couldn’t confirm whether Ada Lovelace was invited');
		expect(refusal.message).toContain('HTTP 500');
		expect(posts()).toBe(1);
		// Four tries of one look: an outage is not waited for twice.
		expect(setting.asked.filter((line) => line.startsWith('GET'))).toHaveLength(4);
		expect(setting.willo.invitations).toHaveLength(1);
	});

	it('after a look that found nobody: whoever is there now is taken for this one', async () => {
		setting.flip({ externalId: 'dropped' });
		faultOnInvite({ kind: 'dropAfter' });
		const output = await invite({ options: { ifAlreadyInvited: 'skip' } });
		expect(output).toMatchObject({ invited: true, alreadyInvited: false });
		expect(setting.willo.invitations).toHaveLength(1);
	});

	it('nothing was sent when nobody listens: no looking, and the reason is shown', async () => {
		await setting.willo.stop();
		const refusal = await refusalOf();
		expect(refusal.message).toBe(
			'No response from Willo for a new participant: the connection was refused',
		);
		expect(refusal.description).toContain('Base URL');
		expect(jest.mocked(sleep)).not.toHaveBeenCalled();
	});
});
