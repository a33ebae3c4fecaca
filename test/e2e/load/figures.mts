/** What a batch cost, reckoned from the requests that both vendors saw. */
import type { ConnectedSandboxes } from '../../../scripts/everything.mts';
import type { Exchange } from '../../sandbox/server.mts';

/** Requests a minute and key. */
export const LIMITS = { ashby: 1000, willo: 240 };

export interface Figures {
	people: number;
	/** Answered requests for each candidate, those of the triggers' quiet polls included. */
	'requests at Ashby': number;
	'requests at Willo': number;
	/** Requests that were answered with 429. */
	throttled: number;
	/** From the poll that found the candidates to the last note. */
	minutes: number;
	/** To the minutes that the limits allow for the same requests when the steps take turns. */
	'factor in turns': number;
	/** To the minutes of the narrower limit, as if all steps ran at the same time. */
	'factor at once': number;
}

/** The figures of everything that both saw since the candidates were moved. */
export function figuresOf({ ashby, willo }: ConnectedSandboxes, people: number): Figures {
	const asked = ashby.requests.filter(isHistory);
	const written = ashby.requests.filter(isNote);
	const startedAt = Math.min(...asked.map(timeOf));
	const endedAt = Math.max(...written.map(timeOf));
	const minutes = (endedAt - startedAt) / 60_000;
	const during = (exchange: Exchange) =>
		timeOf(exchange) >= startedAt && timeOf(exchange) <= endedAt && exchange.status !== 429;
	const atAshby = ashby.requests.filter(during);
	const atWillo = willo.requests.filter(during);
	const ofAshby = (requests: Exchange[]) => requests.length / LIMITS.ashby;
	const ofWillo = atWillo.length / LIMITS.willo;
	return {
		people,
		'requests at Ashby': rounded(atAshby.length / people),
		'requests at Willo': rounded(atWillo.length / people),
		throttled: [...ashby.requests, ...willo.requests].filter(({ status }) => status === 429).length,
		minutes: rounded(minutes),
		'factor in turns': rounded(minutes / (ofAshby(atAshby) + ofWillo)),
		'factor at once': rounded(minutes / Math.max(ofAshby(atAshby), ofWillo)),
	};
}

/** Minute by minute: histories read, people invited, notes written, requests refused by a throttle. */
export function minutesOf({ ashby, willo }: ConnectedSandboxes): Record<string, number>[] {
	const all = [...ashby.requests, ...willo.requests];
	const first = Math.min(...ashby.requests.filter(isHistory).map(timeOf));
	const minutes: Record<string, number>[] = [];
	for (const exchange of all) {
		const minute = Math.floor((timeOf(exchange) - first) / 60_000);
		if (minute < 0) continue;
		const counts = (minutes[minute] ??= { read: 0, invited: 0, noted: 0, refused: 0 });
		if (exchange.status === 429) counts.refused++;
		else if (isHistory(exchange)) counts.read++;
		else if (isNote(exchange)) counts.noted++;
		else if (exchange.method === 'POST' && exchange.path.endsWith('/participants/')) {
			counts.invited++;
		}
	}
	return minutes;
}

function isHistory({ path }: Exchange): boolean {
	return path === '/application.info';
}

export function isNote({ path }: Exchange): boolean {
	return path === '/candidate.createNote';
}

function timeOf({ at }: Exchange): number {
	return at.getTime();
}

function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}
