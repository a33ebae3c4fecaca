import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { ashbyApiTest } from '../../../../nodes/Ashby/methods/credentialTest.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { credentialTestContext } from '../../../support/contexts.mts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const NEEDED: Permission[] = ['jobsRead', 'candidatesRead', 'candidatesWrite'];

async function tested(data: Record<string, string>): Promise<INodeCredentialTestResult> {
	return await ashbyApiTest.call(credentialTestContext(), {
		id: '1',
		name: 'Ashby account',
		type: 'ashbyApi',
		data: { baseUrl: setUp.sandbox.url, ...data },
	} as ICredentialsDecrypted);
}

async function testedWith(...permissions: Permission[]): Promise<INodeCredentialTestResult> {
	return await tested({ apiKey: setUp.sandbox.addKey({ permissions }) });
}

const notesWritten = (): number =>
	[...setUp.sandbox.candidates.keys()].flatMap((id) => setUp.sandbox.notesOf(id)).length;

beforeEach(() => {
	setUp.sandbox.addCandidate({ name: 'Ada Lovelace' });
});

test('the node names the test and has it, where n8n looks it up', () => {
	const node = new Ashby();
	const [{ testedBy }] = node.description.credentials ?? [];
	expect(node.methods.credentialTest).toHaveProperty(testedBy as string, ashbyApiTest);
});

test('a valid key connects, ignoring spaces', async () => {
	await expect(tested({ apiKey: ` ${setUp.key}\n` })).resolves.toEqual({
		status: 'OK',
		message: 'Connected',
	});
});

test('an empty base URL means Ashby’s, and one without a scheme is refused', async () => {
	const { status, message } = await tested({ apiKey: setUp.key, baseUrl: 'api.ashbyhq.com' });
	expect([status, message]).toEqual([
		'Error',
		'The Base URL must start with https:// or http://, such as https://api.ashbyhq.com',
	]);
	expect(setUp.sandbox.counts.requests).toBe(0);
});

test('without a key, no request is sent', async () => {
	await expect(tested({ apiKey: '  ' })).resolves.toMatchObject({
		status: 'Error',
		message: expect.stringContaining('Enter an API key'),
	});
	expect(setUp.sandbox.counts.requests).toBe(0);
});

describe.each([403, 401] as const)('a wrong key, refused with %i,', (wrongKeyStatus) => {
	test('is recognized, with where to get another one', async () => {
		setUp.sandbox.switches.wrongKeyStatus = wrongKeyStatus;
		const apiKey = setUp.sandbox.addKey({ disabled: true });
		const { status, message } = await tested({ apiKey });
		expect(status).toBe('Error');
		expect(message).toContain('Ashby does not accept this API key');
		expect(message).toContain('Admin → Integrations → API Keys');
		expect(message).toContain("A deactivated key can't be used again");
		expect(message).not.toContain(apiKey);
	});
});

const MISSING: [Permission, string][] = [
	['jobsRead', 'jobsRead (needed for the lists of jobs and interview stages)'],
	['candidatesRead', 'candidatesRead (needed for Ashby Stage Trigger and getting'],
	[
		'candidatesWrite',
		'candidatesWrite (needed for adding notes and tags, setting custom fields, submitting',
	],
];

describe.each(['errorInfo', 'errorObjects'] as const)(
	'permissions, refused with %s,',
	(permissionBody) => {
		beforeEach(() => {
			setUp.sandbox.switches.permissionBody = permissionBody;
		});

		describe.each([
			['listed by the key', ['apiKeysRead']],
			['determined by trying', []],
		] as [string, Permission[]][])('%s', (_how, more) => {
			test('are enough', async () => {
				await expect(testedWith(...NEEDED, ...more)).resolves.toMatchObject({ status: 'OK' });
				expect(notesWritten()).toBe(0);
			});

			test.each(MISSING)(
				'without %s: named with what it is needed for',
				async (permission, words) => {
					const rest = NEEDED.filter((name) => name !== permission);
					const { status, message } = await testedWith(...rest, ...more);
					expect(status).toBe('Error');
					const isReading = permission === 'candidatesWrite';
					const accepted = isReading
						? 'Connected, reading only: this key'
						: 'Ashby accepts this key, but it';
					expect(message).toContain(`${accepted} is missing a permission`);
					expect(message).toContain(words);
					expect(message).toContain(
						'Grant it to the key in Ashby → Admin → Integrations → API Keys',
					);
					rest.forEach((name) => expect(message).not.toContain(name));
					expect(notesWritten()).toBe(0);
				},
			);

			test('without any: each is named', async () => {
				const { message } = await testedWith(...more);
				MISSING.forEach(([, words]) => expect(message).toContain(words));
				expect(message).toContain('; and candidatesWrite');
				expect(message).toContain('Grant them to the key');
			});
		});
	},
);

describe.each([
	['listed by the key', ['apiKeysRead']],
	['determined by trying', []],
] as [string, Permission[]][])('apiKeysWrite, %s', (_how, more) => {
	const HINT = 'apiKeysWrite is also recommended. It is needed for Ashby Trigger';

	test('is optional, but named', async () => {
		const { status, message } = await testedWith(...NEEDED, ...more);
		expect(status).toBe('OK');
		expect(message).toContain(`Connected. ${HINT}`);
	});

	test('is named together with required permissions', async () => {
		const { message } = await testedWith('jobsRead', 'candidatesRead', ...more);
		expect(message).toContain('this key is missing a permission: candidatesWrite');
		expect(message).toContain(`then test again. ${HINT}`);
	});

	test('isn’t mentioned if the key has it', async () => {
		const { message } = await testedWith(...NEEDED, 'apiKeysWrite', ...more);
		expect(message).toBe('Connected');
	});
});

test('the key is accepted even if apiKeysWrite can’t be determined', async () => {
	setUp.sandbox.fault = ({ path }) =>
		path === '/webhook.update' ? { kind: 'status', status: 503 } : undefined;
	await expect(testedWith(...NEEDED)).resolves.toEqual({ status: 'OK', message: 'Connected' });
});

test('a key that can list its permissions costs no other request', async () => {
	await testedWith(...NEEDED, 'apiKeysRead');
	expect(setUp.sandbox.counts.byPath).toEqual({ '/apiKey.info': 1 });
});

test.each(['invalid_input', 'candidate_not_found', 'some_other_code'])(
	'a note refused with %s shows that the key can write notes',
	async (code) => {
		setUp.sandbox.fault = ({ path }) =>
			path === '/candidate.createNote' ? { kind: 'code', code } : undefined;
		await expect(testedWith(...NEEDED)).resolves.toMatchObject({ status: 'OK' });
	},
);
