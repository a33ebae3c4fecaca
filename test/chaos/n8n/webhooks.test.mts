/**
 * Whoever can reach n8n can write to its webhooks. In the real n8n, with the instant template: nothing
 * starts that should not, and a flood neither loses a true delivery nor stops n8n.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { http, httpText } from '../../../scripts/http.mts';
import type { Everything } from '../../../scripts/everything.mts';
import { importTemplate } from '../../../scripts/everything.mts';
import type { Workflow } from '../../../scripts/n8n/client.mts';
import { waitFor } from '../../../scripts/wait.mts';
import { finish, invitationsOf, notesOf, quiet, start } from '../../e2e/setup.mts';

/** True deliveries in the flood, and all of them. */
const ENTRIES = 30;
const FLOOD = 1_000;
const SECONDS = 10;

interface Attack {
	name: string;
	/** To the address of which vendor's webhook. */
	to: 'ashby' | 'willo';
	body: string | Buffer;
	headers?: Record<string, string>;
	/** Instead of the address that n8n gave the vendor. */
	address?: (url: URL) => void;
}

describe('The webhooks', () => {
	let everything: Everything;
	let workflow: Workflow;
	const people: { id: string; applicationId: string; email: string }[] = [];
	/** With the beginning of their texts. */
	const answers: string[] = [];

	beforeAll(async () => {
		everything = await start();
		const { ashby, client, demo } = everything;
		for (let number = 0; number <= ENTRIES; number++) {
			const email = `person${number}@example.com`;
			const { id } = ashby.addCandidate({ name: `Person ${number}`, email });
			const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support });
			people.push({ id, applicationId: application.id, email });
		}
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		};
		workflow = await importTemplate(everything, 'instant', picks);
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	const addressOf = (vendor: Attack['to']): URL =>
		new URL(
			vendor === 'ashby'
				? [...everything.ashby.webhooks.hooks.values()][0].requestUrl
				: [...everything.willo.webhooks.values()][0].url,
		);

	const signed = (body: string) => {
		const [{ secretToken }] = everything.ashby.webhooks.hooks.values();
		const digits = createHmac('sha256', secretToken).update(body).digest('hex');
		return { 'ashby-signature': `sha256=${digits}` };
	};

	const move = (index: number, more: object = {}) =>
		JSON.stringify({
			webhookActionId: randomUUID(),
			action: 'candidateStageChange',
			data: { application: { id: people[index].applicationId, ...more } },
		});

	async function post({ to, body, headers = {}, address }: Attack): Promise<number> {
		const url = addressOf(to);
		address?.(url);
		const { status, data } = await httpText.post<string>(url.href, body, {
			headers: { 'content-type': 'application/json', ...headers },
			maxBodyLength: Infinity,
		});
		answers.push(`${status} ${data.slice(0, 80)}`);
		return status;
	}

	const executions = async () => (await everything.client.executions(workflow.id)).length;

	const withoutToken = (url: URL) => (url.search = '');
	const participant = (key: unknown) =>
		JSON.stringify({ event: 'new_response', participant: { key } });

	/** Written only now: they need the secrets of what was registered. */
	function attacks(): Attack[] {
		const entry = move(0);
		const forged = { 'ashby-signature': `sha256=${'0'.repeat(64)}` };
		const other = JSON.stringify({ webhookActionId: 'x', action: 'candidateHire', data: {} });
		const polluted =
			'{"action":"candidateStageChange","__proto__":{"isAdmin":true},"data":{"application":{"id":"__proto__"}}}';
		const stranger = move(0, { id: randomUUID() });
		const boundary = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n';
		const huge = Buffer.alloc(16 * 1024 * 1024, 'x');
		return [
			{ name: 'unsigned', to: 'ashby', body: entry },
			{ name: 'forged', to: 'ashby', body: entry, headers: forged },
			{ name: "signed for another's body", to: 'ashby', body: entry, headers: signed(`${entry} `) },
			{
				name: 'signature of a wrong form',
				to: 'ashby',
				body: entry,
				headers: { 'ashby-signature': 'sha256=é'.slice(0, 7) },
			},
			{
				name: 'a form without a raw body',
				to: 'ashby',
				body: boundary,
				headers: { 'content-type': 'multipart/form-data; boundary=x' },
			},
			{ name: 'another event, signed', to: 'ashby', body: other, headers: signed(other) },
			{
				name: 'an application of nobody, signed',
				to: 'ashby',
				body: stranger,
				headers: signed(stranger),
			},
			{
				name: '__proto__ in body and ids, signed',
				to: 'ashby',
				body: polluted,
				headers: signed(polluted),
			},
			{
				name: 'no JSON, signed',
				to: 'ashby',
				body: 'x',
				headers: { ...signed('x'), 'content-type': 'text/plain' },
			},
			{ name: '16 MB', to: 'ashby', body: huge, headers: { 'content-type': 'text/plain' } },
			{
				name: 'without token',
				to: 'willo',
				body: participant('a'.repeat(32)),
				address: withoutToken,
			},
			{
				name: 'with a wrong token',
				to: 'willo',
				body: participant('a'.repeat(32)),
				address: (url) => url.searchParams.forEach((_, name) => url.searchParams.set(name, 'x')),
			},
			{ name: 'a participant of nobody', to: 'willo', body: participant('a'.repeat(32)) },
			{ name: 'a key with path segments', to: 'willo', body: participant('../../interviews') },
			{ name: 'a key that is an object', to: 'willo', body: participant({ key: {} }) },
			{
				name: '__proto__ for a key',
				to: 'willo',
				body: '{"__proto__":{"key":"x"},"participant":{"key":"__proto__"}}',
			},
			{
				name: '16 MB',
				to: 'willo',
				address: withoutToken,
				body: huge,
				headers: { 'content-type': 'text/plain' },
			},
		];
	}

	test('run nothing for deliveries that aren’t from the vendor or are about nobody', async () => {
		const before = await executions();
		for (const attack of attacks()) {
			const { counts } = everything.willo;
			const requests = counts.requests;
			const status = await post(attack);
			const started = (await executions()) - before;
			expect([attack.name, started]).toEqual([attack.name, 0]);
			const isFromVendor = /signed$|nobody|path|object|__proto__/.test(attack.name);
			if (!isFromVendor) {
				expect(['401', '413'].map((code) => `${attack.name}: ${code}`)).toContain(
					`${attack.name}: ${status}`,
				);
				expect(counts.requests).toBe(requests);
			}
			expect([attack.name, status < 500 || isFromVendor]).toEqual([attack.name, true]);
		}
		await quiet(everything);
		expect(everything.willo.invitations).toEqual([]);
		expect(Object.prototype).not.toHaveProperty('isAdmin');
	});

	test('run the workflow once for a delivery that is replayed many times at once', async () => {
		const { ashby, demo } = everything;
		ashby.move(people[0].applicationId, demo.videoStages.support);
		await waitFor('the delivery', () =>
			ashby.webhooks.deliveries.some(({ action }) => action === 'candidateStageChange'),
		);
		const { body } = ashby.webhooks.deliveries.filter(({ action }) => action !== 'ping').at(-1)!;
		const text = JSON.stringify(body);
		const replay = { name: 'replay', to: 'ashby' as const, body: text, headers: signed(text) };
		await Promise.all(Array.from({ length: 20 }, async () => await post(replay)));
		await quiet(everything);
		expect(invitationsOf(everything, people[0].email)).toHaveLength(1);
		expect(notesOf(everything, people[0].id)).toHaveLength(1);
	});

	test('lose no genuine delivery among many forged ones, and n8n keeps running', async () => {
		const { ashby, demo, n8n } = everything;
		const healthy: boolean[] = [];
		const sent: Promise<number>[] = [];
		const before = answers.length;
		for (let number = 0; number < FLOOD; number++) {
			const forged = { name: 'flood', to: number % 2 ? 'ashby' : 'willo', body: move(1) } as const;
			const address = number % 2 ? undefined : withoutToken;
			sent.push(post({ ...forged, address }).catch(() => 0));
			if (
				number % Math.floor(FLOOD / ENTRIES) === 0 &&
				people[1 + number / Math.floor(FLOOD / ENTRIES)]
			) {
				const { applicationId } = people[1 + number / Math.floor(FLOOD / ENTRIES)];
				ashby.move(applicationId, demo.videoStages.support);
			}
			if (number % 100 === 0) healthy.push((await http.get(`${n8n.url}/healthz`)).status === 200);
			await new Promise((resolve) => setTimeout(resolve, (SECONDS * 1000) / FLOOD));
		}
		await Promise.all(sent);
		const others = [...new Set(answers.slice(before))].filter((answer) => !/^401/.test(answer));
		const moved = people.slice(1);
		await waitFor(
			'an invitation of each',
			() => moved.every(({ email }) => invitationsOf(everything, email).length > 0),
			{ timeoutMs: 120_000 },
		);
		await quiet(everything);
		// n8n itself sends some away while its database is slow to answer.
		expect(others.filter((answer) => !/^503 .*[Dd]atabase/.test(answer))).toEqual([]);
		expect(healthy).not.toContain(false);
		for (const { email, id } of moved) {
			expect(invitationsOf(everything, email)).toHaveLength(1);
			expect(notesOf(everything, id)).toHaveLength(1);
		}
	});
});
