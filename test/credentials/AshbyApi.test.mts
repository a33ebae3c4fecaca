import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { setUpAshby } from '../nodes/Ashby/setUp.mts';

const setUp = setUpAshby();
const credential = new AshbyApi();

test('keeps the names that saved workflows rely on, and masks the key', () => {
	expect([credential.name, credential.displayName]).toEqual(['ashbyApi', 'Ashby API']);
	expect(credential.properties).toMatchObject([
		{ name: 'apiKey', default: '', typeOptions: { password: true } },
		{ name: 'baseUrl', default: 'https://api.ashbyhq.com' },
	]);
});

test('signs requests with the key as the user name and an empty password, ignoring spaces', async () => {
	const { key, sandbox } = setUp;
	setUp.key = ` ${key} `;
	await setUp.run({ resource: 'job', operation: 'getAll' });
	const [{ headers, status }] = sandbox.requests;
	expect(headers.authorization).toBe(`Basic ${Buffer.from(`${key}:`).toString('base64')}`);
	expect(status).toBe(200);
});

test('signs without an expression, because n8n’s sandbox isn’t available while polls overlap', () => {
	expect(typeof credential.authenticate).toBe('function');
	expect(JSON.stringify(credential)).not.toContain('={{');
});
