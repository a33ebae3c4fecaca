import type { Mutation } from './run.mts';

export type Row = [
	what: string,
	find: string,
	replace: string,
	more?: Partial<Pick<Mutation, 'and' | 'test'>>,
];

/** Mutations of one file, each with what it replaces by what. `and` is the second guard of a promise that has two. */
export function inFile(file: string, rows: Row[]): Mutation[] {
	return rows.map(([what, find, replace, more]) => ({ what, file, find, replace, ...more }));
}
