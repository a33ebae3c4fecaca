import { ABSENT_KEY, WilloTest } from './setUp.mts';

let fixture: WilloTest;

beforeEach(async () => {
	fixture = new WilloTest();
	await fixture.start();
});

afterEach(async () => {
	await fixture.stop();
});

describe('inviting', () => {
	it('creates a participant and sends one email', async () => {
		const { status, body } = await fixture.invite({ phone: null, external_id: 'a-1' });
		expect(status).toBe(201);
		expect(body).toMatchObject({
			name: 'Nina Weber',
			email: 'nina@example.com',
			interview: fixture.interview.key,
			external_id: 'a-1',
		});
		expect(fixture.willo.invitations).toEqual([{ participantKey: body.key, at: fixture.now }]);
	});

	it('reports every field that it refuses', async () => {
		fixture.strict = false;
		expect(await fixture.post('/participants/', {})).toMatchObject({
			status: 400,
			body: { name: ['This field is required.'], interview: ['This field is required.'] },
		});
		const wrong = { name: ' ', interview: ABSENT_KEY, email: 'nina', phone: ['1'] };
		expect((await fixture.post('/participants/', wrong)).body).toEqual({
			name: ['This field may not be blank.'],
			interview: [`Object with key=${ABSENT_KEY} does not exist.`],
			email: ['Enter a valid email address.'],
			phone: ['Not a valid string.'],
		});
		expect((await fixture.invite({ name: null })).body).toEqual({
			name: ['This field may not be null.'],
		});
		expect((await fixture.post('/participants/', [])).body).toHaveProperty('non_field_errors');
		expect(fixture.willo.participants.size).toBe(0);
	});

	it('ignores unknown fields', async () => {
		const { status, body } = await fixture.invite({ deadline: '2026-04-01', stage: 'Accepted' });
		expect(status).toBe(201);
		expect(body).not.toHaveProperty('deadline');
		expect(body.stage).toBe('Invited');
	});

	it('sends no email to a participant without an address', async () => {
		expect((await fixture.invite({ email: null, phone: '+442079460000' })).status).toBe(201);
		expect(fixture.willo.invitations).toEqual([]);
	});

	it('invites again by default, or refuses to if the switch says so', async () => {
		await fixture.invite();
		expect((await fixture.invite()).status).toBe(201);
		expect(fixture.willo.invitations).toHaveLength(2);
		fixture.flip({ duplicateInvite: 'rejected' });
		expect(await fixture.invite({ email: 'NINA@example.com' })).toMatchObject({
			status: 400,
			body: { non_field_errors: [expect.any(String)] },
		});
		const other = fixture.willo.addInterview({ title: 'Another' });
		expect((await fixture.invite({ interview: other.key })).status).toBe(201);
		expect(fixture.willo.invitations).toHaveLength(3);
	});

	it('drops the external ID if the switch says so', async () => {
		fixture.flip({ externalId: 'dropped' });
		const { body } = await fixture.invite({ external_id: 'a-1' });
		expect(body).not.toHaveProperty('external_id');
		expect((await fixture.get(`/participants/${body.key}/`)).body).not.toHaveProperty(
			'external_id',
		);
	});

	it('nests the key if the switch says so', async () => {
		fixture.flip({ keyAt: 'data.key' });
		const { body } = await fixture.invite();
		expect(body).toEqual({ data: expect.objectContaining({ name: 'Nina Weber' }) });
		expect(fixture.willo.participants.has(body.data.key)).toBe(true);
	});
});

describe('participants', () => {
	beforeEach(async () => {
		const other = fixture.willo.addInterview({ title: 'Another' });
		await fixture.invite({ external_id: 'a-1' });
		await fixture.invite({ name: 'Omar', email: 'omar@example.com', interview: other.key });
	});

	it.each([
		['interview', () => fixture.interview.key],
		['email', () => 'NINA@example.com'],
		['external_id', () => 'a-1'],
		['search', () => 'weber'],
	])('are filtered by %s, or not if the switch says so', async (name, value) => {
		const path = `/participants/?${name}=${value()}`;
		const { body } = await fixture.get(path);
		expect(body.results.map((each: { name: string }) => each.name)).toEqual(['Nina Weber']);
		fixture.flip({ listFilters: 'ignored' });
		expect((await fixture.get(path)).body.count).toBe(2);
	});

	it('are listed newest first, or in the requested order', async () => {
		const names = async (query: string) =>
			(await fixture.get(`/participants/${query}`)).body.results.map(
				(each: { name: string }) => each.name,
			);
		expect(await names('')).toEqual(['Omar', 'Nina Weber']);
		expect(await names('?ordering=name')).toEqual(['Nina Weber', 'Omar']);
	});

	it('refer to their interview by key, or as an object if the switch says so', async () => {
		fixture.flip({ interviewForm: 'object' });
		const [newest] = (await fixture.get('/participants/')).body.results;
		expect(newest.interview).toEqual({ key: expect.any(String), title: 'Another' });
	});

	it('aren’t found by an unknown key', async () => {
		expect((await fixture.get(`/participants/${ABSENT_KEY}/`)).body).toEqual({
			detail: 'Not found.',
		});
	});
});

describe('responses', () => {
	it('are questions with answers in the participant’s record', async () => {
		const participantKey: string = (await fixture.invite()).body.key;
		const before = (await fixture.get(`/participants/${participantKey}/`)).body;
		expect(before).toMatchObject({ responses: [], completed_at: null, stage: 'Invited' });
		fixture.now = new Date('2026-03-03T10:00:00Z');
		await fixture.willo.respond(participantKey, ['Because <b>you</b> & me']);
		await fixture.willo.score(participantKey, 4);
		await fixture.willo.comment(participantKey, 'Clear speaker');
		const { body } = await fixture.get(`/participants/${participantKey}/`);
		expect(body).toMatchObject({ stage: 'Received', completed_at: fixture.now.toISOString() });
		expect(body.comments).toEqual([
			{ text: 'Clear speaker', created_at: fixture.now.toISOString() },
		]);
		const [spoken, written] = body.responses;
		expect(spoken).toMatchObject({
			question: { text: 'Why us?' },
			answer_type: 'video',
			text: null,
			transcript: 'Because <b>you</b> & me',
			score: 4,
			media_url: expect.stringContaining('https://'),
		});
		expect(written).toMatchObject({
			text: 'My answer to question 2.',
			transcript: null,
			media_url: null,
		});
	});

	it('are flat or absent if the switch says so', async () => {
		const participantKey: string = (await fixture.invite()).body.key;
		await fixture.willo.respond(participantKey, ['A', 'B']);
		fixture.flip({ responseShape: 'flat' });
		const flat = (await fixture.get(`/participants/${participantKey}/`)).body;
		expect(flat.answers).toEqual([
			{ question: 'Why us?', answer: 'A' },
			{ question: 'From when?', answer: 'B' },
		]);
		expect(flat).not.toHaveProperty('responses');
		fixture.flip({ responseShape: 'absent' });
		const absent = (await fixture.get(`/participants/${participantKey}/`)).body;
		expect(absent).not.toHaveProperty('answers');
		expect(absent).not.toHaveProperty('responses');
	});

	it('must come from a participant', async () => {
		await expect(fixture.willo.respond(ABSENT_KEY)).rejects.toThrow(ABSENT_KEY);
	});
});
