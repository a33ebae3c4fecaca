/** Facts about Willo that need writes: two invitations to your own email, and webhooks. */
import { randomBytes } from 'node:crypto';
import { isNotFound } from '../../../nodes/Willo/client/failures.ts';
import type { WilloClient } from '../../../nodes/Willo/client/client.ts';
import { readParticipant } from '../../../nodes/Willo/client/participant.ts';
import type { Webhook, WilloObject } from '../../../nodes/Willo/client/types.ts';
import { isKey } from '../../../nodes/Willo/client/types.ts';
import { ApiFailure } from '../../../nodes/shared/api/failure.ts';
import { isWanted } from '../ask.mts';
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

export interface Invitee {
	interview: string;
	email: string;
}

/** @returns what remains afterwards, in words */
export async function writeWillo(
	session: Session,
	client: WilloClient,
	invitee: Invitee,
	receiver: Receiver | undefined,
	minutes: number,
): Promise<string[]> {
	const remains: string[] = [];
	const keys = await inviteTwice(session, client, invitee, remains);
	if (!receiver) {
		const why = 'Give --webhook-url to show it';
		for (const id of [...DELIVERIES, 'willo-event-names']) session.findings.notShown(id, why);
	} else await tryWebhooks(session, client, receiver, { ...invitee, keys, minutes }, remains);
	await deleteInvited(session, client, keys, remains);
	return remains;
}

/** Removes the participants of this run, of whom the first one is read again. */
async function deleteInvited(
	session: Session,
	client: WilloClient,
	keys: string[],
	remains: string[],
): Promise<void> {
	const facts = ['willo-delete'];
	const what = 'The removal of the participants who were invited above.';
	if (keys.length === 0 || !(await isWanted(session, what, facts))) return;
	const asks = 'The removal of each, and the first one once more';
	const group = { title: 'the removal', asks, atMost: keys.length + 1, facts };
	await session.group(group, async () => {
		for (const key of keys) await client.delete('participants', key);
		const [first] = keys;
		const isGone = await client.get('participants', first).then(
			() => false,
			(failure: unknown) => isNotFound(failure) || Promise.reject(failure),
		);
		if (isGone) session.findings.settle('willo-delete', 'A', 'Willo no longer finds them');
		else session.findings.settle('willo-delete', 'B', 'Willo still returns them');
		if (isGone) remains.splice(0, remains.length, ...remains.filter((each) => each !== INVITED));
	});
}

const INVITED = 'a participant of the test interview in Willo: remove it there by hand';

async function inviteTwice(
	session: Session,
	client: WilloClient,
	{ interview, email }: Invitee,
	remains: string[],
): Promise<string[]> {
	const { findings } = session;
	const keys: string[] = [];
	const externalId = `npm-run-live-${randomBytes(6).toString('hex')}`;
	const facts = ['willo-duplicate-invite', 'willo-external-id', 'willo-invited-key'];
	const invite = async () => {
		const answer = await client.create('participants', {
			name: 'npm run live',
			email,
			interview,
			external_id: externalId,
			send_invite: true,
		});
		remains.push(INVITED);
		return answer;
	};
	const what = 'An invitation to the interview and the address you named. It is sent, and stays.';
	if (!(await isWanted(session, what, facts))) return keys;
	const asks = 'The invitation, and its participant';
	await session.group({ title: 'an invitation', asks, atMost: 2, facts }, async () => {
		const answer = await invite();
		findInvitedKey(session, answer);
		const key = keyOf(answer);
		if (!key) return;
		keys.push(key);
		const back = readParticipant(await client.get('participants', key)).externalId;
		const how = `A participant invited with one ${back === externalId ? 'has it' : back === null ? 'has none' : 'has another'}`;
		if (back !== null && back !== externalId) findings.neither('willo-external-id', how);
		else findings.settle('willo-external-id', back === null ? 'B' : 'A', how);
	});
	if (keys.length === 0) return keys;

	const id = 'willo-duplicate-invite';
	const again = 'The same invitation once more. If Willo takes it, it is sent, and stays.';
	if (!(await isWanted(session, again, [id]))) return keys;
	const asksAgain = 'The invitation once more';
	const group = { title: 'a second invitation', asks: asksAgain, atMost: 1, facts: [id] };
	await session.group(group, async () => {
		const second = await invite().catch(unlessKind('refused'));
		const key = second && keyOf(second);
		if (!second) findings.settle(id, 'B', 'The second invitation was refused');
		else if (key && key !== keys[0]) {
			findings.settle(id, 'A', 'The second invitation got another key');
			keys.push(key);
		} else findings.neither(id, 'The second invitation was taken without another key');
	});
	return keys;
}

function findInvitedKey({ findings }: Session, answer: WilloObject): void {
	const id = 'willo-invited-key';
	const { key, data } = answer as { key?: unknown; data?: { key?: unknown } };
	if (isKey(key)) findings.settle(id, 'A', 'The key is in key');
	else if (isKey(data?.key)) findings.settle(id, 'B', 'The key is in data.key');
	else findings.neither(id, 'The key is neither in key nor in data.key');
}

async function tryWebhooks(
	session: Session,
	client: WilloClient,
	receiver: Receiver,
	{ interview, keys, minutes }: Invitee & { keys: string[]; minutes: number },
	remains: string[],
): Promise<void> {
	const { findings } = session;
	const facts = [...DELIVERIES, 'willo-event-names'];
	const what =
		'Webhooks for this interview, to the address you gave: two for each of four events. They are removed afterwards.';
	if (!(await isWanted(session, what, facts))) return;
	const atMost = EVENTS.length * 4 + 1;
	const asks = 'The webhooks, and their removal';
	await session.group({ title: 'webhooks', asks, atMost, facts }, async () => {
		remains.push('webhooks in Willo');
		try {
			await register(session, client, receiver, interview);
			await waitForDeliveries(session, receiver, minutes);
		} finally {
			await removeAll(client, receiver);
			remains.pop();
		}
		findDeliveries(session, receiver, keys);
	});
	for (const id of DELIVERIES) findings.notShown(id, 'No delivery came');
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
			const isOne = await isTaken(
				client.create<Webhook>('webhooks', {
					url,
					event,
					follow_all_interviews: false,
					interviews: [interview],
				}),
			);
			if (isOne) continue;
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
	{ around, vendor }: Session,
	receiver: Receiver,
	minutes: number,
): Promise<void> {
	around.print(
		`\n${vendor}: Now make something happen: respond to the invitation in your mailbox, or move its participant to another stage in Willo. Deliveries are awaited for ${minutes} minutes, and two more after the first one.`,
	);
	let left = (minutes * MINUTE_MS) / LOOK_EVERY_MS;
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
		for (const { body } of [...steady, ...failing]) findInBody(findings, body, event, keys);
		if (steady.length === 0) continue;
		const bodies = steady.map(({ body }) => JSON.stringify(body));
		const isRepeated = new Set(bodies).size < bodies.length;
		const repeats = `A delivery for ${event} came ${isRepeated ? 'more than once' : 'once'}`;
		findings.settle('willo-delivery-repeats', isRepeated ? 'B' : 'A', repeats);
		const isRetried = failing.length > steady.length;
		const retries = `A delivery for ${event} that got 503 ${isRetried ? 'came again' : 'did not come again'}`;
		findings.settle('willo-delivery-retries', isRetried ? 'A' : 'B', retries);
	}
}

function findInBody(
	findings: Session['findings'],
	body: unknown,
	event: string,
	keys: string[],
): void {
	const id = 'willo-delivery-key';
	const places = keys.flatMap((key) => placesOf(body, key));
	const how = `A delivery for ${event} has it in ${places.join(', ')}`;
	const known = ['participant.key', 'key', 'data.participant.key'].findIndex((place) =>
		places.includes(place),
	);
	if (places.length === 0) {
		findings.neither(id, `A delivery for ${event} does not hold the key of who was invited`);
	} else findings.settle(id, known < 0 ? 'D' : (['A', 'B', 'C'] as const)[known], how);
	const isNamed = placesOf(body, event).length > 0;
	const named = `A delivery for ${event} ${isNamed ? 'names' : 'does not name'} it`;
	findings.settle('willo-delivery-event', isNamed ? 'B' : 'A', named);
}
