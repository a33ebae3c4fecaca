import { ApiFailure } from '../../shared/failure';
import type { Turn } from '../../shared/polling';
import type { WilloClient } from '../client/client';
import type { Page, WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import { createdAtOf, readCircumstances, readParticipant } from '../client/participant';
import {
	DEEPER_EVERY_MS,
	DEEPER_PAGES,
	FIRST_SINGLE_LOOKS,
	MOST_ITEMS,
	MOST_LISTS,
	MOST_PAGES,
	SINGLE_LOOKS,
} from './limits';
import { People } from './people';
import { Questions } from './questions';
import type { WhenActivated } from './responded';
import { ALL, readSigns, watchesFor } from './responded';
import type { Repeat } from './repeats';
import { MOST_REPEATS, dueRepeats, handedOver, isLast, putOff } from './repeats';
import type { Met } from './round';
import { newRound, withPage } from './round';
import type { State } from './state';
import { copyState, emptyState } from './state';

export interface Settings extends Turn {
	/** The keys of the interviews to follow, none for all. */
	interviews: string[];
	whenActivated: WhenActivated;
	/** How long after the invitation a response is waited for. */
	watchForDays: number;
	/** For how long each response is handed over again, 0 for never. */
	repeatForDays: number;
}

export interface Looked {
	items: TriggerItem[];
	state: State;
	/** What was in the way of a look that got on all the same: it is still to do. */
	obstacle?: unknown;
}

export type Client = Pick<WilloClient, 'get' | 'page'>;

const DAY_MS = 24 * 60 * 60_000;

class Look {
	private readonly state: State;
	private readonly people: People;
	/** By the participant's key. */
	private readonly repeats: Map<string, Repeat>;
	private readonly items: TriggerItem[] = [];
	private readonly questions: Questions;
	/** By Willo's clock, known from the first answer on. */
	private now = 0;
	private hasBegun = false;
	private goesDeeper = false;
	private singleLooks = SINGLE_LOOKS;
	/** Lists with rows that have no place for the time of a response. */
	private readonly undated = new Set<string>();
	/** Requests whose gain would be lost if the look failed. */
	private gained = 0;

	constructor(
		private readonly before: State | undefined,
		private readonly settings: Settings,
		private readonly client: Client,
	) {
		this.state = before ? copyState(before) : emptyState();
		this.people = new People(this.state, settings.interviews);
		this.repeats = new Map(this.state.repeats.map((repeat) => [repeat.key, repeat]));
		this.questions = new Questions(client, settings.timeLeftMs);
	}

	async run(): Promise<Looked> {
		const goesOn =
			(await this.readNewest()) &&
			(await this.fetchFound()) &&
			(await this.readDeeper()) &&
			(await this.lookSingly());
		if (goesOn) await this.fetchFound();
		// Whatever is in the way of finding more people.
		if (this.hasBegun) await this.repeat();
		const [obstacle] = this.questions.failures;
		// What was found is handed over even if something failed on the way.
		if (obstacle !== undefined && this.items.length + this.gained === 0) throw obstacle;
		this.people.write();
		this.state.repeats = [...this.repeats.values()].slice(-MOST_REPEATS);
		return { items: this.items.sort(byTime), state: this.state, obstacle };
	}

	private get lists(): string[] {
		const { interviews } = this.settings;
		const isOne = interviews.length > MOST_LISTS || this.state.filterIgnored;
		return interviews.length === 0 || isOne ? [ALL] : interviews;
	}

	/** The first page of each list: whoever came last is the likeliest to respond. */
	private async readNewest(): Promise<boolean> {
		for (const list of this.lists) {
			const query = list === ALL ? {} : { interview: list };
			const page = await attempt(
				this.client.page<WilloObject>('participants', { ...query, ordering: '-created_at' }),
			);
			if ('error' in page) return this.fail(page.error);
			if (!this.hasBegun) this.begin(page.value.serverTime);
			const rows = this.meet(list, page.value, 0);
			if (rows === undefined) return await this.readNewest();
			const reading = (this.state.lists[list] ??= {});
			if (reading.round) continue;
			this.turnPage(list, rows, page.value.next);
		}
		return true;
	}

	/** After the first answer: Willo's clock tells when watches begin; no other clock decides. */
	private begin(serverTime: number | undefined): void {
		const { before, settings, state } = this;
		this.hasBegun = true;
		// A Date header has whole seconds: only from the next one on is a time surely later.
		this.now = (serverTime ?? Date.now()) + 1000;
		const isFirst = before === undefined;
		const publishing = settings.publishing || isFirst;
		const watches = watchesFor(before?.watches, settings.interviews, {
			publishing,
			whenActivated: settings.whenActivated,
			now: this.now,
		});
		const isSame = Object.keys(watches).sort().join() === Object.keys(state.watches).sort().join();
		state.watches = watches;
		if (publishing || !isSame) {
			state.revision++;
			state.lists = {};
			delete state.lookedDeeperAt;
		}
		if (publishing) {
			this.people.beginAnew(settings.whenActivated);
			this.singleLooks = FIRST_SINGLE_LOOKS;
		}
		const since = state.lookedDeeperAt ?? -Infinity;
		this.goesDeeper = this.now - since >= DEEPER_EVERY_MS;
		if (this.goesDeeper) state.lookedDeeperAt = this.now;
	}

	/** Goes on with each list where the last look stopped. */
	private async readDeeper(): Promise<boolean> {
		if (!this.goesDeeper) return true;
		for (const list of this.lists) {
			for (let pages = 0; pages < DEEPER_PAGES || this.mustMeetAll(list); pages++) {
				const round = this.state.lists[list]?.round;
				if (round?.cursor === undefined) break;
				if (this.settings.timeLeftMs() <= 0) return false;
				const page = await attempt(this.client.page<WilloObject>('participants', {}, round.cursor));
				if ('error' in page) {
					// A page that an earlier look left off at may be gone: begin again at the top.
					const isStale = round.beganAt < this.now && isRefused(page.error);
					if (!isStale) return this.fail(page.error);
					delete this.state.lists[list].round;
					break;
				}
				const rows = this.meet(list, page.value, round.pages);
				// The list is one of everybody, as now appears: begin with that one.
				if (rows === undefined) return (await this.readNewest()) && (await this.readDeeper());
				this.gained++;
				this.turnPage(list, rows, page.value.next);
			}
		}
		return true;
	}

	/**
	 * Whether to go on to the end at once: without dates, only who has been met at the beginning can
	 * be told from who responds later, and n8n's classic poller may forget what later looks learn.
	 */
	private mustMeetAll(list: string): boolean {
		return this.undated.has(list) && !this.people.isSettled(list);
	}

	/** Undefined when the page shows that the list is not that of the interview asked for. */
	private meet(list: string, page: Page<WilloObject>, index: number): Met[] | undefined {
		const { state, people } = this;
		if (page.rows.some((row) => readSigns(row).stage === 'responded')) state.stageTells = true;
		const { interviews } = this.settings;
		const isIgnored = page.rows.some((row) => {
			const { key } = readParticipant(row).interview;
			return list !== ALL && key !== null && key.toLowerCase() !== list;
		});
		if (isIgnored) {
			state.filterIgnored = true;
			state.lists = {};
			return undefined;
		}
		if (!page.rows.every((row) => readSigns(row).hasDateField)) this.undated.add(list);
		const isNear = index < people.nearPages(this.lists.length);
		return page.rows.map((row) => {
			const createdAt = createdAtOf(row);
			const named = readParticipant(row).interview.key?.toLowerCase() ?? null;
			if (interviews.length > 0 && named !== null && !interviews.includes(named)) {
				return { createdAt, isWaiting: false };
			}
			const isWatched = createdAt === undefined || createdAt >= this.watchedSince;
			const mayLook = isNear && isWatched;
			return { createdAt, isWaiting: people.meet(row, named, this.now, mayLook) };
		});
	}

	private get watchedSince(): number {
		return this.now - this.settings.watchForDays * DAY_MS;
	}

	private turnPage(list: string, rows: Met[], next: string | undefined): void {
		const { lists } = this.state;
		const { closedBefore, round = newRound(this.now) } = lists[list] ?? {};
		lists[list] = withPage({ closedBefore, round }, rows, next, {
			watchedSince: this.watchedSince,
			mostPages: Math.floor(MOST_PAGES / this.lists.length),
		});
		if (!lists[list].round) this.people.settle(list);
	}

	/** Asks about the people of whom the list does not tell, those first who have waited longest. */
	private async lookSingly(): Promise<boolean> {
		if (!this.goesDeeper) return true;
		for (const person of this.people.toLookAt().slice(0, this.singleLooks)) {
			const reply = await this.questions.participant(person.key);
			if (reply === 'stop') return false;
			if (reply === 'gone') this.people.forget(person.key);
			if (typeof reply === 'string') continue;
			this.gained++;
			this.people.lookedAt(person, reply.raw, this.now);
		}
		return true;
	}

	/** Fetches the responses that were found. */
	private async fetchFound(): Promise<boolean> {
		for (const person of this.people.toFetch()) {
			if (this.items.length >= MOST_ITEMS) return true;
			const reply = await this.questions.participant(person.key);
			if (reply === 'stop') return false;
			if (reply === 'gone') this.people.forget(person.key);
			if (typeof reply === 'string') continue;
			const { raw } = reply;
			const { interviews } = this.settings;
			if (interviews.length > 0 && person.interview === null) checkInterview(raw);
			const item = await this.itemOf(raw, this.now);
			this.people.handOver(person.key);
			if (!item) continue;
			this.items.push(item);
			const undated = readCircumstances(raw).respondedAt === null && { undated: true as const };
			const first = { key: person.key, since: this.now, due: 0, times: 0, ...undated };
			this.comesAgain(first, handedOver);
		}
		return true;
	}

	/** Hands over again what may have been lost since. */
	private async repeat(): Promise<void> {
		const { repeatForDays } = this.settings;
		if (repeatForDays === 0) this.repeats.clear();
		for (const repeat of dueRepeats([...this.repeats.values()], this.now)) {
			if (this.items.length >= MOST_ITEMS) return;
			const reply = await this.questions.participant(repeat.key);
			if (reply === 'stop') return;
			const item =
				typeof reply === 'object' &&
				(await this.itemOf(reply.raw, Math.min(repeat.since, this.now), repeat.undated));
			if (item) {
				this.items.push({ ...item, isRepeat: !isLast(repeat, this.now, repeatForDays) });
				this.comesAgain(repeat, handedOver);
			} else if (reply === 'later') {
				this.comesAgain(repeat, putOff);
				this.gained++;
			} else this.repeats.delete(repeat.key);
		}
	}

	/** @param moment stands in for the time of the response where Willo gives none */
	private async itemOf(raw: WilloObject, moment: number, isUndated?: boolean) {
		const day = new Date(moment).toISOString().slice(0, 10);
		const { interviews } = this.settings;
		return await itemOf(this.questions, 'new_response', interviews, raw, day, isUndated);
	}

	private comesAgain(repeat: Repeat, rule: typeof handedOver): void {
		const next = rule(repeat, this.now, this.settings.repeatForDays);
		this.repeats.delete(repeat.key);
		if (next) this.repeats.set(next.key, next);
	}

	private fail(error: unknown): false {
		this.questions.failures.push(error);
		return false;
	}
}

/** @throws ApiFailure when it cannot be told whether somebody is to be followed at all */
function checkInterview(raw: WilloObject): void {
	if (readParticipant(raw).interview.key !== null) return;
	throw new ApiFailure({
		kind: 'unexpectedAnswer',
		message:
			"Willo does not name the interview of each participant, so 'Interviews' cannot be applied",
		advice: "Leave 'Interviews' empty and tell the participants apart yourself",
	});
}

function isRefused(error: unknown): boolean {
	return (
		error instanceof ApiFailure && (error.kind === 'refused' || error.kind === 'unexpectedAnswer')
	);
}

type Attempt<T> = { value: T } | { error: unknown };

async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
	return await work.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
}

/** Oldest first; who has no time keeps their place. */
function byTime(a: TriggerItem, b: TriggerItem): number {
	const [x, y] = [a, b].map(({ raw }) => readCircumstances(raw).respondedAt);
	return x && y ? x.localeCompare(y) : 0;
}

/**
 * One look at Willo for responses: the newest page of each list, the responses that it shows, then
 * some pages further down from where the last look stopped, and some of the people of whom the list
 * does not tell.
 *
 * The given state is not touched. Either the look ends with items and the state to assign, or it
 * throws and nothing has been lost.
 *
 * @throws ApiFailure when Willo cannot be read and nothing was gained
 */
export async function look(
	before: State | undefined,
	settings: Settings,
	client: Client,
): Promise<Looked> {
	return await new Look(before, settings, client).run();
}
