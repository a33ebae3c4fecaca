/**
 * Which trigger of a workflow returns an entry, within one n8n process. If a webhook and a poll find the same entry, or two
 * polling triggers watch the same stage, only one of them may run the workflow for it. Contains nothing specific to a
 * vendor.
 */
import type { IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../processMemory';
import { QUIET_MS } from './retry';
import { hasNode } from '../node/workflowNodes';

type Context = IPollFunctions | IWebhookFunctions;

/** Times are in ms since the epoch. */
interface Claim {
	nodeId: string;
	nodeName: string;
	/** The nodes that follow the trigger: the next ones, and all of them. */
	next: string[];
	all: string[];
	at: number;
	/** When the attempt ends, and the entry is returned again unless it is done; Infinity if it isn't. */
	until: number;
	keptUntil: number;
	/** The claims that it has taken over, also its own of an earlier attempt, in case the entry isn't returned after all. */
	replaced?: Claim[];
}

/** By workflow and entry. */
const claims = processMemory(new Map<string, Claim[]>());

/** Longer than an entry can wait to be returned, and to be returned again. */
const FORGOTTEN_AFTER_MS = 15 * 24 * 60 * 60_000;
/** Not at each claim, because there may be a million. */
const FORGET_EVERY_MS = 60 * 60_000;
const forgotten = processMemory({
	atMs: 0,
	clear() {
		this.atMs = 0;
	},
});
/** The triggers of a workflow are published one after the other. What the first one has claimed since then stays. */
const PUBLISHING_MS = 5 * 60_000;

const claimKeyOf = (context: Context, entryId: string) =>
	JSON.stringify([context.getWorkflow().id, entryId]);

function claimOf(context: Context, until: number, keptForMs: number): Claim {
	const { id: nodeId, name: nodeName } = context.getNode();
	const all = context.getChildNodes?.(nodeName).map(({ name }) => name) ?? [];
	// Older versions of n8n don't know the depth, and return all nodes before it.
	const next = all.filter((name) =>
		context.getParentNodes(name, { depth: 1 }).some((before) => before.name === nodeName),
	);
	const at = Date.now();
	return { nodeId, nodeName, next, all, at, until, keptUntil: at + keptForMs };
}

/**
 * Whether one of two triggers leads to what follows the other one directly, so that both would do the same. Triggers whose
 * next nodes aren't known count as such.
 */
function doTheSame(one: Claim, other: Claim): boolean {
	if (one.next.length === 0 || other.next.length === 0) return true;
	return (
		one.next.some((name) => other.all.includes(name)) ||
		other.next.some((name) => one.all.includes(name))
	);
}

/**
 * Claims an entry for a trigger, unless another trigger that does the same has claimed it. Don't await anything between
 * this and the item.
 *
 * @param until when the attempt ends, in ms since the epoch; Infinity if the entry isn't returned again
 * @param takesOver whether to claim the entry once the attempt of the other trigger has ended
 * @param isDelivery whether the trigger's own claim also counts, until its attempt ends
 * @returns `held` if it isn't claimed now; `again` if another trigger, whose attempt has ended, had it before
 */
export function claim(
	context: Context,
	entryId: string,
	until: number,
	{ takesOver = false, isDelivery = false, keptForMs = FORGOTTEN_AFTER_MS } = {},
): 'now' | 'again' | 'held' {
	const now = Date.now();
	const key = claimKeyOf(context, entryId);
	const own = claimOf(context, until, keptForMs);
	forgetOld(now);
	// A poll under a name that the workflow no longer has returns nothing.
	const before = (claims.get(key) ?? []).filter(
		({ nodeName, until: end, keptUntil }) =>
			keptUntil > now && (end < Infinity || hasNode(context, nodeName)),
	);
	const held = before.find((other) =>
		other.nodeName === own.nodeName
			? isDelivery && now < other.until
			: doTheSame(own, other) && !(takesOver && other.until + QUIET_MS <= now),
	);
	if (held) return 'held';
	const isOwn = ({ nodeName }: Claim) => nodeName === own.nodeName;
	const others = before.filter((other) => !isOwn(other));
	const replaced = others.filter((other) => doTheSame(own, other));
	// One that never ends was made in the same poll, before it was known whether the entry is returned.
	const [earlier] = before.filter(isOwn);
	const ended = earlier && earlier.until < Infinity ? [earlier] : (earlier?.replaced ?? []);
	own.replaced = [...ended, ...replaced].map((each) => ({ ...each, replaced: undefined }));
	claims.set(key, [...others.filter((other) => !replaced.includes(other)), own]);
	return replaced.length > 0 ? 'again' : 'now';
}

function forgetOld(now: number): void {
	if (Math.abs(now - forgotten.atMs) < FORGET_EVERY_MS) return;
	forgotten.atMs = now;
	for (const [key, held] of claims) {
		if (held.every(({ keptUntil }) => keptUntil <= now)) claims.delete(key);
	}
}

/** A key in the state of a webhook, with the time until which it counts, if any: in ms since the epoch. */
type Recent = string | [key: string, until: number];

/** These take up about 15 KB of the workflow's row in n8n's database. */
export const MOST_RECENT = 400;

/**
 * Claims an entry or another event for one delivery of a webhook. Don't await anything between this and the item.
 *
 * This needs two places, because neither is enough. n8n reads the workflow's static data for each delivery and writes it
 * back when `webhook` has ended: concurrent deliveries don't see each other's changes, and the last one wins. The claims of
 * this process have no such gap, but they are lost on restart and not shared with other processes.
 *
 * @param until when the claim against other deliveries ends. It must: if n8n can't start the execution, the vendor
 *   delivers the event again some minutes later, and the workflow must run
 * @param forMs how long to remember the key, if no other trigger can find the event
 * @returns whether it is the first one. A test run in the editor remembers nothing and always gets true
 */
export function claimDelivery(
	context: IWebhookFunctions,
	key: string,
	until: number,
	forMs?: number,
): boolean {
	if (context.getMode() === 'manual') return true;
	const staticData = context.getWorkflowStaticData('node');
	const stored = Array.isArray(staticData.recent) ? (staticData.recent as Recent[]) : [];
	const now = Date.now();
	const recent = stored.filter((each) => !Array.isArray(each) || each[1] > now);
	if (recent.some((each) => (Array.isArray(each) ? each[0] : each) === key)) return false;
	const keptForMs = forMs === undefined ? undefined : until - now;
	if (claim(context, key, until, { isDelivery: true, keptForMs }) === 'held') return false;
	// A new list, because n8n only notices when a key is assigned.
	staticData.recent = [...recent, forMs === undefined ? key : [key, now + forMs]].slice(
		-MOST_RECENT,
	);
	return true;
}

/** Ends a trigger's claim of an entry that it doesn't return after all, unless another poll of it has returned the entry. */
export function release(context: Context, entryId: string): void {
	const key = claimKeyOf(context, entryId);
	const { name } = context.getNode();
	const left = (claims.get(key) ?? []).flatMap((each) =>
		each.nodeName === name && each.until === Infinity ? (each.replaced ?? []) : [each],
	);
	if (left.length > 0) claims.set(key, left);
	else claims.delete(key);
}

/**
 * Ends the claims that a trigger made before a person published the workflow again, so that it may return existing entries,
 * and the older ones of the other triggers.
 */
export function endClaims(context: Context): void {
	const now = Date.now();
	const { id, name } = context.getNode();
	const { id: workflowId } = context.getWorkflow();
	for (const [key, held] of claims) {
		if ((JSON.parse(key) as unknown[])[0] !== workflowId) continue;
		const kept = held.filter(
			({ at, nodeId, nodeName }) =>
				nodeName !== name &&
				(nodeId !== id || hasNode(context, nodeName)) &&
				now - at < PUBLISHING_MS,
		);
		if (kept.length > 0) claims.set(key, kept);
		else claims.delete(key);
	}
}
