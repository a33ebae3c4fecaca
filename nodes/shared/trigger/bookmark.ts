/**
 * Where a polling trigger continues if n8n no longer gives it its state, because its node was renamed or (durable poller)
 * has a new ID. It is kept in the workflow's static data, and isn't a second copy of the state.
 */
import type { IDataObject, INode, IPollFunctions } from 'n8n-workflow';
import { isNumber, isText, listOf, recordOf, shape } from '../shape';
import { hasNode } from '../node/workflowNodes';

/** Times are in ms since the epoch. */
interface Bookmark {
	/** An import under another ID ignores it. */
	workflowId: string;
	nodeId: string;
	name: string;
	/** When it was written, by this machine's clock. */
	at: number;
	place: Place;
}

/** By the key of what a trigger watches: whatever began earlier, by the vendor's clock, is done. */
export type Place = Record<string, number>;

const areBookmarks = listOf(
	shape({
		workflowId: isText,
		nodeId: isText,
		name: isText,
		at: isNumber,
		place: recordOf(isNumber),
	}),
);

/** A rename takes no longer. After more time, publishing decides what counts. */
const RECENT_MS = 24 * 60 * 60_000;
/** By then, triggers have given up what was open. */
const FORGOTTEN_AFTER_MS = 7 * RECENT_MS;

const isYounger = ({ at }: Bookmark, ms: number) => Math.abs(Date.now() - at) < ms;

const shares = ({ place }: Bookmark, watches: string[]) => watches.some((key) => key in place);

function bookmarksIn(shared: IDataObject, type: string): Bookmark[] {
	const stored = shared[`${type}:bookmarks`];
	return areBookmarks(stored) ? (stored as unknown as Bookmark[]) : [];
}

/** Whether a bookmark belongs to a node that this one replaces, or to this one. */
function isFree(context: IPollFunctions, { name, nodeId, workflowId }: Bookmark): boolean {
	if (workflowId !== context.getWorkflow().id) return false;
	const node = context.getNode();
	return nodeId === node.id || name === node.name || !hasNode(context, name);
}

const isOf = ({ id, name }: INode, bookmark: Bookmark) =>
	bookmark.nodeId === id && bookmark.name === name;

/** Whether this node has polled under its present name. If not, another node may have left its state there. */
export function hasPlace(context: IPollFunctions, type: string): boolean {
	const known = bookmarksIn(context.getWorkflowStaticData('global'), type);
	return known.some((bookmark) => isOf(context.getNode(), bookmark));
}

/**
 * Where to continue, or undefined if this is a new trigger.
 *
 * @param watches what this trigger watches; it continues only where one of them was watched
 * @param startsOver whether only a recent bookmark counts, because a person publishes from now on
 */
export function placeOf(
	context: IPollFunctions,
	type: string,
	watches: string[],
	startsOver: boolean,
): Place | undefined {
	const known = bookmarksIn(context.getWorkflowStaticData('global'), type)
		.filter((bookmark) => isFree(context, bookmark))
		.filter((bookmark) => shares(bookmark, watches))
		.filter((bookmark) => !startsOver || isYounger(bookmark, RECENT_MS));
	if (known.length === 0) return undefined;
	const merged: Place = {};
	for (const { place } of known) {
		for (const [key, from] of Object.entries(place)) {
			merged[key] = Math.min(merged[key] ?? from, from);
		}
	}
	return merged;
}

/**
 * Writes the bookmark of this trigger, in place of those where it has continued. Another trigger that was renamed at the
 * same time may still need the others.
 */
export function keepPlace(context: IPollFunctions, type: string, place: Place): void {
	const shared = context.getWorkflowStaticData('global');
	const node = context.getNode();
	const workflowId = context.getWorkflow().id ?? '';
	const others = bookmarksIn(shared, type).filter((bookmark) => {
		if (bookmark.workflowId !== workflowId || isOf(node, bookmark)) return false;
		if (!isFree(context, bookmark)) return true;
		return isYounger(bookmark, FORGOTTEN_AFTER_MS) && !shares(bookmark, Object.keys(place));
	});
	const own: Bookmark = { workflowId, nodeId: node.id, name: node.name, at: Date.now(), place };
	// n8n only notices when a key is assigned.
	shared[`${type}:bookmarks`] = [...others, own] as unknown as IDataObject[];
}
