import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../../../nodes/Ashby/AshbyTrigger.node.ts';
import { ashbyApiTest } from '../../../../nodes/Ashby/methods/credentialTest.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { credentialTestContext } from '../../../support/contexts.mts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const CONNECTED = { status: 'OK', message: 'Connected' };
/** What each needed permission is for. */
const FOR: Partial<Record<Permission, string>> = {
	jobsRead: 'the lists of jobs',
	candidatesRead: 'Ashby Stage Trigger',
	candidatesWrite: 'adding notes',
};
const NEEDED = Object.keys(FOR) as Permission[];

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

beforeEach(() => void setUp.sandbox.addCandidate({ name: 'Ada Lovelace' }));

afterEach(() => {
	const notes = [...setUp.sandbox.candidates.keys()].map((id) => setUp.sandbox.notesOf(id));
	expect(notes).toEqual([[]]);
});

const NODES = [new Ashby(), new AshbyStageTrigger(), new AshbyTrigger()];
test.each(NODES)('$description.name names the test, and has it', ({ description, methods }) => {
	expect(description.credentials).toMatchObject([{ name: 'ashbyApi', required: true }]);
	const [{ testedBy }] = description.credentials!;
	expect(methods.credentialTest).toEqual({ [testedBy as string]: ashbyApiTest });
});

const NO_SCHEME = 'must start with https:// or http://, such as https://api.ashbyhq.com';

test.each([
	['it has no scheme', { apiKey: 'key', baseUrl: 'api.ashbyhq.com' }, `The Base URL ${NO_SCHEME}`],
	['there is no key', { apiKey: '  ' }, expect.stringContaining('Enter an API key')],
])('no request is sent if %s', async (_what, data, message) => {
	expect(await tested(data)).toEqual({ status: 'Error', message });
	expect(setUp.sandbox.counts.requests).toBe(0);
});

test.each([403, 401] as const)('a wrong key (%i) is recognized', async (status) => {
	setUp.sandbox.switches.wrongKeyStatus = status;
	const apiKey = setUp.sandbox.addKey({ disabled: true });
	const { message, ...rest } = await tested({ apiKey });
	expect(rest).toEqual({ status: 'Error' });
	const refused =
		/Ashby does not accept this API key.*Admin → Integrations → API Keys.*A deactivated key can't be used again/;
	expect(message).toMatch(refused);
	expect(message).not.toContain(apiKey);
});

const HINT = 'apiKeysWrite is also recommended. It is needed for Ashby Trigger';

describe.each([
	['errorInfo', 'listed by the key', ['apiKeysRead']],
	['errorInfo', 'determined by trying', []],
	['errorObjects', 'determined by trying', []],
] as const)('permissions, refused with %s, %s', (permissionBody, _how, more) => {
	beforeEach(() => void (setUp.sandbox.switches.permissionBody = permissionBody));

	test('are enough, and apiKeysWrite is optional, but named; without any, each is named', async () => {
		const { status, message } = await testedWith(...NEEDED, ...more);
		expect([status, message]).toEqual(['OK', expect.stringContaining(`Connected. ${HINT}`)]);
		expect((await testedWith(...NEEDED, 'apiKeysWrite', ...more)).message).toBe('Connected');
		const none = (await testedWith(...more)).message;
		for (const name of NEEDED) expect(none).toContain(`${name} (needed for ${FOR[name]}`);
		expect(none).toMatch(/; and candidatesWrite.*Grant them to the key/);
	});

	test.each(NEEDED)('without %s: named, and what for', async (permission) => {
		const rest = NEEDED.filter((name) => name !== permission);
		const { status, message } = await testedWith(...rest, ...more);
		expect(status).toBe('Error');
		const reads = permission === 'candidatesWrite';
		expect(message).toMatch(reads ? /^Connected, reading only: / : /^Ashby accepts this key, but /);
		const missing = ` is missing a permission: ${permission} (needed for ${FOR[permission]}`;
		const advice = 'Grant it to the key in Ashby → Admin → Integrations → API Keys';
		for (const text of [missing, advice, `then test again. ${HINT}`]) {
			expect(message).toContain(text);
		}
		for (const name of rest) expect(message).not.toContain(name);
	});
});

test('a key connects, ignoring spaces, even if apiKeysWrite can’t be determined, or a note is refused', async () => {
	expect(await tested({ apiKey: ` ${setUp.key}\n` })).toEqual(CONNECTED);
	setUp.failAt('webhook.update', { kind: 'status', status: 503 });
	expect(await testedWith(...NEEDED)).toEqual(CONNECTED);
	setUp.failAt('candidate.createNote', { kind: 'code', code: 'some_other_code' });
	expect(await testedWith(...NEEDED)).toMatchObject({ status: 'OK' });
});

test('a key that can list its permissions costs no other request', async () => {
	await testedWith(...NEEDED, 'apiKeysRead');
	expect(setUp.sandbox.counts.byPath).toEqual({ '/apiKey.info': 1 });
});
