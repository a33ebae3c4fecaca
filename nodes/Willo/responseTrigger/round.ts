/** How far down Willo's list of participants has to be read: plain functions over plain data. */
import type { Reading, Round } from './state';

/** A person may be created, by their date, a little before the list shows them. */
const MARGIN_MS = 5 * 60_000;

/** What matters of a row of the list. */
export interface Met {
	/** In ms by Willo's clock. */
	createdAt?: number;
	/** The person is followed and may still respond. */
	isWaiting: boolean;
}

export interface Bounds {
	/** Whoever was created before is not waited for any more, in ms by Willo's clock. */
	watchedSince: number;
	mostPages: number;
}

/** Begins a reading at the newest page. */
export function newRound(beganAt: number): Round {
	return { beganAt, pages: 0, inOrder: true };
}

/**
 * The reading after one more page of its round. The order that was asked for may be ignored, so what
 * lies below follows from the dates alone: where there are none, or they are out of order, the
 * reading goes on to the end.
 *
 * @param next the address of the page below, if there is one
 */
export function withPage(
	{ round, closedBefore }: Reading & { round: Round },
	rows: Met[],
	next: string | undefined,
	bounds: Bounds,
): Reading {
	const dates = rows.map(({ createdAt }) => createdAt ?? NaN);
	// People may come in while the pages are turned and push some onto the next page, to be met again:
	// hence pages are compared by their first rows.
	const inOrder =
		round.inOrder &&
		dates.every(
			(date, index) => date <= (index === 0 ? (round.newestOfPage ?? date) : dates[index - 1]),
		);
	const waiting = rows.filter(({ isWaiting }) => isWaiting).map(({ createdAt }) => createdAt ?? 0);
	const oldestWaiting = Math.min(round.oldestWaiting ?? Infinity, ...waiting);
	const pages = round.pages + 1;
	const isPast =
		inOrder && dates[dates.length - 1] < Math.max(bounds.watchedSince, closedBefore ?? 0);
	if (next === undefined || isPast || pages >= bounds.mostPages) {
		if (!inOrder) return {};
		return { closedBefore: Math.min(oldestWaiting, round.beganAt - MARGIN_MS) };
	}
	return {
		...(closedBefore === undefined ? {} : { closedBefore }),
		round: {
			beganAt: round.beganAt,
			pages,
			cursor: next,
			inOrder,
			...(rows.length > 0 ? { newestOfPage: dates[0] } : {}),
			...(oldestWaiting < Infinity ? { oldestWaiting } : {}),
		},
	};
}
