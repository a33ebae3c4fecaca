import { deepCopy } from 'n8n-workflow';
import { ApiFailure } from '../../shared/failure';
import type { Turn } from '../../shared/polling';
import { readCircumstances, readParticipant } from '../client/participant';
import type { Page, WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import type { Client } from './asking';
import { Asking, isRefused } from './asking';
import { dueRepeats, isLast, withNext } from './repeats';
import type { Following, WhenActivated } from './rules';
import * as rules from './rules';
import type { State } from './state';
import { emptyState } from './state';

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

/** What a poll may take. Items beyond come with the next one. */
interface Limits {
	/** Pages further down the list. */
	pages: number;
	/** Participants about whom Willo is asked because the list says nothing. */
	asked: number;
	items: number;
}

/**
 * Willo asks not to be polled and publishes no number, so a quiet poll is one request, and five where
 * somebody waits further down the list than its newest page.
 */
const SCHEDULED: Limits = { pages: 4, asked: 20, items: 100 };
/** When a person publishes: n8n is sure to keep what this poll has learned. */
const PUBLISHING: Limits = { ...SCHEDULED, asked: 100 };
/** As many items as a person wants to look at. */
const TEST: Limits = { pages: 4, asked: 30, items: 3 };

const DAY_MS = 24 * 60 * 60_000;
/** However often n8n polls, more than the newest page is read no sooner than this. */
const DEEPER_EVERY_MS = 9.5 * 60_000;
class ResponsePoll {
	private readonly state: State;
	private readonly asking: Asking;
	private readonly items: TriggerItem[] = [];
	private readonly read = { pages: 0, participants: 0 };
	/** By Willo's clock, known from the first answer on. */
	private now = 0;
	/** Something was learned that would be lost if the poll failed. */
	private hasGained = false;

	constructor(
		before: State | undefined,
		private readonly settings: Settings,
		client: Client,
		private readonly limits: Limits,
	) {
		this.state = deepCopy(before ?? emptyState());
		this.asking = new Asking(client, settings.timeLeftMs);
	}

	async run(): Promise<PollResult> {
		const { asking, items, state } = this;
		await asking.unlessFailing(async () => await this.returnNew());
		// Whatever is in the way of finding more responses.
		if (this.now > 0) await asking.unlessFailing(async () => await this.returnAgain());
		const [obstacle] = asking.failures;
		// What was found is returned even if something failed on the way.
		const isPassing = obstacle instanceof ApiFailure && obstacle.kind !== 'unexpectedAnswer';
		const gotOn = items.length > 0 || (this.hasGained && isPassing);
		if (obstacle !== undefined && !gotOn) throw obstacle;
		rules.bound(state, this.following.watchedSince);
		return { items, state, read: this.read, obstacle };
	}

	private async returnNew(): Promise<void> {
		await this.readNewest();
		await this.returnFound();
		const { wentDeeperAt = -Infinity } = this.state;
		if (this.isFull || this.now - wentDeeperAt < DEEPER_EVERY_MS) return;
		this.state.wentDeeperAt = this.now;
		await this.readDeeper();
		await this.askSingly();
		await this.returnFound();
	}

	/** Who was invited last is the likeliest to respond. */
	private async readNewest(): Promise<void> {
		const { interviews, publishing, whenActivated } = this.settings;
		// Of one interview the list can be had; among several the rows are told apart here.
		const query = interviews.length === 1 ? { interview: interviews[0] } : {};
		const ordering = '-created_at';
		const page = await this.asking.page<WilloObject>('participants', { ...query, ordering });
		// No other clock decides. A Date header has whole seconds: only the next one is surely later.
		this.now = (page.serverTime ?? Date.now()) + 1000;
		const isFirst = Object.keys(this.state.watches).length === 0;
		rules.watch(this.state, this.following, whenActivated, publishing || isFirst);
		this.take(page);
		if (!this.state.round) rules.turn(this.state, this.now, 1, page.next);
	}

	/**
	 * Goes on where the last poll stopped. To the end at once after publishing: without dates, only who
	 * has been listed at the beginning can be told from who responds later, and n8n's classic poller may
	 * forget what later polls learn.
	 */
	private async readDeeper(): Promise<void> {
		const { state, settings, limits } = this;
		for (let pages = 0; state.round && settings.timeLeftMs() > 0; pages++) {
			if (pages >= limits.pages && (rules.isSettled(state) || limits === TEST)) return;
			const { beganAt, next, pages: before } = state.round;
			const page = await this.asking
				.page<WilloObject>('participants', {}, next)
				.catch((failure: unknown) => {
					// The page where an earlier poll stopped may be gone: begin again at the top.
					if (beganAt < this.now && isRefused(failure)) return undefined;
					throw failure;
				});
			if (!page) {
				delete state.round;
				return;
			}
			this.hasGained = true;
			this.take(page);
			rules.turn(state, beganAt, before + 1, page.next);
		}
	}

	private take({ rows }: Page<WilloObject>): void {
		this.read.pages++;
		this.read.participants += rows.length;
		for (const row of rows) rules.take(this.state, row, this.following);
	}

	/** Asks about participants about whom the list says nothing. */
	private async askSingly(): Promise<void> {
		for (const key of rules.unclear(this.state).slice(0, this.limits.asked)) {
			if (this.items.length + Object.keys(this.state.found).length >= this.limits.items) return;
			const reply = await this.participant(key);
			if (typeof reply === 'string') continue;
			this.hasGained = true;
			rules.take(this.state, reply, this.following, true);
		}
	}

	/** Returns the responses that were found. */
	private async returnFound(): Promise<void> {
		const { state, settings, now } = this;
		for (const [key, named] of Object.entries(state.found)) {
			if (this.isFull) return;
			const reply = await this.participant(key);
			if (typeof reply === 'string') continue;
			if (settings.interviews.length > 0 && named === null) checkInterview(reply);
			const item = await this.itemOf(reply, now);
			delete state.found[key];
			state.done[key] = 'returned';
			if (!item) continue;
			this.items.push(item);
			const undated = readCircumstances(reply).respondedAt === null && { undated: true as const };
			const first = { key, since: now, due: 0, times: 0, ...undated };
			state.repeats = withNext(state.repeats, first, now, settings.repeatForDays);
		}
	}

	/** Returns again what may have been lost since. */
	private async returnAgain(): Promise<void> {
		const { now, state, settings } = this;
		const days = settings.repeatForDays;
		if (days === 0) state.repeats = [];
		for (const repeat of dueRepeats(state.repeats, now)) {
			if (this.isFull || settings.timeLeftMs() <= 0) return;
			const { key, since, undated } = repeat;
			const reply = await this.participant(key);
			const item =
				typeof reply === 'string'
					? undefined
					: await this.itemOf(reply, Math.min(since, now), undated);
			if (item) this.items.push({ ...item, isRepeat: !isLast(repeat, now, days) });
			if (item || reply === 'later') {
				state.repeats = withNext(state.repeats, repeat, now, days, item !== undefined);
				this.hasGained = true;
			} else {
				state.repeats = state.repeats.filter((each) => each.key !== key);
			}
		}
	}

	private async participant(key: string): Promise<WilloObject | 'gone' | 'later'> {
		const reply = await this.asking.participant(key);
		if (reply === 'gone') {
			delete this.state.waiting[key];
			delete this.state.found[key];
		}
		return reply;
	}

	private get following(): Following {
		const { interviews, watchForDays } = this.settings;
		return { interviews, watchedSince: this.now - watchForDays * DAY_MS, now: this.now };
	}

	private get isFull(): boolean {
		return this.items.length >= this.limits.items;
	}

	/** @param moment replaces the time of the response where Willo gives none */
	private async itemOf(raw: WilloObject, moment: number, isUndated?: boolean) {
		const day = new Date(moment).toISOString().slice(0, 10);
		const { interviews } = this.settings;
		return await itemOf(this.asking, 'new_response', interviews, raw, day, isUndated);
	}
}

/** @throws ApiFailure when it is unknown whether somebody is to be followed at all */
function checkInterview(raw: WilloObject): void {
	if (readParticipant(raw).interview.key !== null) return;
	throw new ApiFailure({
		kind: 'unexpectedAnswer',
		message:
			"Willo does not name the interview of each participant, so 'Interviews' cannot be applied",
		advice: "Leave 'Interviews' empty and filter the participants in your workflow",
	});
}

/** Oldest first; who has no time keeps their place. */
function byTime(a: TriggerItem, b: TriggerItem): number {
	const [x, y] = [a, b].map(({ raw }) => readCircumstances(raw).respondedAt);
	return x && y ? x.localeCompare(y) : 0;
}

/**
 * One poll of Willo for responses: the newest page of its list of participants, then the pages further
 * down on which somebody waits, and some of those about whom the list says nothing.
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
	const isPublishing = settings.publishing || before === undefined;
	const limits = isPublishing ? PUBLISHING : SCHEDULED;
	const result = await new ResponsePoll(before, settings, client, limits).run();
	return { ...result, items: result.items.sort(byTime) };
}

/**
 * Real responses of the people who were invited last, to show in the editor. Remembers nothing.
 *
 * @throws ApiFailure when Willo cannot be read
 */
export async function testEvents(
	settings: Pick<Settings, 'interviews' | 'watchForDays'>,
	client: Client,
): Promise<TriggerItem[]> {
	const everything = { ...settings, publishing: true, whenActivated: 'includeExisting' } as const;
	const once = { repeatForDays: 0, scheduled: false, timeLeftMs: () => Infinity };
	const poll = new ResponsePoll(undefined, { ...everything, ...once }, client, TEST);
	const { items, obstacle } = await poll.run();
	if (items.length === 0 && obstacle !== undefined) throw obstacle;
	return items;
}
