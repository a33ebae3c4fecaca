import { ApiFailure } from '../../shared/failure';
import type { Turn } from '../../shared/polling';
import type { WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';
import { readCircumstances, readParticipant, withKey } from '../client/participant';
import type { Page, WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import type { Following } from './participants';
import * as participants from './participants';
import type { Repeat } from './repeats';
import { afterReturn, dueRepeats, isLast, MOST_REPEATS, putOff } from './repeats';
import type { WhenActivated } from './responded';
import { watchesFor } from './responded';
import type { State } from './state';
import { copyState, emptyState } from './state';

export interface Settings extends Turn {
	/** The keys of the interviews to follow, none for all. */
	interviews: string[];
	whenActivated: WhenActivated;
	/** How long after the invitation a response is waited for. */
	watchForDays: number;
	/** For how long each response is returned again, 0 for never. */
	repeatForDays: number;
}

export interface PollResult {
	items: TriggerItem[];
	state: State;
	/** What was read of Willo's list of participants. */
	read: { pages: number; participants: number };
	/** What was in the way of a poll that got on all the same: it is still to do. */
	obstacle?: unknown;
}

export type Client = Pick<WilloClient, 'get' | 'page'>;

const DAY_MS = 24 * 60 * 60_000;

/**
 * Willo asks not to be polled and publishes no number, so a quiet poll is one request, and five where
 * somebody waits further down the list than its newest page.
 */
const DEEPER_PAGES = 4;
/** However often n8n polls, more than the newest page is read no sooner than this. */
const DEEPER_EVERY_MS = 9.5 * 60_000;
/** Pages of 30 that are read of one list at most. */
const MOST_PAGES = 100;
/** Participants whom a poll asks Willo about because the list does not tell of them. */
const SINGLE_REQUESTS = 20;
/** The same when a person publishes: n8n is sure to keep what this poll has learned. */
const FIRST_SINGLE_REQUESTS = 100;
/** Items of one poll; the rest come with the next. */
const MOST_ITEMS = 100;
/** After so many participants who cannot be read, the rest wait for the next poll. */
const MOST_FAILURES = 3;

class ResponsePoll {
	private readonly state: State;
	private readonly items: TriggerItem[] = [];
	private readonly read = { pages: 0, participants: 0 };
	private readonly failures: unknown[] = [];
	private readonly answers = new Map<string, Promise<WilloObject>>();
	/** By Willo's clock, known from the first answer on. */
	private now = 0;
	private isPublishing = false;
	/** Requests whose gain would be lost if the poll failed. */
	private gained = 0;

	constructor(
		private readonly before: State | undefined,
		private readonly settings: Settings,
		private readonly client: Client,
	) {
		this.state = copyState(before ?? emptyState());
	}

	async run(): Promise<PollResult> {
		await this.unlessFailing(async () => {
			await this.readNewest();
			await this.returnNew();
			if (!this.mayGoDeeper()) return;
			await this.readDeeper();
			await this.askSingly();
			await this.returnNew();
		});
		// Whatever is in the way of finding more responses.
		if (this.now > 0) await this.unlessFailing(async () => await this.returnAgain());
		const [obstacle] = this.failures;
		// What was found is returned even if something failed on the way.
		const isPassing = obstacle instanceof ApiFailure && obstacle.kind !== 'unexpectedAnswer';
		const gotOn = this.items.length > 0 || (this.gained > 0 && isPassing);
		if (obstacle !== undefined && !gotOn) throw obstacle;
		participants.bound(this.state, this.following.watchedSince);
		return { items: this.items.sort(byTime), state: this.state, read: this.read, obstacle };
	}

	private async unlessFailing(work: () => Promise<void>): Promise<void> {
		await work().catch((failure: unknown) => {
			if (!this.failures.includes(failure)) this.failures.push(failure);
		});
	}

	/** Who was invited last is the likeliest to respond. */
	private async readNewest(): Promise<void> {
		const { interviews } = this.settings;
		// Of one interview the list can be had; among several the rows are told apart here.
		const query = interviews.length === 1 ? { interview: interviews[0] } : {};
		const ordering = '-created_at';
		const page = await this.client.page<WilloObject>('participants', { ...query, ordering });
		this.begin(page.serverTime);
		this.take(page);
		if (!this.state.round) this.turn(this.now, 1, page.next);
	}

	/** After the first answer: Willo's clock tells when watches begin; no other clock decides. */
	private begin(serverTime = Date.now()): void {
		const { before, settings, state } = this;
		const { whenActivated, interviews } = settings;
		// A Date header has whole seconds: only from the next one on is a time surely later.
		this.now = serverTime + 1000;
		this.isPublishing = settings.publishing || before === undefined;
		const activation = { publishing: this.isPublishing, whenActivated, now: this.now };
		const keys = Object.keys(state.watches).sort().join();
		state.watches = watchesFor(before?.watches, interviews, activation);
		if (!this.isPublishing && Object.keys(state.watches).sort().join() === keys) return;
		state.revision++;
		delete state.round;
		delete state.wentDeeperAt;
		if (this.isPublishing && whenActivated === 'fromNowOn') state.waiting = {};
		if (this.isPublishing && whenActivated === 'includeExisting') {
			state.skipped = [];
			for (const waiting of Object.values(state.waiting)) delete waiting.mayBeOld;
		}
	}

	private get following(): Following {
		const { interviews, watchForDays } = this.settings;
		return { interviews, watchedSince: this.now - watchForDays * DAY_MS, now: this.now };
	}

	private take(page: Page<WilloObject>): void {
		this.read.pages++;
		this.read.participants += page.rows.length;
		for (const row of page.rows) participants.takeRow(this.state, row, this.following);
	}

	/** Goes on with the list, unless everybody who waits has been seen in it. */
	private turn(beganAt: number, pages: number, next: string | undefined): void {
		const { state } = this;
		const isSearching = !this.isSettled || participants.isSomebodyUnlisted(state, beganAt);
		if (isSearching && next !== undefined && pages < MOST_PAGES) {
			state.round = { beganAt, pages, next };
			return;
		}
		delete state.round;
		if (next === undefined) participants.forgetUnlisted(state, beganAt);
		for (const watch of Object.values(state.watches)) watch.settled = true;
	}

	/** Whether everybody who was there when the watches began has been listed since. */
	private get isSettled(): boolean {
		return Object.values(this.state.watches).every(({ settled }) => settled);
	}

	private mayGoDeeper(): boolean {
		const { wentDeeperAt = -Infinity } = this.state;
		if (this.now - wentDeeperAt < DEEPER_EVERY_MS) return false;
		this.state.wentDeeperAt = this.now;
		return true;
	}

	/**
	 * Goes on where the last poll stopped. To the end at once after publishing: without dates, only who
	 * has been listed at the beginning can be told from who responds later, and n8n's classic poller may
	 * forget what later polls learn.
	 */
	private async readDeeper(): Promise<void> {
		const { state, settings } = this;
		for (let pages = 0; state.round; pages++) {
			if (pages >= DEEPER_PAGES && this.isSettled) return;
			if (settings.timeLeftMs() <= 0) return;
			const { beganAt, next } = state.round;
			const page = await this.client
				.page<WilloObject>('participants', {}, next)
				.catch((failure: unknown) => {
					// A page that an earlier poll left off at may be gone: begin again at the top.
					if (beganAt < this.now && isRefused(failure)) return undefined;
					throw failure;
				});
			if (!page) {
				delete state.round;
				return;
			}
			this.gained++;
			this.take(page);
			this.turn(beganAt, state.round.pages + 1, page.next);
		}
	}

	/** Asks about participants of whom the list does not tell. */
	private async askSingly(): Promise<void> {
		const most = this.isPublishing ? FIRST_SINGLE_REQUESTS : SINGLE_REQUESTS;
		for (const key of participants.unclear(this.state).slice(0, most)) {
			const reply = await this.participant(key);
			if (typeof reply === 'string') continue;
			this.gained++;
			participants.takeWhole(this.state, key, reply, this.following);
		}
	}

	/** Returns the responses that were found. */
	private async returnNew(): Promise<void> {
		const { state, settings } = this;
		for (const key of participants.responded(state)) {
			if (this.items.length >= MOST_ITEMS) return;
			const reply = await this.participant(key);
			if (typeof reply === 'string') continue;
			if (settings.interviews.length > 0 && state.waiting[key].interview === null) {
				checkInterview(reply);
			}
			const item = await this.itemOf(reply, this.now);
			delete state.waiting[key];
			state.returned.push(key);
			if (!item) continue;
			this.items.push(item);
			const undated = readCircumstances(reply).respondedAt === null && { undated: true as const };
			const first = { key, since: this.now, due: 0, times: 0, ...undated };
			this.keep(afterReturn(first, this.now, settings.repeatForDays));
		}
	}

	/** Returns again what may have been lost since. */
	private async returnAgain(): Promise<void> {
		const { now, state, settings } = this;
		const days = settings.repeatForDays;
		if (days === 0) state.repeats = [];
		for (const repeat of dueRepeats(state.repeats, now)) {
			if (this.items.length >= MOST_ITEMS || settings.timeLeftMs() <= 0) return;
			const reply = await this.participant(repeat.key);
			state.repeats = state.repeats.filter(({ key }) => key !== repeat.key);
			if (reply === 'later') {
				this.gained++;
				this.keep(putOff(repeat, now, days));
			}
			if (typeof reply === 'string') continue;
			const item = await this.itemOf(reply, Math.min(repeat.since, now), repeat.undated);
			if (!item) continue;
			this.items.push({ ...item, isRepeat: !isLast(repeat, now, days) });
			this.keep(afterReturn(repeat, now, days));
		}
	}

	private keep(repeat: Repeat | undefined): void {
		const { repeats } = this.state;
		if (repeat) this.state.repeats = [...repeats, repeat].slice(-MOST_REPEATS);
	}

	/** @param moment stands in for the time of the response where Willo gives none */
	private async itemOf(raw: WilloObject, moment: number, isUndated?: boolean) {
		const day = new Date(moment).toISOString().slice(0, 10);
		// One title serves all participants of an interview.
		const client = { get: this.get.bind(this) } as Client;
		return await itemOf(client, 'new_response', this.settings.interviews, raw, day, isUndated);
	}

	/**
	 * A participant as Willo knows them; `later` when they cannot be read now.
	 *
	 * @throws ApiFailure when nothing more can be asked in this poll
	 */
	private async participant(key: string): Promise<WilloObject | 'gone' | 'later'> {
		if (this.settings.timeLeftMs() <= 0) return 'later';
		return await this.get('participants', key).then(
			(raw) => withKey(raw, key),
			(failure: unknown) => {
				if (isNotFound(failure)) {
					delete this.state.waiting[key];
					return 'gone';
				}
				this.failures.push(failure);
				const isPassing = failure instanceof ApiFailure && failure.kind === 'unavailable';
				if (!isPassing || this.failures.length >= MOST_FAILURES) throw failure;
				return 'later';
			},
		);
	}

	private async get(resource: string, key: string): Promise<WilloObject> {
		const address = `${resource}/${key}`;
		const asked = this.answers.get(address) ?? this.client.get(resource, key);
		this.answers.set(address, asked);
		return await asked;
	}
}

/** @throws ApiFailure when it cannot be told whether somebody is to be followed at all */
function checkInterview(raw: WilloObject): void {
	if (readParticipant(raw).interview.key !== null) return;
	throw new ApiFailure({
		kind: 'unexpectedAnswer',
		message:
			"Willo does not name the interview of each participant, so 'Interviews' cannot be applied",
		advice: "Leave 'Interviews' empty and filter the participants in your workflow",
	});
}

function isRefused(failure: unknown): boolean {
	return (
		failure instanceof ApiFailure &&
		(failure.kind === 'refused' || failure.kind === 'unexpectedAnswer')
	);
}

/** Oldest first; who has no time keeps their place. */
function byTime(a: TriggerItem, b: TriggerItem): number {
	const [x, y] = [a, b].map(({ raw }) => readCircumstances(raw).respondedAt);
	return x && y ? x.localeCompare(y) : 0;
}

/**
 * One poll of Willo for responses: the newest page of its list of participants, then the pages further
 * down on which somebody waits, and some of those of whom the list does not tell.
 *
 * The given state is not touched. Either the poll returns items and the state to keep, or it throws and
 * nothing has been lost.
 *
 * @throws ApiFailure when Willo cannot be read and nothing was gained
 */
export async function poll(
	before: State | undefined,
	settings: Settings,
	client: Client,
): Promise<PollResult> {
	return await new ResponsePoll(before, settings, client).run();
}
