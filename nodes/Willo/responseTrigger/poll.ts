import { deepCopy } from 'n8n-workflow';
import { ApiFailure, isOfOneRequest } from '../../shared/failure';
import type { Turn } from '../../shared/polling';
import type { WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';
import { readCircumstances, readParticipant, withKey } from '../client/participant';
import type { Page, WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import type { Settings } from './parameters';
import { toRepeat } from './repeats';
import type { Scope } from './rules';
import * as rules from './rules';
import type { State } from './state';
import { emptyState, isListed } from './state';

export type Client = Pick<WilloClient, 'get' | 'page'>;

/** `isTest` is set if a few responses are enough, to show in the editor. */
export type PollSettings = Settings & Turn & { isTest?: boolean };

/**
 * The most that one poll does: pages to read after the newest one, participants to ask about because the
 * list is unclear, and items to return. The next poll does the rest. Willo asks to be polled sparingly, and
 * publishes no number.
 */
const USUAL = { pages: 4, asked: 20, items: 100 };
/**
 * Until the whole list has been read. If Willo gives no times, only those who are known to be waiting can be
 * known to respond later, and n8n's classic poller is sure to keep only what the first poll has learned.
 */
const FIRST = { ...USUAL, pages: 100, asked: 100 };
const TEST = { ...USUAL, items: 3 };

/** After this many participants who can't be read, the others wait for the next poll. */
const MOST_UNREADABLE = 3;
/** However often n8n polls, more than the newest page is read at most this often. */
const DEEPER_EVERY_MS = 9.5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

class ResponsePoll {
	private readonly state: State;
	private readonly items: TriggerItem[] = [];
	private readonly read = { pages: 0, participants: 0 };
	private readonly unreadable: unknown[] = [];
	/** One title serves all participants of an interview. */
	private readonly titles: Record<string, Promise<WilloObject>> = {};
	private limits = USUAL;
	/** By Willo's clock, from the first answer on. */
	private now = 0;

	constructor(
		private readonly before: State | undefined,
		private readonly settings: PollSettings,
		private readonly client: Client,
	) {
		this.state = deepCopy(before ?? emptyState());
	}

	async run() {
		const { items, read, state } = this;
		await this.readNewest();
		const failure = await this.readOn().catch((reason: unknown) => reason);
		// If the poll fails, n8n keeps neither its items nor its state.
		if (failure !== undefined && items.length === 0 && !isPassing(failure)) throw failure;
		rules.bound(state, this.scope.invitedSince);
		return { items, state, read, obstacle: failure ?? this.unreadable[0] };
	}

	/** The people who were invited last are the likeliest to respond. */
	private async readNewest(): Promise<void> {
		const { settings, state } = this;
		const { interviews, isTest } = settings;
		// Willo may list the participants of one interview. Of several, each row is checked here.
		const query = interviews.length === 1 ? { interview: interviews[0] } : {};
		const ordering = '-created_at';
		const page = await this.client.page('participants', { ...query, ordering });
		// No other clock decides. A Date header has whole seconds: only the next one is surely later.
		this.now = (page.serverTime ?? Date.now()) + 1000;
		rules.watch(state, this.scope);
		this.limits = isTest ? TEST : isListed(state) ? USUAL : FIRST;
		this.take(page);
		if (!state.cursor) rules.turnPage(state, page.next, 1);
	}

	private async readOn(): Promise<void> {
		const { now, state } = this;
		await this.ask(0);
		await this.returnAgain();
		if (this.isOver || Math.abs(now - (state.deeperAt ?? 0)) < DEEPER_EVERY_MS) return;
		state.deeperAt = now;
		// Pages that can't be read must not keep those waiting who are known already.
		await this.readDeeper().finally(async () => await this.ask(this.limits.asked));
	}

	/** Continues where the last poll stopped, so that several polls together read the whole list. */
	private async readDeeper(): Promise<void> {
		const { before, client, limits, state } = this;
		for (let count = 0; state.cursor && count < limits.pages && !this.isOver; count++) {
			const { next, pages } = state.cursor;
			const page = await client.page('participants', {}, next).catch((failure: unknown) => {
				if (next !== before?.cursor?.next || isPassing(failure)) throw failure;
			});
			if (!page) {
				// The list has become shorter since the last poll. The next one begins again at the top.
				delete state.cursor;
				return;
			}
			this.take(page);
			rules.turnPage(state, page.next, pages + 1);
		}
	}

	private take({ rows }: Page<WilloObject>): void {
		this.read.pages++;
		this.read.participants += rows.length;
		for (const row of rows) rules.take(this.state, row, this.scope);
	}

	/** Asks about those who have responded, and about some who may have. Returns the responses. */
	private async ask(most: number): Promise<void> {
		const { now, scope, settings, state } = this;
		for (const key of rules.toAskAbout(state, most)) {
			if (this.isOver) return;
			state.waiting[key].askedAt = now;
			const raw = await this.participant(key);
			if (raw === 'gone') delete state.waiting[key];
			if (typeof raw === 'string') continue;
			rules.take(state, raw, scope, true);
			if (!state.waiting[key]?.responded) continue;
			await this.returnItem(raw, now);
			delete state.waiting[key];
			state.done[key] = 'returned';
			const undated = readCircumstances(raw).respondedAt === null && { undated: true as const };
			if (settings.repeatForDays > 0) state.repeats[key] = { since: now, at: now, ...undated };
		}
	}

	/** Returns again what may have been lost since. */
	private async returnAgain(): Promise<void> {
		const { now, settings, state } = this;
		if (settings.repeatForDays === 0) state.repeats = {};
		for (const { key, isLast } of toRepeat(state, now, settings.repeatForDays)) {
			if (this.isOver) return;
			const raw = await this.participant(key);
			const { since, undated } = state.repeats[key];
			const first = Math.min(since, now);
			Object.assign(state.repeats[key], { since: first, at: now });
			if (isLast || raw === 'gone') delete state.repeats[key];
			if (typeof raw !== 'string') await this.returnItem(raw, first, undated, !isLast);
		}
	}

	/** A participant as Willo knows them. One who can't be read must not keep the others waiting. */
	private async participant(key: string): Promise<WilloObject | 'gone' | 'unreadable'> {
		return await this.client.get('participants', key).then(
			(raw) => withKey(raw, key),
			(failure: unknown) => {
				if (isNotFound(failure)) return 'gone';
				const count = this.unreadable.push(failure);
				if (count >= MOST_UNREADABLE || !isOfOneRequest(failure)) throw failure;
				return 'unreadable';
			},
		);
	}

	/** @param moment replaces the time of the response if Willo gives none */
	private async returnItem(
		raw: WilloObject,
		moment: number,
		isUndated = false,
		isRepeat = false,
	): Promise<void> {
		const { client, titles } = this;
		const get = async <T extends WilloObject>(resource: string, key: string) =>
			(await (titles[key] ??= client.get(resource, key))) as T;
		const day = new Date(moment).toISOString().slice(0, 10);
		const { interviews } = this.settings;
		const isNamed = readParticipant(raw).interview.key !== null;
		if (interviews.length > 0 && !isNamed) throw interviewUnknown();
		const item = await itemOf({ get }, 'new_response', interviews, raw, day, isUndated);
		if (item) this.items.push({ ...item, isRepeat });
	}

	private get scope(): Scope {
		const { now, settings } = this;
		return { ...settings, now, invitedSince: now - settings.watchForDays * DAY_MS };
	}

	/** Whether the rest must wait for the next poll. */
	private get isOver(): boolean {
		return this.items.length >= this.limits.items || this.settings.timeLeftMs() <= 0;
	}
}

/** Whether the failure will pass by itself. */
function isPassing(failure: unknown): boolean {
	return failure instanceof ApiFailure && ['unavailable', 'rateLimited'].includes(failure.kind);
}

function interviewUnknown(): ApiFailure {
	return new ApiFailure({
		kind: 'unexpectedAnswer',
		message:
			"Willo doesn’t name the interview of each participant, so 'Interviews' can’t be applied",
		advice: "Leave 'Interviews' empty and filter the participants in your workflow",
	});
}

/**
 * One poll of Willo for responses: the newest page of its list of participants, some of the pages after it,
 * and some of the participants about whom the list is unclear.
 *
 * The given state is not changed. Either the poll returns items and the state to keep, or it throws and
 * nothing has been lost. `obstacle` is what kept it from doing everything: the next poll does the rest.
 *
 * @throws ApiFailure if Willo can't be read, unless that passes by itself and the newest page was read
 */
export async function poll(before: State | undefined, settings: PollSettings, client: Client) {
	return await new ResponsePoll(before, settings, client).run();
}
