import { randomBytes } from 'node:crypto';

import { inListingOrder } from './collection.mts';
import type { Place } from './collection.mts';
import type { AshbySwitches } from './types.mts';

/** A refusal: HTTP 200 with `success: false` and this code. */
export class Refusal extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

export type Filters = Record<string, unknown>;

/** What can be listed. Without `changesAfter` there are no sync tokens. */
export interface Source<Row> {
	rowsAfter(place?: Place): Iterable<{ row: Row; place: Place }>;
	changesAfter?(sequence: number): Iterable<{ row: Row; place: Place; changed: number }>;
	has?(id: string): boolean;
	readonly sequence?: number;
}

export interface PageRequest<Row> {
	/** What the cursors and tokens are valid for: the endpoint, and the object whose rows it lists. */
	scope: string;
	source: Source<Row>;
	body: { cursor?: string; syncToken?: string; limit?: number };
	filters?: Filters;
	matches?: (row: Row, filters: Filters) => boolean;
	/** Whether the key may see the row. */
	isVisible?: (row: Row) => boolean;
}

export interface Page<Row> {
	rows: Row[];
	moreDataAvailable: boolean;
	nextCursor?: string;
	syncToken?: string;
}

/** One listing, from its first page to its last. */
interface Run {
	scope: string;
	/** The filters of its first page, then those that its token kept. */
	filters: Filters[];
	/** The latest change that its token needn't cover: usually the one when its first page began. */
	start: number;
	/** When each row was read, for tokens that cover changes since then. */
	readAt: Map<string, number>;
	/** The token it came from; a full listing has none. */
	token?: string;
	/** The changed rows of an incremental run, in the order of the listing. */
	changes?: { row: { id: string }; place: Place }[];
	delivered: number;
}

/** Where a page continues: after a row of a full listing, an index, or a change's number. */
type Position = Place | number | undefined;

interface Cursor {
	run: Run;
	page: number;
	position: Position;
	issuedAt: number;
	/** The page before was the empty one. */
	isAfterEmpty: boolean;
}

interface Token {
	scope: string;
	filters: Filters[];
	/** The change since which it covers; `readAt` knows better for the rows it names. */
	start: number;
	readAt?: Map<string, number>;
	issuedAt: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_LIMIT = 100;

/** The pages, cursors and sync tokens of all lists. */
export class Listings {
	private readonly cursors = new Map<string, Cursor>();
	private readonly tokens = new Map<string, Token>();

	constructor(
		private readonly switches: AshbySwitches,
		private readonly now: () => Date,
	) {}

	/** One page. Throws a Refusal with one of the codes for cursors and tokens, or `invalid_input`. */
	page<Row extends { id: string }>(request: PageRequest<Row>): Page<Row> {
		const limit = this.limit(request.body.limit);
		const cursor = this.cursor(request) ?? this.begin(request, limit);
		const { run, page } = cursor;

		if (this.switches.emptyMiddlePage && page === 2 && !cursor.isAfterEmpty) {
			const nextCursor = this.issueCursor({ ...cursor, isAfterEmpty: true });
			return { rows: [], moreDataAvailable: true, nextCursor };
		}

		const fits = this.fits(request, this.filtersOf(request, cursor));
		const rows: Row[] = [];
		let { position } = cursor;
		let moreDataAvailable = false;
		for (const item of this.itemsAfter(request.source, cursor)) {
			if (!fits(item.row)) continue;
			moreDataAvailable = rows.length === limit;
			if (moreDataAvailable) break;
			rows.push(item.row);
			position = item.position;
		}

		run.delivered += rows.length;
		const { sequence } = request.source;
		if (this.switches.tokenCovers === 'rowRead' && sequence !== undefined) {
			for (const row of rows) run.readAt.set(row.id, sequence);
		}
		const next = { run, page: page + 1, position, isAfterEmpty: false };
		const answer: Page<Row> = { rows, moreDataAvailable };
		if (moreDataAvailable || this.switches.lastPageCursor)
			answer.nextCursor = this.issueCursor(next);
		if (!moreDataAvailable && sequence !== undefined) {
			const isFull = run.token === undefined;
			if (this.switches.tokenCovers === 'lastPage' && isFull) run.start = sequence;
			answer.syncToken = this.tokenAfter(run);
		}
		return answer;
	}

	private limit(limit = MAX_LIMIT): number {
		if (limit > MAX_LIMIT && this.switches.limitOver100 === 'refused') {
			throw new Refusal('invalid_input', 'limit: Too big: expected number to be <=100');
		}
		return Math.min(limit, MAX_LIMIT, this.switches.pageSize);
	}

	/** The cursor that a request names, if it names one. */
	private cursor({
		body,
		scope,
	}: Pick<PageRequest<unknown>, 'body' | 'scope'>): Cursor | undefined {
		if (body.cursor === undefined) return undefined;
		const cursor = this.cursors.get(body.cursor);
		const again = 'Make the first request again without a cursor.';
		if (!cursor) throw new Refusal('invalid_next_cursor', `The cursor cannot be read. ${again}`);
		const { run, issuedAt } = cursor;
		if (run.scope !== scope) {
			throw new Refusal('cursor_invalid', `The cursor belongs to another list. ${again}`);
		}
		if (this.isOlder(issuedAt, this.switches.cursorLifetimeDays)) {
			throw new Refusal('next_cursor_expired', `The cursor has expired. ${again}`);
		}
		const { tokenOnLaterPages } = this.switches;
		if (tokenOnLaterPages === 'tokenRefused' && body.syncToken !== undefined) {
			throw new Refusal('invalid_input', 'syncToken: Invalid input: not allowed beside a cursor');
		}
		const isMissing = tokenOnLaterPages === 'tokenRequired' && body.syncToken === undefined;
		if (run.token !== undefined && isMissing) {
			throw new Refusal('invalid_next_cursor', `The cursor needs the token of its run. ${again}`);
		}
		if (body.syncToken !== undefined && body.syncToken !== run.token) {
			throw new Refusal('invalid_next_cursor', `The cursor belongs to another run. ${again}`);
		}
		return cursor;
	}

	/** Begins a full listing, or the incremental run of a token. */
	private begin<Row extends { id: string }>(request: PageRequest<Row>, limit: number): Cursor {
		const { scope, source, body, filters = {} } = request;
		const readAt = new Map<string, number>();
		const run: Run = {
			scope,
			filters: [filters],
			start: source.sequence ?? 0,
			readAt,
			delivered: 0,
		};
		const first = { run, page: 1, issuedAt: this.now().getTime(), isAfterEmpty: false };
		if (body.syncToken === undefined) return { ...first, position: undefined };

		const token = this.token(body.syncToken, scope);
		if (this.switches.tokenWithFilters === 'refused' && Object.keys(filters).length > 0) {
			throw new Refusal('invalid_input', 'syncToken: Invalid input: not allowed beside filters');
		}
		run.token = body.syncToken;
		if (this.switches.tokenFilters === 'kept') run.filters.push(...token.filters);
		const fits = this.fits(request, run.filters);
		const most = this.switches.incrementalPageLimit * limit;
		run.changes = [];
		for (const { row, place, changed } of source.changesAfter?.(token.start) ?? []) {
			if (changed <= (token.readAt?.get(row.id) ?? 0) || !fits(row)) continue;
			run.changes.push({ row, place });
			if (run.changes.length > most) {
				throw new Refusal(
					'incremental_sync_too_large',
					'Too much has changed since this sync token. Discard it and perform a full sync.',
				);
			}
		}
		if (this.switches.incrementalOrder === 'changedAt') return { ...first, position: token.start };
		run.changes.sort(inListingOrder);
		return { ...first, position: 0 };
	}

	private token(text: string, scope: string): Token {
		const token = this.tokens.get(text);
		const again = 'Discard it and perform a full sync.';
		if (!token || token.scope !== scope) {
			throw new Refusal('sync_token_invalid', `The sync token cannot be read. ${again}`);
		}
		if (this.isOlder(token.issuedAt, this.switches.tokenLifetimeDays)) {
			throw new Refusal('sync_token_expired', `The sync token has expired. ${again}`);
		}
		return token;
	}

	/** The filters that apply to a page. */
	private filtersOf({ filters = {} }: { filters?: Filters }, { run }: Cursor): Filters[] {
		if (this.switches.filtersOnLaterPages === 'kept') return run.filters;
		return [filters, ...run.filters.slice(1)];
	}

	private fits<Row>(request: PageRequest<Row>, all: Filters[]): (row: Row) => boolean {
		const { isVisible = () => true, matches = () => true } = request;
		return (row) => isVisible(row) && all.every((filters) => matches(row, filters));
	}

	/** The rows from a cursor on, each with the position behind it. */
	private *itemsAfter<Row extends { id: string }>(
		source: Source<Row>,
		{ run, position }: Cursor,
	): Generator<{ row: Row; position: Position }> {
		if (!run.changes) {
			for (const { row, place } of source.rowsAfter(position as Place | undefined)) {
				yield { row, position: { createdAt: place.createdAt, number: place.number } };
			}
		} else if (this.switches.incrementalOrder === 'changedAt') {
			const readAt = this.tokens.get(run.token ?? '')?.readAt;
			for (const { row, changed } of source.changesAfter?.(position as number) ?? []) {
				if (changed > (readAt?.get(row.id) ?? 0)) yield { row, position: changed };
			}
		} else {
			for (let at = position as number; at < run.changes.length; at++) {
				const row = run.changes[at].row as Row;
				if (source.has?.(row.id)) yield { row, position: at + 1 };
			}
		}
	}

	/** The token at the end of a run. */
	private tokenAfter(run: Run): string | undefined {
		const { tokenWhenUnchanged, tokenCovers, tokenLifetimeFrom } = this.switches;
		const issuedAt = this.now().getTime();
		if (run.token !== undefined && run.delivered === 0) {
			if (tokenWhenUnchanged === 'absent') return undefined;
			const token = this.tokens.get(run.token);
			if (token && tokenWhenUnchanged === 'same') {
				if (tokenLifetimeFrom === 'lastIssue') token.issuedAt = issuedAt;
				return run.token;
			}
		}
		const text = randomBytes(7).toString('base64url').slice(0, 9);
		const { scope, start } = run;
		const filters = distinct(run.filters);
		const readAt = tokenCovers === 'rowRead' ? new Map(run.readAt) : undefined;
		this.tokens.set(text, { scope, filters, start, readAt, issuedAt });
		return text;
	}

	private issueCursor(cursor: Omit<Cursor, 'issuedAt'>): string {
		const text = randomBytes(82).toString('base64url');
		this.cursors.set(text, { ...cursor, issuedAt: this.now().getTime() });
		return text;
	}

	private isOlder(issuedAt: number, days: number): boolean {
		return this.now().getTime() - issuedAt > days * DAY_MS;
	}
}

/** Each set of filters once, so that a token that keeps its own does not grow from run to run. */
function distinct(all: Filters[]): Filters[] {
	return [...new Map(all.map((filters) => [JSON.stringify(filters), filters])).values()];
}
