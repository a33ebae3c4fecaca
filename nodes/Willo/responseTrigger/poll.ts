import { deepCopy } from 'n8n-workflow';
import { isOfOneRequest, passesByItself } from '../../shared/api/failure';
import type { Turn } from '../../shared/trigger/polling';
import { afterClockChange, afterOneMore, isOver } from '../../shared/trigger/retry';
import type { WilloClient } from '../client/client';
import { interviewUnknown, isNotFound } from '../client/failures';
import { readParticipant, withKey } from '../client/participant';
import type { Page, WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import { isAllShown, respondedAtOf } from '../response/responded';
import type { Settings } from './parameters';
import type { Scope } from './rows';
import * as rows from './rows';
import type { State } from './state';
import { emptyState, isListed } from './state';

export type Client = Pick<WilloClient, 'get' | 'page'>;

/** `isTest` is set if a few responses are enough, to show in the editor. */
export type PollSettings = Settings & Turn & { isTest?: boolean };

/**
 * The limits of a poll: pages to read after the newest one, participants to look up again because the list is unclear, and
 * items to return. The next poll does the rest. Willo asks for infrequent polling, but publishes no numbers.
 */
const USUAL = { pages: 4, asked: 20, items: 100 };
/**
 * The limits until the whole list has been read. If Willo returns no times, only known participants can be seen to respond
 * later, and n8n's classic poller only stores the state of the first poll for certain.
 */
const FIRST = { ...USUAL, pages: 100 };
const TEST = { ...USUAL, items: 3 };

/** After this many participants who can't be read, the others wait for the next poll. */
const MOST_UNREADABLE = 3;
/** Willo may show that somebody has responded a moment before it shows the answers, but not for longer than this. */
const SOON_MS = 10 * 60_000;
/** More than the newest page is read at most this often, however often n8n polls. */
const DEEPER_EVERY_MS = 9.5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** The longest wait before a response is returned again. The waits double until then. */
const LONGEST_WAIT_MS = DAY_MS / 2;

class ResponsePoll {
	private readonly state: State;
	private readonly items: TriggerItem[] = [];
	private readonly read = { pages: 0, participants: 0 };
	private readonly unreadable: unknown[] = [];
	/** The titles of interviews, each looked up once. */
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
		if (failure !== undefined && items.length === 0 && !passesByItself(failure)) throw failure;
		rows.bound(state);
		return { items, state, read, obstacle: failure ?? this.unreadable[0] };
	}

	/** The people who were invited last are the likeliest to respond. */
	private async readNewest(): Promise<void> {
		const { settings, state } = this;
		const { interviews, isTest } = settings;
		// Willo may filter by one interview. For several, each row is checked here.
		const query = interviews.length === 1 ? { interview: interviews[0] } : {};
		const ordering = '-created_at';
		const page = await this.client.page('participants', { ...query, ordering });
		// Only Willo's clock is used. A Date header has whole seconds, so the next second is certainly later.
		this.now = (page.serverTime ?? Date.now()) + 1000;
		state.readUntil ||= this.now;
		rows.watch(state, this.scope);
		this.limits = isTest ? TEST : isListed(state) ? USUAL : FIRST;
		this.take(page);
		if (!state.cursor) rows.turnPage(state, page.next, { pages: 1, beganAt: this.now });
	}

	private async readOn(): Promise<void> {
		const { now, state } = this;
		await this.ask(0);
		await this.returnAgain();
		if (this.isOver || Math.abs(now - (state.deeperAt ?? 0)) < DEEPER_EVERY_MS) return;
		state.deeperAt = now;
		const { limits, settings } = this;
		// Unreadable pages must not delay participants who are already known.
		await this.readDeeper().finally(async () => {
			const first = settings.isTest ? 0 : rows.neverAsked(state);
			await this.ask(Math.max(first, limits.asked));
		});
	}

	/** Continues where the last poll stopped, so that several polls together read the whole list. */
	private async readDeeper(): Promise<void> {
		const { before, client, limits, state } = this;
		for (let count = 0; state.cursor && count < limits.pages && !this.isOver; count++) {
			const { next, pages, beganAt } = state.cursor;
			const page = await client.page('participants', {}, next).catch((failure: unknown) => {
				if (next !== before?.cursor?.next || passesByItself(failure)) throw failure;
			});
			if (!page) {
				// The list has become shorter since the last poll. The next poll starts from the top.
				delete state.cursor;
				return;
			}
			this.take(page);
			rows.turnPage(state, page.next, { pages: pages + 1, beganAt });
		}
	}

	private take(page: Page<WilloObject>): void {
		this.read.pages++;
		this.read.participants += page.rows.length;
		for (const row of page.rows) rows.take(this.state, row, this.scope);
	}

	/** Looks up participants who have responded, and some who may have. Returns their responses. */
	private async ask(most: number): Promise<void> {
		const { now, scope, settings, state } = this;
		for (const key of rows.toAskAbout(state, most)) {
			if (this.isOver) return;
			state.rows[key].askedAt = now;
			const raw = await this.participant(key);
			if (raw === 'gone') delete state.rows[key];
			if (typeof raw === 'string') continue;
			rows.take(state, raw, scope, true);
			const row = state.rows[key];
			if (row?.is !== 'responded') continue;
			const shownSince = Math.min(respondedAtOf(raw) ?? now, row.partialSince ?? now);
			if (!isAllShown(raw) && now - shownSince < SOON_MS && !settings.isTest) {
				row.partialSince ??= now;
				continue;
			}
			await this.returnItem(raw, now, row.isUnsure && { isRepeat: true });
			const repeats = settings.repeatForDays > 0;
			const tries = repeats && afterOneMore(undefined, now, { items: this.items.length });
			state.rows[key] = { is: 'returned', since: row.since, ...(tries && { tries }) };
		}
	}

	/** Returns responses again whose notes may be missing: n8n doesn't inform the trigger of failed executions. */
	private async returnAgain(): Promise<void> {
		const { now, settings, state } = this;
		const days = settings.repeatForDays;
		for (const row of Object.values(state.rows)) {
			if (days === 0) delete row.tries;
			else if (row.tries) row.tries = afterClockChange(row.tries, now);
		}
		for (const [key, tries] of rows.toReturnAgain(state, now)) {
			if (this.isOver) return;
			const raw = await this.participant(key);
			const isLast = raw !== 'unreadable' && isOver(tries, now, days * DAY_MS);
			if (typeof raw !== 'string') {
				await this.returnItem(raw, tries.since, { isRepeat: true, isLast });
			}
			const leastMs = Math.min(now - tries.since, LONGEST_WAIT_MS);
			state.rows[key].tries = afterOneMore(tries, now, { items: this.items.length, leastMs });
			if (raw === 'gone' || isLast) delete state.rows[key].tries;
		}
	}

	/** A participant from Willo. Unreadable ones must not delay the others. */
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

	/** @param moment the time of the response if Willo returns none */
	private async returnItem(
		raw: WilloObject,
		moment: number,
		more: Partial<Pick<TriggerItem, 'isRepeat' | 'isLast'>> = {},
	): Promise<void> {
		const { client, titles } = this;
		const get = async <T extends WilloObject>(resource: string, key: string) =>
			(await (titles[key] ??= client.get(resource, key))) as T;
		const day = new Date(moment).toISOString().slice(0, 10);
		const { interviews } = this.settings;
		const isNamed = readParticipant(raw).interview.key !== null;
		if (interviews.length > 0 && !isNamed) throw interviewUnknown('Interviews');
		const item = await itemOf({ get }, 'new_response', interviews, raw, day);
		if (item) this.items.push({ ...item, ...more });
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

/**
 * One poll of Willo for responses: the newest page of its list of participants, some of the pages after it,
 * and some of the participants about whom the list is unclear.
 *
 * The given state isn't changed. The poll either returns items and the new state, or throws, and the next poll starts where
 * this one did. `obstacle` is the failure that kept it from doing everything. The next poll does the rest.
 *
 * @throws ApiFailure if Willo can't be read, unless the failure is temporary and the newest page was read
 */
export async function poll(before: State | undefined, settings: PollSettings, client: Client) {
	return await new ResponsePoll(before, settings, client).run();
}
