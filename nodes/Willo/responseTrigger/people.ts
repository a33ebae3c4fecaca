import { PAGE_SIZE } from '../client/client';
import type { WilloObject } from '../client/types';
import { createdAtOf, readParticipant } from '../client/participant';
import { MOST_KEYS, MOST_UNCLEAR } from './limits';
import type { WhenActivated } from './responded';
import { ALL, isFresh, isNew, readSigns, verdictOf, watchOver } from './responded';
import type { Found, State, Unclear } from './state';

/** What is remembered of participants, while a look works with it. */
export class People {
	private readonly handedOver: Set<string>;
	private readonly passedOver: Set<string>;
	private readonly found: Map<string, Found>;
	private readonly unclear: Map<string, Unclear>;

	/** @param interviews the keys of the interviews to follow, none for all */
	constructor(
		private readonly state: State,
		private readonly interviews: string[],
	) {
		this.handedOver = new Set(state.handedOver);
		this.passedOver = new Set(state.passedOver);
		this.found = new Map(state.toFetch.map((person) => [person.key, person]));
		this.unclear = new Map(state.toLookAt.map((person) => [person.key, person]));
	}

	/** Writes everything back into the state, the oldest left out where it grows too long. */
	write(): void {
		const { state } = this;
		state.handedOver = [...this.handedOver].slice(-MOST_KEYS);
		state.passedOver = [...this.passedOver].slice(-MOST_KEYS);
		state.toFetch = [...this.found.values()];
		// Whom the list has not shown for long has moved far down, or is gone.
		const kept = [...this.unclear.values()]
			.sort((a, b) => b.metAt - a.metAt)
			.slice(0, MOST_UNCLEAR);
		state.toLookAt = [...this.unclear.values()].filter((person) => kept.includes(person));
	}

	/** A person has published the workflow. */
	beginAnew(whenActivated: WhenActivated): void {
		if (whenActivated === 'includeExisting') this.passedOver.clear();
		if (whenActivated === 'fromNowOn') this.found.clear();
		for (const person of this.unclear.values()) {
			if (whenActivated === 'includeExisting') delete person.mayBeOld;
			if (whenActivated === 'fromNowOn') person.mayBeOld = true;
		}
	}

	/** Everybody on the list has been met. */
	settle(list: string): void {
		const { watches } = this.state;
		for (const key of Object.keys(watches)) {
			if (list === ALL || key === list) watches[key].settled = true;
		}
	}

	isSettled(list: string): boolean {
		const { watches } = this.state;
		return Object.keys(watches).every(
			(key) => watches[key].settled || (list !== ALL && key !== list),
		);
	}

	/** So many of a list's pages hold all that can be looked at one after the other. */
	nearPages(lists: number): number {
		return MOST_UNCLEAR / PAGE_SIZE / lists;
	}

	/**
	 * Takes note of a row of the list.
	 *
	 * @param interview the key of the person's interview, where the list names it
	 * @param mayLook whether to look at the person singly if the row does not tell
	 * @returns whether the person may still respond
	 */
	meet(row: WilloObject, interview: string | null, now: number, mayLook: boolean): boolean {
		const { key } = readParticipant(row);
		if (key === null || this.found.has(key)) return false;
		if (touch(this.handedOver, key) || touch(this.passedOver, key)) return false;
		const signs = readSigns(row);
		const watch = watchOver(this.state.watches, interview);
		const before = this.unclear.get(key);
		switch (verdictOf(signs, false, this.state.stageTells === true)) {
			case 'responded': {
				this.unclear.delete(key);
				const wasWaiting = before !== undefined && before.lookedAt > 0 && !before.mayBeOld;
				if (isNew(signs, createdAtOf(row), watch, wasWaiting))
					this.found.set(key, { key, interview });
				// Who has a date is known to be old by that.
				else if (signs.respondedAt === undefined) this.passedOver.add(key);
				return false;
			}
			case 'waiting':
				this.unclear.delete(key);
				return true;
			case 'unclear': {
				if (before) before.metAt = now;
				else if (mayLook) {
					const mayBeOld = !isFresh(createdAtOf(row), watch);
					const met = { key, interview, metAt: now, lookedAt: 0 };
					this.unclear.set(key, mayBeOld ? { ...met, mayBeOld } : met);
				}
				return true;
			}
		}
	}

	/** Those of whom the list does not tell, who has waited longest for a look first. */
	toLookAt(): Unclear[] {
		return [...this.unclear.values()].sort((a, b) => a.lookedAt - b.lookedAt);
	}

	/** Takes note of a person as Willo knows them. */
	lookedAt(person: Unclear, raw: WilloObject, now: number): void {
		const { key } = person;
		const interview = readParticipant(raw).interview.key?.toLowerCase() ?? person.interview;
		if (this.interviews.length > 0 && interview !== null && !this.interviews.includes(interview)) {
			this.unclear.delete(key);
			this.passedOver.add(key);
			return;
		}
		const signs = readSigns(raw);
		if (verdictOf(signs, true, true) === 'responded') {
			this.unclear.delete(key);
			const watch = watchOver(this.state.watches, interview);
			const isDated = signs.respondedAt !== undefined;
			if (isDated ? isNew(signs, undefined, watch) : !person.mayBeOld) {
				this.found.set(key, { key, interview: person.interview });
			} else this.passedOver.add(key);
			return;
		}
		person.lookedAt = now;
		delete person.mayBeOld;
	}

	/** Those whose response has still to be fetched. */
	toFetch(): Found[] {
		return [...this.found.values()];
	}

	handOver(key: string): void {
		this.found.delete(key);
		this.handedOver.add(key);
	}

	/** The person is gone. */
	forget(key: string): void {
		this.found.delete(key);
		this.unclear.delete(key);
	}
}

/** Whether a set holds a key, which then stands last in it. */
function touch(keys: Set<string>, key: string): boolean {
	if (!keys.delete(key)) return false;
	keys.add(key);
	return true;
}
