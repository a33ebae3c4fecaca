import type { INodeType } from 'n8n-workflow';
import { WilloApi } from '../../credentials/WilloApi.credentials.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../nodes/Willo/WilloTrigger.node.ts';
import { willoApiTest } from '../../nodes/Willo/methods/credentialTest.ts';
import { setUp, useWillo } from '../nodes/Willo/setUp.mts';
import { credentialTestContext } from '../support/contexts.mts';

useWillo();

async function check(apiKey: string = setUp.key, baseUrl: string = setUp.willo.baseUrl) {
	const data = { apiKey, baseUrl };
	const given = { id: '1', name: 'Willo', type: 'willoApi', data };
	return await willoApiTest.call(credentialTestContext(), given);
}

const TYPED = ['the-key', ' the-key\n', 'Bearer the-key', 'bearer   the-key '];
it.each(TYPED)('a request is signed with the bare key for %j', async (apiKey) => {
	const request = { url: 'https://willo.invalid', headers: { Accept: 'application/json' } };
	const signed = await new WilloApi().authenticate({ apiKey }, request);
	expect(signed.headers).toEqual({ Accept: 'application/json', Authorization: 'the-key' });
});

it('the fields mask the key and default to Willo’s URL', () => {
	const { properties, name, displayName } = new WilloApi();
	expect([name, displayName]).toEqual(['willoApi', 'Willo API']);
	expect(properties).toMatchObject([
		{ name: 'apiKey', typeOptions: { password: true }, required: true },
		{ name: 'baseUrl', default: 'https://api.willotalent.com/api/integrations/v2' },
	]);
});

const NODES: INodeType[] = [new Willo(), new WilloTrigger(), new WilloResponseTrigger()];
it.each(NODES)('$description.name tests the credential for n8n', ({ description, methods }) => {
	const credential = { name: 'willoApi', required: true, testedBy: 'willoApiTest' };
	expect(description.credentials).toEqual([credential]);
	expect(methods?.credentialTest).toEqual({ willoApiTest });
});

describe('testing the credential', () => {
	it('accepts a valid key with one small request, also with a Bearer prefix, a slash, and spaces', async () => {
		setUp.willo.addInterview({ title: 'Second interview' });
		expect(await check()).toMatchObject({ status: 'OK' });
		expect(setUp.asked).toEqual(['GET /interviews/']);
		const answer = { results: [expect.objectContaining({ title: expect.any(String) })] };
		expect(setUp.willo.requests).toMatchObject([{ answer }]);
		const given = [` Bearer ${setUp.key} `, ` ${setUp.willo.baseUrl}/ `] as const;
		expect(await check(...given)).toMatchObject({ status: 'OK' });
	});

	it.each([401, 403] as const)('says where to get a key if Willo says %i', async (status) => {
		setUp.flip({ authFailure: status });
		const { status: verdict, message } = await check('wrong-key-of-someone');
		expect(verdict).toBe('Error');
		expect(message).toContain('Willo does not accept this API key');
		expect(message).toContain('Willo → Integrations → API');
		expect(message).not.toMatch(/Admin|wrong-key-of-someone/);
	});

	it('asks for what is missing or invalid, without a request', async () => {
		expect((await check(' ')).message).toContain('The API Key is empty');
		expect((await check('kéy')).message).toContain('contains invalid characters');
		const { message } = await check(setUp.key, 'api.willotalent.com');
		expect(message).toContain("The Base URL isn't a valid URL");
		expect(setUp.asked).toEqual([]);
	});

	it.each([
		['a web page', { kind: 'status', status: 200, body: '<html>Welcome</html>' }],
		['another JSON', { kind: 'status', status: 200, body: '{"ok":true}' }],
	] as const)('says when it is not Willo that answers: %s', async (_name, fault) => {
		setUp.willo.fault = () => fault;
		const { status, message } = await check();
		expect(status).toBe('Error');
		expect(message).toContain("didn't come from Willo");
		expect(message).toContain('https://api.willotalent.com/api/integrations/v2');
	});

	it('reports that the URL isn’t the Willo API', async () => {
		const { message } = await check(setUp.key, `${setUp.willo.url}/api/elsewhere`);
		expect(message).toContain('There is no Willo API at the Base URL');
		// Asking elsewhere is what this test is about.
		setUp.willo.violations = [];
	});
});
