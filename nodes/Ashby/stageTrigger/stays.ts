/**
 * The rules that decide which stays fire: plain functions over plain data.
 *
 * A stay is one row of an application's history: one entry into one interview stage. Leaving the
 * stage and coming back makes another row with another id.
 */
import type { Application, ApplicationWithHistory, HistoryRow } from '../client/types';

/** The job of a link that watches all jobs. */
export const ANY_JOB = '*';

/** One entry of "Jobs and Stages". The stage is given by its id or by its name. */
export interface Link {
	jobId: string;
	stageId?: string;
	stageName?: string;
}

/** Since when a link counts, in ms by Ashby's clock. */
export interface InForce {
	/** Stays that began earlier do not fire; 0 fires all. */
	since: number;
	/**
	 * Everybody who was there at that time is remembered: whoever is not has come since, whatever
	 * time somebody gives the entry.
	 */
	isComplete?: true;
}

/** What is remembered between polls in order to decide. Times are ms since the epoch by Ashby's clock. */
export interface Memory {
	/** When each link came into force, by `linkKey`. */
	links: Record<string, InForce>;
	/**
	 * For each application that stood in a linked stage when it was last looked at: the stay that has
	 * been dealt with. A stay that was there before its link came into force is marked with `~`; where
	 * the history has not been read, `~/` and the stage stand for it.
	 */
	stays: Record<string, string>;
	/** When everything that had changed until then had been looked at. */
	lookedAt: number;
	/** For `includeWhoLeft` alone: when it was switched on, so that stays that ended earlier do not fire. */
	endedFrom?: number;
	/** For `includeWhoLeft` alone: stays dealt with that ended around `lookedAt`, with their end. */
	ended: Record<string, number>;
}

export interface Decision {
	/** The stays that fire, oldest first. */
	fires: HistoryRow[];
	/** What to remember of the application, undefined when it stands in no linked stage. */
	standing: string | undefined;
	/** Ended stays that are dealt with now, with their end. */
	ended: Record<string, number>;
}

/**
 * How far `lookedAt` and the end of a stay may disagree: a `Date` header has whole seconds, and it
 * need not come from the machine that writes the history.
 */
const CLOCK_MARGIN_MS = 5 * 60_000;

/** What is remembered of a stay that was there before its link came into force. */
export const asAbsorbed = (stayId: string) => `~${stayId}`;
export const isAbsorbed = (remembered = '') => remembered.startsWith('~');
export const asUnread = (stageId: string) => asAbsorbed(`/${stageId}`);
const idOf = (remembered: string | undefined) => remembered?.replace(/^~/, '');

const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The name under which a link is remembered: the same choice has the same key. */
export function linkKey(link: Link): string {
	const stage = link.stageId
		? `id:${link.stageId}`
		: `name:${link.stageName?.trim().toLowerCase()}`;
	return `${link.jobId}/${stage}`;
}

/** The links that watch this stage of this job. */
export function linksTo(
	links: Link[],
	jobId: string,
	stage: { id: string; title: string },
): Link[] {
	return links.filter(
		(link) =>
			(link.jobId === ANY_JOB || link.jobId === jobId) &&
			(link.stageId
				? link.stageId === stage.id
				: link.stageName !== undefined && sameName(link.stageName, stage.title)),
	);
}

/** The row of the stage in which the application stands, or undefined for an empty history. */
export function currentRow(application: ApplicationWithHistory): HistoryRow | undefined {
	const rows = inOrder(application.applicationHistory);
	return rows.filter((row) => !row.leftStageAt).pop() ?? rows.pop();
}

/** The row before this one. Rows may have been removed, so numbers may have gaps. */
export function rowBefore(
	application: ApplicationWithHistory,
	row: HistoryRow,
): HistoryRow | undefined {
	return inOrder(application.applicationHistory)
		.filter(({ stageNumber }) => stageNumber < row.stageNumber)
		.pop();
}

/**
 * Decides about one application.
 *
 * A stay fires when a link watches its stage, it began since that link came into force, and it has
 * not been dealt with before. The application must still stand in it, unless `includeWhoLeft`: then
 * a stay that ended since the last look counts as well.
 */
export function decide(
	application: ApplicationWithHistory,
	links: Link[],
	memory: Memory,
	includeWhoLeft: boolean,
): Decision {
	const current = currentRow(application);
	const remembered = memory.stays[application.id];
	const decision: Decision = { fires: [], standing: undefined, ended: {} };
	for (const row of inOrder(application.applicationHistory)) {
		const watching = linksTo(links, application.job.id, { id: row.stageId, title: row.title });
		const isRemembered = row.id === idOf(remembered);
		if (watching.length === 0) {
			// Transferred to another job, it has left the links that knew it; others may come to see it.
			if (includeWhoLeft && isRemembered && row.leftStageAt) {
				decision.ended[row.id] = Date.parse(row.leftStageAt);
			}
			continue;
		}
		const isNew = row === current && !isRemembered && remembered !== asUnread(row.stageId);
		const inForce = watching.some((link) => {
			const { since = Infinity, isComplete } = memory.links[linkKey(link)] ?? {};
			return (isNew && isComplete) || Date.parse(row.enteredStageAt) >= since;
		});
		// Whoever was there before one link came into force may be whom another one includes.
		const isAwaited = isAbsorbed(remembered) && watching.some((link) => firesAll(link, memory));
		const dealtWith = (isRemembered && !isAwaited) || row.id in memory.ended;
		if (row === current) {
			if (dealtWith) decision.standing = remembered ?? row.id;
			else decision.standing = inForce ? row.id : asAbsorbed(row.id);
		} else if (!includeWhoLeft || !endedSince(row, memory)) {
			continue;
		} else {
			decision.ended[row.id] = Date.parse(row.leftStageAt as string);
		}
		if (inForce && !dealtWith) decision.fires.push(row);
	}
	return decision;
}

/** Whether a link lets everybody fire who is there, however long. */
function firesAll(link: Link, { links }: Memory): boolean {
	return links[linkKey(link)]?.since === 0;
}

/** Whether a stay may be one of those who were there before a link that includes them. */
export function includesExisting(
	{ job }: Application,
	row: HistoryRow,
	links: Link[],
	memory: Memory,
): boolean {
	return linksTo(links, job.id, { id: row.stageId, title: row.title }).some(
		(link) => firesAll(link, memory) && !memory.links[linkKey(link)].isComplete,
	);
}

/**
 * What a listing does with an application that it meets in a linked stage: `known` is dealt with,
 * `read` may have begun a stay that fires, and `absorb` was there before: its history costs a
 * request and could only say so.
 *
 * @param isCovered whether a token tells of everything that changed since it was met last
 */
export function met(
	application: Application,
	watching: Link[],
	memory: Memory,
	isCovered: boolean,
): 'known' | 'read' | 'absorb' {
	const remembered = memory.stays[application.id];
	const awaits = watching.some((link) => firesAll(link, memory));
	if (remembered !== undefined && isCovered && !(isAbsorbed(remembered) && awaits)) return 'known';
	const unread = asUnread(application.currentInterviewStage.id);
	if (remembered !== undefined && remembered !== unread) return 'read';
	const isRecent = watching.some((link) => {
		const { since = Infinity, isComplete } = memory.links[linkKey(link)] ?? {};
		// An unreadable time counts as recent.
		return isComplete || !(Date.parse(application.updatedAt) < since);
	});
	return awaits || isRecent ? 'read' : 'absorb';
}

function endedSince(row: HistoryRow, { lookedAt, endedFrom = 0 }: Memory): boolean {
	return (
		!!row.leftStageAt &&
		changedAround(row.leftStageAt, lookedAt) &&
		Date.parse(row.leftStageAt) >= endedFrom
	);
}

/** Whether a time of Ashby's is later than a look, or so close to it that clocks may disagree. */
export function changedAround(time: string, lookedAt: number): boolean {
	return !(Date.parse(time) < lookedAt - CLOCK_MARGIN_MS);
}

/** Starts or stops to count stays that have ended. Returns whether that is a change. */
export function countEndedStays(memory: Memory, includeWhoLeft: boolean, now: number): boolean {
	const isChange = includeWhoLeft !== (memory.endedFrom !== undefined);
	// Ashby's clock shows whole seconds: a stay that ended in this one may have fired already.
	if (includeWhoLeft) memory.endedFrom ??= now + 1000;
	else delete memory.endedFrom;
	return isChange;
}

/** Writes a decision into the memory. */
export function remember(memory: Memory, applicationId: string, decision: Decision): void {
	if (decision.standing) memory.stays[applicationId] = decision.standing;
	else delete memory.stays[applicationId];
	Object.assign(memory.ended, decision.ended);
}

/** Notes that everything that changed until `lookedAt` has been looked at. */
export function completeLook(memory: Memory, lookedAt: number): void {
	memory.lookedAt = lookedAt;
	for (const link of Object.values(memory.links)) link.isComplete = true;
	for (const [stayId, end] of Object.entries(memory.ended)) {
		if (end < lookedAt - CLOCK_MARGIN_MS) delete memory.ended[stayId];
	}
}

/** How the links of a workflow come into force. */
export type WhenActivated = 'fromNowOn' | 'catchUp' | 'includeExisting';

export interface Coming {
	/** A person has just published the workflow, as opposed to a restart or a change while it runs. */
	publishing: boolean;
	whenActivated: WhenActivated;
	/** Now, by Ashby's clock. */
	now: number;
}

/**
 * Brings the links into force and forgets those that are gone.
 *
 * @returns `listingNeeded`: someone who is already there has to be noted, so that they do not fire
 *   later (or do fire now, with `includeExisting`), or those of a link that is gone have to be
 *   forgotten; `changed`: whether a person published or changed
 */
export function bringIntoForce(
	memory: Memory,
	links: Link[],
	coming: Coming,
): { listingNeeded: boolean; changed: boolean } {
	const { publishing, whenActivated, now } = coming;
	const firesExisting = whenActivated === 'includeExisting';
	const before = memory.links;
	const afresh = publishing && whenActivated !== 'catchUp';
	memory.links = {};
	let listingNeeded = false;
	for (const key of links.map(linkKey)) {
		const inForceSince = afresh ? undefined : before[key];
		memory.links[key] = inForceSince ?? { since: firesExisting ? 0 : now };
		if (!(key in before) || (afresh && firesExisting)) listingNeeded = true;
	}
	const removed = Object.keys(before).some((key) => !(key in memory.links));
	const added = Object.keys(memory.links).some((key) => !(key in before));
	return { listingNeeded: listingNeeded || removed, changed: publishing || added || removed };
}

function inOrder(rows: HistoryRow[]): HistoryRow[] {
	return [...rows].sort((a, b) => a.stageNumber - b.stageNumber);
}

/** Whether an application stood in this stay when it was last looked at. */
export function isStanding(applicationId: string, stayId: string, { stays }: Memory): boolean {
	return idOf(stays[applicationId]) === stayId;
}
