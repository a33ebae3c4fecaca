/** Facts about Willo that need writes: two invitations to your own email, and webhooks. */
import { randomBytes } from 'node:crypto';
import { isNotFound } from '../../../nodes/Willo/client/failures.ts';
import type { WilloClient } from '../../../nodes/Willo/client/client.ts';
import { readParticipant } from '../../../nodes/Willo/client/participant.ts';
import type { Webhook, WilloObject } from '../../../nodes/Willo/client/types.ts';
import { isKey } from '../../../nodes/Willo/client/types.ts';
import { ApiFailure } from '../../../nodes/shared/api/failure.ts';
import { isTaken, unlessKind } from '../failure.mts';
import type { Receiver } from '../receiver.mts';
import type { Session } from '../session.mts';
import { placesOf } from '../shape.mts';
import { keyOf } from './reads.mts';

const LOOK_EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
const EVENTS = ['new_response', 'stage_change', 'new_comment', 'new_score'];
const DELIVERIES = [
	'willo-delivery-key',
	'willo-delivery-event',
	'willo-delivery-repeats',
	'willo-delivery-retries',
];
const INVITED = 'a participant of the test interview in Willo: remove it there by hand';

interface Invitee {
	interview: string;
	email: string;
}

export async function writeWillo(
	session: Session,
	client: WilloClient,
	invitee: Invitee,
): Promise<void> {
	const keys: string[] = [];
	await inviteTwice(session, client, invitee, keys);
	if (session.receiver) {
		await tryWebhooks(session, client, session.receiver, invitee.interview, keys);
	}
	if (keys.length > 0) await deleteInvited(session, client, keys);
}

/** Removes the participants of this run, of whom the first one is read again. */
async function deleteInvited(session: Session, client: WilloClient, keys: string[]): Promise<void> {
	const id = 'willo-delete';
	const group = {
		title: 'the removal',
		asks: 'The removal of each, and the first one once more',
		atMost: keys.length + 1,
		facts: [id],
		writes: 'The removal of the participants who were invited above.',
	};
	await session.ask(group, async () => {
		for (const key of keys) await client.delete('participants', key);
		const isGone = await client.get('participants', keys[0]).then(
			() => false,
			(failure: unknown) => isNotFound(failure) || Promise.reject(failure),
		);
		session.findings.settle(id, isGone ? 'A' : 'B', 'The participant was read again');
		const { remains } = session;
		if (isGone) remains.splice(0, remains.length, ...remains.filter((each) => each !== INVITED));
	});
}

/** Adds the keys of those who were invited to `keys`. */
async function inviteTwice(
	session: Session,
	client: WilloClient,
	{ interview, email }: Invitee,
	keys: string[],
): Promise<void> {
	const { findings } = session;
	const externalId = `npm-run-live-${randomBytes(6).toString('hex')}`;
	const invite = async () => {
		const participant = { name: 'npm run live', email, interview, external_id: externalId };
		const answer = await client.create('participants', { ...participant, send_invite: true });
		session.remains.push(INVITED);
		return answer;
	};
	const first = {
		title: 'an invitation',
		asks: 'The invitation, and its participant',
		atMost: 2,
		facts: ['willo-duplicate-invite', 'willo-external-id', 'willo-invited-key'],
		writes: 'An invitation to the interview and the address you named. It is sent, and stays.',
	};
	await session.ask(first, async () => {
		const answer = await invite();
		findInvitedKey(session, answer);
		const key = keyOf(answer);
		if (!key) return;
		keys.push(key);
		const back = readParticipant(await client.get('participants', key)).externalId;
		const fits = { A: back === externalId, B: back === null };
		findings.tell('willo-external-id', 'A participant was invited with one', fits);
	});
	if (keys.length === 0) return;

	const id = 'willo-duplicate-invite';
	const second = {
		title: 'a second invitation',
		asks: 'The invitation once more',
		atMost: 1,
		facts: [id],
		writes: 'The same invitation once more. If Willo takes it, it is sent, and stays.',
	};
	await session.ask(second, async () => {
		const answer = await invite().catch(unlessKind('refused'));
		const key = answer && keyOf(answer);
		const isAnother = !!key && key !== keys[0];
		findings.tell(id, 'The same invitation was sent twice', { A: isAnother, B: !answer });
		if (isAnother) keys.push(key);
	});
}

function findInvitedKey({ findings }: Session, answer: WilloObject): void {
	const { key, data } = answer as { key?: unknown; data?: { key?: unknown } };
	const fits = { A: isKey(key), B: !isKey(key) && isKey(data?.key) };
	findings.tell('willo-invited-key', 'The response to an invitation', fits);
}

async function tryWebhooks(
	session: Session,
	client: WilloClient,
	receiver: Receiver,
	interview: string,
	keys: string[],
): Promise<void> {
	const group = {
		title: 'webhooks',
		asks: 'The webhooks, and their removal',
		atMost: EVENTS.length * 4 + 1,
		facts: [...DELIVERIES, 'willo-event-names'],
		writes:
			'Webhooks for this interview, to the address you gave: two for each of four events. They are removed afterwards.',
	};
	await session.ask(group, async () => {
		session.remains.push('webhooks in Willo');
		try {
			await register(session, client, receiver, interview);
			await waitForDeliveries(session, receiver);
		} finally {
			await removeAll(client, receiver);
			session.remains.pop();
		}
		findDeliveries(session, receiver, keys);
		return 'No delivery came';
	});
}

/** One address answers the first delivery with 503, the other never does. */
async function register(
	{ findings }: Session,
	client: WilloClient,
	receiver: Receiver,
	interview: string,
): Promise<void> {
	const id = 'willo-event-names';
	for (const event of EVENTS) {
		for (const name of [`steady-${event}`, `failing-${event}`]) {
			const url = receiver.addressOf(name, { failsOnce: name.startsWith('failing') });
			const webhook = { url, event, follow_all_interviews: false, interviews: [interview] };
			if (await isTaken(client.create<Webhook>('webhooks', webhook))) continue;
			if (event === 'new_comment' || event === 'new_score') {
				findings.settle(id, 'B', `Willo refuses a webhook for ${event}`);
				break;
			}
			throw new ApiFailure({
				kind: 'refused',
				message: 'refused',
				advice: 'Check that Willo can reach the address, and that the interview exists',
			});
		}
	}
	if (!findings.has(id)) findings.settle(id, 'A', 'Willo takes a webhook for each');
}

async function waitForDeliveries(
	{ around, vendor, options: { waitMinutes } }: Session,
	receiver: Receiver,
): Promise<void> {
	around.print(
		`\n${vendor}: Now make something happen: respond to the invitation in your mailbox, or move its participant to another stage in Willo. Deliveries are awaited for ${waitMinutes} minutes, and two more after the first one.`,
	);
	let left = (waitMinutes * MINUTE_MS) / LOOK_EVERY_MS;
	let wasThere = false;
	for (; left > 0; left--) {
		await around.wait(LOOK_EVERY_MS);
		const isThere = receiver.received.some(({ name }) => name !== 'ashby');
		if (isThere && !wasThere) left = (2 * MINUTE_MS) / LOOK_EVERY_MS;
		wasThere = isThere;
	}
}

/** Removes every webhook to an address of this run, even if its creation got no answer. */
async function removeAll(client: WilloClient, receiver: Receiver): Promise<void> {
	const own: string[] = [];
	for await (const { key, url } of client.rows<Webhook>('webhooks')) {
		if (key && receiver.isOwn(url)) own.push(key);
	}
	for (const key of own) {
		await client.delete('webhooks', key).catch((failure: unknown) => {
			if (!isNotFound(failure)) throw failure;
		});
	}
}

function findDeliveries({ findings }: Session, receiver: Receiver, keys: string[]): void {
	for (const event of EVENTS) {
		const steady = receiver.of(`steady-${event}`);
		const failing = receiver.of(`failing-${event}`);
		const how = `A delivery for ${event}`;
		for (const { body } of [...steady, ...failing]) {
			const places = keys.flatMap((key) => placesOf(body, key));
			const known = ['participant.key', 'key', 'data.participant.key'].findIndex((place) =>
				places.includes(place),
			);
			const found = places.join(', ') || 'nowhere';
			findings.tell('willo-delivery-key', `${how} has it in: ${found}`, {
				A: known === 0,
				B: known === 1,
				C: known === 2,
				D: known < 0 && places.length > 0,
			});
			const isNamed = placesOf(body, event).length > 0;
			findings.settle('willo-delivery-event', isNamed ? 'B' : 'A', how);
		}
		if (steady.length === 0) continue;
		const bodies = new Set(steady.map(({ body }) => JSON.stringify(body)));
		findings.settle('willo-delivery-repeats', bodies.size < steady.length ? 'B' : 'A', how);
		const isRetried = failing.length > steady.length;
		findings.settle('willo-delivery-retries', isRetried ? 'A' : 'B', `${how} got 503`);
	}
}
