import fc from 'fast-check';
import { DateTime } from 'luxon';

import { Collection } from './collection.mts';

interface Row {
	id: string;
	createdAt: string;
}

const row = (id: number, day: number): Row => ({
	id: String(id),
	createdAt: DateTime.utc(2026, 1, 1).plus({ days: day }).toJSDate().toISOString(),
});

const idsOf = (items: Iterable<{ row: Row }>): string[] => [...items].map((item) => item.row.id);

it('lists and logs like a plain list of everything', () => {
	const act = fc.record({
		kind: fc.constantFrom('add', 'touch', 'touch', 'delete'),
		pick: fc.nat(),
		day: fc.nat(5),
	});
	fc.assert(
		fc.property(fc.array(act, { maxLength: 80 }), fc.nat(), (acts, since) => {
			const rows = new Collection<Row>();
			let plain: { row: Row; number: number; changed: number }[] = [];
			let sequence = 0;
			acts.forEach(({ kind, pick, day }, number) => {
				const picked = plain[pick % Math.max(1, plain.length)];
				if (kind === 'add') {
					plain.push({ row: rows.add(row(number, day)), number, changed: ++sequence });
				} else if (picked && kind === 'touch') {
					rows.touch(picked.row.id);
					picked.changed = ++sequence;
				} else if (picked) {
					rows.delete(picked.row.id);
					plain = plain.filter((other) => other !== picked);
				}
			});
			const byCreation = [...plain].sort(
				(a, b) => a.row.createdAt.localeCompare(b.row.createdAt) || a.number - b.number,
			);
			const byChange = [...plain].sort((a, b) => a.changed - b.changed);
			const from = since % (sequence + 1);

			expect(rows.sequence).toBe(sequence);
			expect([...rows.keys()].sort()).toEqual(plain.map((item) => item.row.id).sort());
			const listed = [...rows.rowsAfter()];
			expect(idsOf(listed)).toEqual(idsOf(byCreation));
			listed.forEach(({ place }, at) => {
				expect(idsOf(rows.rowsAfter(place))).toEqual(idsOf(byCreation.slice(at + 1)));
			});
			expect(idsOf(rows.changesAfter(from))).toEqual(
				idsOf(byChange.filter(({ changed }) => changed > from)),
			);
		}),
		{ numRuns: 300 },
	);
});

it('forgets old changes', () => {
	const rows = new Collection<Row>();
	for (let id = 0; id < 3; id++) rows.add(row(id, id));
	for (let change = 0; change < 10_000; change++) rows.touch(String(change % 2));
	expect(idsOf(rows.changesAfter(0))).toEqual(['2', '0', '1']);
	expect(Reflect.get(rows, 'log').length).toBeLessThan(1_100);
});

it('refuses to touch a record that doesn’t exist', () => {
	expect(() => new Collection<Row>().touch('x')).toThrow('no row x');
});
