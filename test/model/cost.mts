/** What a calm poll may cost, and how much state it may keep. */
import type { State } from '../../nodes/Ashby/stageTrigger/table.ts';
import type { AshbySwitches } from '../sandbox/ashby.mts';
import { Violation } from './observed.mts';
import type { Oracle } from './oracle.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import type { RunningPoll } from './runningPoll.mts';

/** How long the node remembers entries that have ended, and a second for Ashby's Date. */
const CLOCK_MARGIN_MS = 5 * 60_000 + 1000;

interface Evidence {
	org: RecordedAshby;
	oracle: Oracle;
	switches: Partial<AshbySwitches>;
	/** What the node keeps after the poll. */
	state: State | undefined;
	/** How many calm polls in a row came before this one, and when the last of them began. */
	calmPolls: number;
	caughtUp: { act: number; time: number };
}

/**
 * A poll in which m applications changed, k of which may have begun a new entry, makes at most
 * ceil(m/100)+k requests, and one when m is 0. It leaves no work, and keeps no more than those who
 * are in watched stages and what ended recently.
 */
export function checkCost(
	poll: RunningPoll,
	{ org, oracle, switches, state, calmPolls, caughtUp }: Evidence,
): void {
	// The durable engine keeps the state of an activation elsewhere until the next poll.
	if (poll.atActivation || !state) return;
	const standing = (id: string) => oracle.watches.isInWatchedStage(poll, id);
	// Whoever can't be read keeps a row, and its task.
	const rows = Object.values(state.rows).filter(({ failed }) => !failed);
	const kept = Object.keys(state.rows).filter((id) => org.isAlive(id) && !state.rows[id].failed);
	const most = kept.filter(standing).length;
	if (kept.length > most) throw new Violation(`${kept.length} kept, ${most} stand there`);
	const { includeWhoLeft } = poll.workflow;
	const { changes, listing } = state.list;
	if (rows.some(({ read }) => read) || changes || listing)
		throw new Violation('a calm poll left work');
	const ended = rows.filter(({ application, open }) => application !== undefined && !open).length;
	const left = org.leftSince(caughtUp.time - CLOCK_MARGIN_MS);
	// The first calm poll may complete what an earlier one began, and remembers from then on.
	if (calmPolls > 0 && ended > left)
		throw new Violation(`${ended} ended entries kept, ${left} ended of late`);

	// The token of a listing covers what changed while it was read; the next one is of now.
	if (calmPolls < 2) return;
	const { pageSize = 100, incrementalPageLimit = 50, emptyMiddlePage = false } = switches;
	const changed = org.changedSince(caughtUp.act);
	const candidates = includeWhoLeft ? changed : changed.filter(standing);
	const pages = Math.max(1, Math.ceil(changed.length / pageSize));
	if (pages > incrementalPageLimit) return;
	// An empty page, and a refused cursor before it is known that it needs the token next to it.
	const more = pages > 1 ? Number(emptyMiddlePage) + 1 : 0;
	// Once a day it checks whether the watched jobs and stages still exist.
	const requests = poll.requests - poll.linkRequests;
	if (requests <= pages + candidates.length + more + poll.openBefore) return;
	throw new Violation(
		`${requests} requests for ${changed.length} changes, of which ${candidates.length} may be new`,
	);
}
