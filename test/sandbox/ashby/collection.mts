/** The place of a row in a collection's listing: `createdAt`, then the order of insertion. */
export interface Place {
	createdAt: string;
	number: number;
}

interface Entry<Row> extends Place {
	row: Row;
	/** The sequence number of the latest change of the row. */
	changed: number;
}

const isBefore = (a: Place, b: Place): boolean =>
	a.createdAt === b.createdAt ? a.number < b.number : a.createdAt < b.createdAt;

/**
 * Rows by id, listed in ascending order of `createdAt`, with an ordered log of their changes. Finding
 * the changes after a sequence number costs as much as there are changes, not rows: the log holds
 * one valid entry a row (its latest change), and entries that a later change made stale are passed
 * over and cleared out now and then.
 */
export class Collection<Row extends { id: string; createdAt: string }> extends Map<string, Row> {
	private readonly entryOf = new Map<string, Entry<Row>>();
	private readonly listing: Entry<Row>[] = [];
	private log: { entry: Entry<Row>; changed: number }[] = [];
	private inserted = 0;
	/** The sequence number of the latest change in the collection. */
	sequence = 0;

	add(row: Row): Row {
		const entry = { row, createdAt: row.createdAt, number: this.inserted++, changed: 0 };
		const last = this.listing.at(-1);
		// Nearly always at the end; applications and notes can be created with a date in the past.
		const at = !last || isBefore(last, entry) ? this.listing.length : this.indexAfter(entry);
		this.listing.splice(at, 0, entry);
		this.entryOf.set(row.id, entry);
		this.set(row.id, row);
		this.touch(row.id);
		return row;
	}

	/** Notes that a row changed. */
	touch(id: string): void {
		const entry = this.entryOf.get(id);
		if (!entry) throw new Error(`There is no row ${id}`);
		entry.changed = ++this.sequence;
		this.log.push({ entry, changed: entry.changed });
		if (this.log.length > 2 * this.size + 1000) this.log = this.log.filter(isLatest);
	}

	override delete(id: string): boolean {
		const entry = this.entryOf.get(id);
		if (entry) {
			this.listing.splice(this.indexAfter(entry) - 1, 1);
			this.entryOf.delete(id);
			entry.changed = -1;
		}
		return super.delete(id);
	}

	/** The rows after a place (all without one) in the order of the listing. */
	*rowsAfter(place?: Place): Generator<{ row: Row; place: Place }> {
		for (let at = place ? this.indexAfter(place) : 0; at < this.listing.length; at++) {
			const entry = this.listing[at];
			yield { row: entry.row, place: entry };
		}
	}

	/** The rows that changed after a sequence number, in the order of their latest changes. */
	*changesAfter(sequence: number): Generator<{ row: Row; place: Place; changed: number }> {
		const log = this.log;
		for (let at = firstAfter(log, (item) => item.changed > sequence); at < log.length; at++) {
			const { entry, changed } = log[at];
			if (entry.changed === changed) yield { row: entry.row, place: entry, changed };
		}
	}

	private indexAfter(place: Place): number {
		return firstAfter(this.listing, (entry) => isBefore(place, entry));
	}
}

const isLatest = (item: { entry: { changed: number }; changed: number }): boolean =>
	item.entry.changed === item.changed;

/** The index of the first element that is past; `isPast` is false, then true along the list. */
function firstAfter<T>(list: T[], isPast: (element: T) => boolean): number {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isPast(list[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Places sort as the listing does. */
export const inListingOrder = (a: { place: Place }, b: { place: Place }): number =>
	isBefore(a.place, b.place) ? -1 : 1;
