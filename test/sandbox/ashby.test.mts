import { http } from '../../scripts/http.mts';
import { PERMISSIONS } from './ashby/types.mts';
import { startAshby, stopAshby } from './ashby/setUp.mts';

afterEach(stopAshby);

describe('keys', () => {
	it('are required: without one, the response is a plain-text 401', async () => {
		const ashby = await startAshby();
		const response = await ashby.send('/job.list', {}, { authorization: undefined });
		expect(response.status).toBe(401);
		expect(response.headers['content-type']).toContain('text/plain');
		expect(response.data).toBe('Unauthorized');
	});

	it.each([
		[403, 'Forbidden'],
		[401, 'Unauthorized'],
	] as const)('answers a wrong key %s in plain text', async (wrongKeyStatus, text) => {
		const ashby = await startAshby({ wrongKeyStatus });
		const response = await ashby.send('/job.list', {}, {}, 'wrong');
		expect([response.status, response.data]).toEqual([wrongKeyStatus, text]);
	});

	it('are refused if disabled, or sent with a password or another scheme', async () => {
		const ashby = await startAshby();
		const disabled = ashby.sandbox.addKey({ disabled: true });
		expect((await ashby.send('/job.list', {}, {}, disabled)).status).toBe(403);
		const basic = `Basic ${Buffer.from(`${ashby.key}:secret`).toString('base64')}`;
		for (const authorization of [basic, `Bearer ${ashby.key}`]) {
			expect((await ashby.send('/job.list', {}, { authorization })).status).toBe(403);
		}
		expect((await ashby.send('/job.list')).status).toBe(200);
	});

	it('list their permissions, if they have the permission to ask', async () => {
		const ashby = await startAshby();
		const key = ashby.sandbox.addKey({ permissions: ['apiKeysRead', 'candidatesWrite'] });
		const { results } = await ashby.call('/apiKey.info', {}, key);
		expect(results.scopes).toEqual(['apiKeys:read', 'candidates:write']);
		expect((await ashby.call('/apiKey.info')).results.scopes).toHaveLength(PERMISSIONS.length);
	});
});

describe('permissions', () => {
	const needed = {
		apiKeysRead: ['/apiKey.info', '/webhook.info'],
		apiKeysWrite: ['/webhook.create', '/webhook.update', '/webhook.delete'],
		jobsRead: ['/job.list', '/job.info', '/job.search', '/jobInterviewPlan.info'],
		interviewsRead: ['/interviewPlan.list', '/interviewStage.list', '/interviewStage.info'],
		candidatesRead: [
			'/application.list',
			'/application.info',
			'/application.listHistory',
			'/candidate.info',
			'/candidate.list',
			'/candidate.search',
			'/candidate.listNotes',
			'/applicationFeedback.list',
		],
		candidatesWrite: [
			'/application.changeStage',
			'/applicationFeedback.submit',
			'/candidate.addTag',
			'/candidate.createNote',
			'/candidate.removeTag',
			'/customField.setValues',
		],
		hiringProcessMetadataRead: [
			'/archiveReason.list',
			'/candidateTag.list',
			'/customField.list',
			'/feedbackFormDefinition.list',
		],
		hiringProcessMetadataWrite: ['/candidateTag.create'],
		organizationRead: ['/user.list', '/user.search'],
	};

	it.each(PERMISSIONS)('%s allows its endpoints and no others', async (permission) => {
		const ashby = await startAshby();
		const key = ashby.sandbox.addKey({ permissions: [permission] });
		for (const path of Object.values(needed).flat()) {
			const response = await ashby.send(path, {}, {}, key);
			const isOpen = needed[permission].includes(path);
			expect([path, response.status]).toEqual([path, isOpen ? 200 : 403]);
			const { errorInfo } = JSON.parse(response.data);
			expect(errorInfo?.code === 'missing_endpoint_permission').toBe(!isOpen);
		}
	});

	it('can be refused with error objects that don’t contain the code', async () => {
		const ashby = await startAshby({ permissionBody: 'errorObjects' });
		const key = ashby.sandbox.addKey({ permissions: [] });
		const answer = await ashby.call('/job.list', {}, key);
		expect(answer.errors[0].message).toContain('permission');
		expect(JSON.stringify(answer)).not.toContain('missing_endpoint_permission');
	});
});

describe('requests', () => {
	it('must be POST requests to known endpoints', async () => {
		const ashby = await startAshby();
		expect((await ashby.send('/job.delete')).status).toBe(404);
		expect((await http.get(`${ashby.sandbox.url}/job.list`)).status).toBe(404);
		ashby.sandbox.violations = [];
	});

	it('must have a JSON content type and a JSON body', async () => {
		const ashby = await startAshby();
		const asText = { 'content-type': 'text/plain' };
		expect(JSON.parse((await ashby.send('/job.list', {}, asText)).data)).toMatchObject({
			success: false,
			errors: ['invalid_input'],
		});
		expect(await ashby.code('/job.list', '{"limit":')).toBe('invalid_input');
		expect(await ashby.code('/job.list', '')).toBe('invalid_input');
	});

	it('with wrong fields are refused with HTTP 200, the code, the field, and a request ID', async () => {
		const ashby = await startAshby();
		const response = await ashby.send('/interviewStage.list', {});
		const answer = JSON.parse(response.data);
		expect(response.status).toBe(200);
		expect(answer).toEqual({
			success: false,
			errors: ['invalid_input'],
			errorInfo: {
				code: 'invalid_input',
				message: 'interviewPlanId: Invalid input: expected string, received undefined',
				requestId: response.headers['x-ashby-request-id'],
			},
		});
		expect(answer.errorInfo.requestId).toMatch(/^0[0-9A-HJKMNP-TV-Z]{25}$/);
	});

	it.each(['cursor', 'syncToken'])('are refused if %s is null', async (name) => {
		const ashby = await startAshby();
		const { errorInfo } = await ashby.call('/application.list', { [name]: null });
		expect(errorInfo.message).toBe(`${name}: Invalid input: expected string, received null`);
	});

	it('get the time and the version in the response headers', async () => {
		const ashby = await startAshby();
		ashby.time = new Date('2030-01-02T03:04:05.678Z');
		const { headers } = await ashby.send('/job.list');
		expect(headers['date']).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
		expect(headers['ashby-version']).toBe('2026-01-01');
	});
});

describe('the throttle', () => {
	const statuses = async (ashby: Awaited<ReturnType<typeof startAshby>>, count: number) => {
		const all: number[] = [];
		for (let sent = 0; sent < count; sent++) all.push((await ashby.send('/job.list')).status);
		return all;
	};

	it('limits the requests per minute for each key', async () => {
		const ashby = await startAshby({ requestsPerMinute: 3 });
		expect(await statuses(ashby, 4)).toEqual([200, 200, 200, 429]);
		expect((await ashby.send('/job.list', {}, {}, ashby.sandbox.addKey())).status).toBe(200);
		ashby.pass({ seconds: 60 });
		expect(await statuses(ashby, 1)).toEqual([200]);
	});

	it.each([
		['seconds', '45'],
		['date', 'Mon, 23 Nov 2026 10:01:00 GMT'],
		['absent', undefined],
	] as const)('says when to come back: %s', async (retryAfter, expected) => {
		const ashby = await startAshby({ requestsPerMinute: 1, retryAfter });
		await ashby.send('/job.list');
		ashby.pass({ seconds: 15 });
		const response = await ashby.send('/job.list');
		expect([response.status, response.headers['retry-after']]).toEqual([429, expected]);
	});
});

describe('what stands in front of the API', () => {
	const headersOf = (answer: { headers: unknown }) =>
		(answer.headers as Record<string, string>)['ashby-version-status'];

	it.each([
		['active', {}, 'active', 200],
		['deprecated', {}, 'deprecated', 200],
		['deprecated', { deprecatedAs: 'Sunset; 2027-05-01' }, 'Sunset; 2027-05-01', 200],
		['removed', {}, 'removed', 400],
		['removed', { removedAs: 'notFound' }, 'removed', 404],
	] as const)('the version is %s %j', async (version, switches, said, status) => {
		const ashby = await startAshby({ version, ...switches });
		const answer = await ashby.send('/job.list');
		expect([answer.status, headersOf(answer)]).toEqual([status, said]);
	});

	it('may refuse a request without User-Agent as HTML', async () => {
		const ashby = await startAshby({ userAgent: 'required' });
		const address = `${ashby.sandbox.url}/job.list`;
		const blocked = await http.post(address, {}, { headers: { 'user-agent': false } });
		expect([blocked.status, blocked.headers['content-type']]).toEqual([403, 'text/html']);
		expect((await ashby.send('/job.list')).status).toBe(200);
	});
});
