/** A short summary of a poll's state for the health check. */
import type { Summary } from '../health/summary';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { keyOf } from '../stageEntry/watchedStages';
import type { Row, State } from './table';

/** More entries than this wouldn't be read. */
const MOST_ENTRIES = 50;

/** The third attempt is about 15 minutes after the first. Most outages are over by then. */
const OVERDUE_ATTEMPTS = 3;

export function summaryOf(
	state: State,
	{ watchedStages, repeatUntilNoted }: { watchedStages: WatchedStage[]; repeatUntilNoted: boolean },
): Summary {
	const { givenUp, list, readUntil, rows, watches } = state;
	const waiting = Object.entries(rows).filter(([, { open }]) => open !== undefined);
	const attemptsOf = ({ open }: Row) => open?.tries?.count ?? 0;
	const dueOf = ({ open }: Row) => open?.tries?.due ?? open?.notBefore ?? readUntil;
	return {
		readUntil: iso(readUntil),
		isListing: list.listing !== undefined,
		stages: watchedStages.map((watched) => {
			const { since, isComplete = false } = watches[keyOf(watched)] ?? {};
			return { ...watched, watchedSince: since ? iso(since) : null, isComplete };
		}),
		repeatUntilNoted,
		waiting: {
			count: waiting.length,
			overdue: waiting.filter(([, row]) => attemptsOf(row) >= OVERDUE_ATTEMPTS).length,
			entries: waiting
				.sort(([, a], [, b]) => attemptsOf(b) - attemptsOf(a) || dueOf(a) - dueOf(b))
				.slice(0, MOST_ENTRIES)
				.map(([key, row]) => ({
					entryId: row.entry ?? '',
					candidateId: row.open?.candidateId ?? '',
					applicationId: row.application ?? key,
					attempts: attemptsOf(row),
					nextAttemptAt: iso(dueOf(row)),
				})),
		},
		givenUp: givenUp.length,
	};
}

/** A broken state may contain invalid times. They must not fail the poll. */
function iso(time: number): string {
	return new Date(Math.abs(time) <= 8.64e15 ? time : 0).toISOString();
}
