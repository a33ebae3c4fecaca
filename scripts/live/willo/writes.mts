/** Facts about Willo that need writes: two invitations to your own email, and webhooks. */
import { randomBytes } from 'node:crypto';
import { isNotFound } from '../../../nodes/Willo/client/failures.ts';
import { readParticipant } from '../../../nodes/Willo/client/participant.ts';
import type { Webhook } from '../../../nodes/Willo/client/types.ts';
import { isKey } from '../../../nodes/Willo/client/types.ts';
import { ApiFailure, undefinedIf } from '../../../nodes/shared/api/failure.ts';
import type { Receiver } from '../receiver.mts';
import { isOf, isTaken } from '../session.mts';
import { placesOf } from '../shape.mts';
import type { WilloSession } from './reads.mts';
import { keyOf, READS } from './reads.mts';

const LOOK_EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
const EVENTS = ['new_response', 'stage_change', 'new_comment', 'new_score'];
/** The names of these are guessed. */
const UNCERTAIN_EVENTS = ['new_comment', 'new_score'];
/** Of the participant's key, for readings A, B, and C. */
const KEY_PLACES = ['participant.key', 'key', 'data.participant.key'];
const INVITED = 'a participant of the test interview in Willo: remove it there by hand';
const TWICE = 'willo-duplicate-invite';
const EXTERNAL_ID = `npm-run-live-${randomBytes(6).toString('hex')}`;

async function invite({ client, options: { interview, email }, remains }: WilloSession) {
	const participant = { name: 'npm run live', email, interview, external_id: EXTERNAL_ID };
	const answer = await client.create('participants', { ...participant, send_invite: true });
	remains.push(INVITED);
	return answer;
}

async function tryInvitation(willo: WilloSession): Promise<void> {
	const { client, tell } = willo;
	const [external, invited] = ['willo-external-id', 'willo-invited-key'];
	const writes = 'An invitation to the interview and the address you named. It is sent, and stays.';
	const says = 'an invitation. The invitation, and its participant';
	if (!(await willo.askToWrite(writes, says, 2, [TWICE, external, invited]))) return;
	const answer = await invite(willo);
	const [isOuter, isInner] = [answer.key, Object(answer.data).key].map(isKey);
	tell(invited, [isOuter, !isOuter && isInner]);
	const key = keyOf(answer);
	if (!key) return;
	willo.keys.push(key);
	const back = readParticipant(await client.get('participants', key)).externalId;
	tell(external, [back === EXTERNAL_ID, back === null]);
}

async function tryAgain(willo: WilloSession): Promise<void> {
	const { keys } = willo;
	if (keys.length === 0) return;
	const writes = 'The same invitation once more. If Willo takes it, it is sent, and stays.';
	const says = 'a second invitation. The invitation once more';
	if (!(await willo.askToWrite(writes, says, 1, [TWICE]))) return;
	const answer = await undefinedIf(isOf('refused'), invite(willo));
	const key = answer && keyOf(answer);
	const isAnother = !!key && key !== keys[0];
	willo.tell(TWICE, [isAnother, !answer]);
	if (isAnother) keys.push(key);
}

async function tryRemoval({ client, keys, tell, remains, askToWrite }: WilloSession) {
	if (keys.length === 0) return;
	const id = 'willo-delete';
	const writes = 'The removal of the participants who were invited above.';
	const says = 'the removal. The removal of each, and the first one once more';
	if (!(await askToWrite(writes, says, keys.length + 1, [id]))) return;
	for (const key of keys) await client.delete('participants', key);
	const left = await undefinedIf(isNotFound, client.get('participants', keys[0]));
	tell(id, !left);
	if (!left) remains.splice(0, remains.length, ...remains.filter((each) => each !== INVITED));
}

async function tryWebhooks(willo: WilloSession): Promise<void> {
	const { client, remains, receiver } = willo;
	if (!receiver) return;
	const writes =
		'Webhooks for this interview, to the address you gave: two for each of four events. They are removed afterwards.';
	const says = 'webhooks. The webhooks, and their removal';
	const facts = [
		'willo-delivery-key',
		'willo-delivery-event',
		'willo-delivery-repeats',
		'willo-delivery-retries',
		'willo-event-names',
	];
	if (!(await willo.askToWrite(writes, says, EVENTS.length * 4 + 1, facts))) return;
	remains.push('webhooks in Willo');
	try {
		await register(willo, receiver);
		await waitForDeliveries(willo, receiver);
	} finally {
		// Every webhook to an address of this run, even if its creation got no answer.
		const own: string[] = [];
		for await (const { key, url } of client.rows<Webhook>('webhooks')) {
			if (key && receiver.isOwn(url)) own.push(key);
		}
		for (const key of own) await undefinedIf(isNotFound, client.delete('webhooks', key));
		remains.pop();
	}
	findDeliveries(willo, receiver);
}

/** One address answers the first delivery with 503, the other never does. */
async function register({ client, options, tell }: WilloSession, receiver: Receiver) {
	const interviews = [options.interview];
	let areTaken = true;
	for (const event of EVENTS) {
		for (const name of [`steady-${event}`, `failing-${event}`]) {
			const url = receiver.addressOf(name);
			const webhook = { url, event, follow_all_interviews: false, interviews };
			if (await isTaken(client.create<Webhook>('webhooks', webhook))) continue;
			if (!UNCERTAIN_EVENTS.includes(event)) {
				const advice = 'Check that Willo can reach the address, and that the interview exists';
				throw new ApiFailure({ kind: 'refused', message: 'refused', advice });
			}
			areTaken = false;
			tell('willo-event-names', false, `Willo refuses a webhook for ${event}`);
			break;
		}
	}
	if (areTaken) tell('willo-event-names', true);
}

async function waitForDeliveries({ around, vendor, options }: WilloSession, receiver: Receiver) {
	const minutes = options.waitMinutes;
	around.print(
		`\n${vendor}: Now make something happen: respond to the invitation in your mailbox, or move its participant to another stage in Willo. Deliveries are awaited for ${minutes} minutes, and two more after the first one.`,
	);
	let wasThere = false;
	for (let left = minutes * MINUTE_MS; left > 0; left -= LOOK_EVERY_MS) {
		await around.wait(LOOK_EVERY_MS);
		const isThere = receiver.received.some(({ name }) => name !== 'ashby');
		if (isThere && !wasThere) left = 2 * MINUTE_MS;
		wasThere = isThere;
	}
}

function findDeliveries({ tell, keys }: WilloSession, receiver: Receiver): void {
	for (const event of EVENTS) {
		const [steady, failing] = [receiver.at(`steady-${event}`), receiver.at(`failing-${event}`)];
		const how = `A delivery for ${event}`;
		for (const { body } of [...steady, ...failing]) {
			const places = keys.flatMap((key) => placesOf(body, key));
			const known = KEY_PLACES.find((place) => places.includes(place));
			const isElsewhere = !known && places.length > 0;
			const fits = [...KEY_PLACES.map((place) => place === known), isElsewhere];
			const found = `${how} has it in: ${places.join(', ') || 'nowhere'}`;
			tell('willo-delivery-key', fits, found);
			tell('willo-delivery-event', placesOf(body, event).length === 0, how);
		}
		if (steady.length === 0) continue;
		const bodies = new Set(steady.map(({ body }) => JSON.stringify(body)));
		tell('willo-delivery-repeats', bodies.size === steady.length, how);
		tell('willo-delivery-retries', failing.length > steady.length, `${how} got 503`);
	}
}

export const WILLO_GROUPS = [...READS, tryInvitation, tryAgain, tryWebhooks, tryRemoval];
