/** Who cannot be invited: an item with a note, or an error, and which of the two. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../../../sandbox/faults.mts';
import { first, invitation, personCalled, posts, setUp } from './setUp.mts';

/** The item of a person, with these changes. */
const person = (name: string, more: object = {}) => {
	const { json } = personCalled(name);
	return { json: { ...json, ...more } };
};

/** Both forms of the note contain these texts. */
function expectBoth({ note }: IDataObject, texts: string[]): void {
	for (const form of Object.values(note as { text: string; html: string })) {
		for (const each of texts) expect(form).toContain(each);
	}
}

async function run(items: INodeExecutionData[], isOn = true, more = {}, continueOnFail = false) {
	const options = { attempt: '={{ $json.attempt }}', externalId: '={{ $json.id }}' };
	const parameters = invitation({ options: { ...options, returnNotInvited: isOn }, ...more });
	return await setUp.run(parameters, items, { continueOnFail });
}

describe('is returned', () => {
	it.each([
		['Ada', '', 'No email address or phone number', 'Add an email address'],
		['', 'ada@example.com', 'Willo requires a name', 'Add the name'],
	])('a person without a required value: %s, %s', async (name, email, reason, todo) => {
		const entryId = 'entry-1';
		const item = person(name, { email, attempt: first({ entryId }) });
		const [{ json, pairedItem }] = await run([item]);
		expect(json).toMatchObject({
			invited: false,
			alreadyInvited: false,
			reason,
			needsAttention: true,
			testRun: false,
			participant: { key: null, name: name || null, email: email || null },
			entryId,
			isRepeat: false,
			attempt: item.json.attempt,
			raw: {},
		});
		expectBoth(json, [`couldn’t be invited`, reason, todo, 'out of the stage', entryId]);
		expect(pairedItem).toEqual({ item: 0 });
		expect(setUp.asked).toEqual([]);
	});

	const REFUSALS = [400, 404, 409, 410, 422];
	it.each(REFUSALS)('a person refused with %i, an error without the option', async (status) => {
		const body = '{"email":["Use <b>another</b>."]}';
		setUp.faultFor('Ada', { kind: 'status', status, body });
		const [{ json }] = await run([person('Ada')]);
		expect(json).toMatchObject({
			invited: false,
			reason: 'Willo refused a new participant: email: Use <b>another</b>.',
			needsAttention: true,
			note: { html: expect.stringContaining('Use &lt;b&gt;another&lt;/b&gt;.') },
		});
		await expect(run([person('Ada')], false)).rejects.toThrow('email: Use <b>another</b>.');
		expect(posts()).toBe(2);
	});

	it('a person whose interview no longer exists', async () => {
		const interview = { __rl: true, mode: 'id', value: '0'.repeat(32) };
		const [{ json }] = await run([person('Ada')], true, { interview });
		expect(json).toMatchObject({ invited: false, reason: expect.stringContaining('interview') });
		// The daily check would take the interview's key for that of an invited participant.
		const { text, html } = json.note as { text: string; html: string };
		expect(text).toContain('Object with key=00000000… does not exist');
		expect(html).not.toMatch(/[0-9a-f]{32}/);
	});

	it('without an attempt, with the advice to invite again', async () => {
		const [{ json }] = await run([person('Ada', { email: '', attempt: null })]);
		expect(json.entryId).toBeNull();
		expectBoth(json, ['then invite the person again']);
	});
});

describe('while the field of the job names no interview,', () => {
	const withField = (name: string, value: string, isRepeat = false) => {
		const interviewField = {
			title: 'Willo Interview',
			job: 'Support',
			fillInBy: '2026-03-09T09:00:00.000Z',
			reference: `no-interview-${name}`,
		};
		const attempt = first({ entryId: `entry of ${name}`, isRepeat, interviewField });
		return person(name, { interview: value, attempt });
	};
	const interview = { __rl: true, mode: 'id', value: '={{ $json.interview }}' };

	const gone = '0'.repeat(32);
	it.each([
		['an empty field', '', 'No Willo interview is set for “Support”', 'Fill in', false],
		['an unknown title', 'Sales', 'names no interview in Willo: Sales', 'Correct', false],
		['a deleted interview', gone, `names no interview in Willo: ${gone}`, 'Correct', false],
		['the same at a repeated attempt', gone, 'names no interview in Willo', 'Correct', true],
	])('%s is told with a day, and stays open', async (_what, value, reason, todo, isRepeat) => {
		const items = [withField('Ada', value, isRepeat), withField('Grace', setUp.interview.key)];
		const [{ json }, other] = await run(items, true, { interview });
		expect(json).toMatchObject({
			invited: false,
			needsAttention: true,
			reason: expect.stringContaining(reason),
			entryId: 'no-interview-Ada',
		});
		const advice = `${todo} the job’s field “Willo Interview” in Ashby by 2026-03-09`;
		expectBoth(json, [advice, 'no-interview-Ada']);
		expect(JSON.stringify(json.note)).not.toContain('entry of Ada');
		expect(other.json).toMatchObject({ invited: true, entryId: 'entry of Grace' });
	});

	it('an outage is no reason to tell anybody', async () => {
		setUp.faultFor('Ada', { kind: 'status', status: 503 });
		const failed = run([withField('Ada', setUp.interview.key)], true, { interview });
		await expect(failed).rejects.toThrow();
	});
});

describe('is an error', () => {
	const passing: Array<[string, Fault]> = [
		['429', { kind: 'status', status: 429, body: '{"detail":"Throttled."}' }],
		['503', { kind: 'status', status: 503 }],
		['401', { kind: 'status', status: 401, body: '{"detail":"No."}' }],
		['403', { kind: 'status', status: 403, body: '{"detail":"No."}' }],
		['no answer', { kind: 'drop' }],
		// Not a response of Willo: the Base URL may be wrong, or a proxy in the way.
		['404 of another server', { kind: 'status', status: 404, body: '<html></html>' }],
		['400 of a proxy', { kind: 'status', status: 400, body: 'Bad request' }],
	];

	it.each(passing)('what may resolve itself: %s', async (_name, fault) => {
		setUp.faultFor('Ada', fault);
		await expect(run([person('Ada')])).rejects.toHaveProperty('description');
		const [{ json }] = await run([person('Ada')], true, {}, true);
		expect(Object.keys(json)).toEqual(['error', 'advice', 'name', 'attempt']);
		expect(setUp.willo.invitations).toEqual([]);
	});

	it('a field that the builder must fill in', async () => {
		const interview = { __rl: true, mode: 'list', value: '' };
		await expect(run([person('Ada')], true, { interview })).rejects.toThrow("'Interview' is empty");
	});
});
