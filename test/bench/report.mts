import type { Bound } from './bounds.mts';
import { boundsOf } from './bounds.mts';
import type { Measured, Poll, Size } from './cases.mts';

export interface Table {
	title: string;
	head: string[];
	rows: string[][];
}

/** `ms` prints times of this machine; `relative` only how many times the trigger's. */
export type CpuUnit = 'ms' | 'relative';

const UNITS = ['B', 'kB', 'MB', 'GB'];
const METRICS = ['Requests', 'Bytes moved', 'CPU time', 'Peak memory', 'State'];
/** Below this the growth of a process says nothing: it is what the system hands out at once. */
const LEAST_MEMORY = 1_000_000;

export const count = (value: number) => value.toLocaleString('en');

/** Bytes with at most three digits: `13.1 kB`. */
export function bytes(value: number): string {
	let unit = 0;
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`;
}

/** How many times, with two digits at least: `0.056×`, `3.4×`, `1,250×`. */
export function times(value: number): string {
	return `${value < 10 ? Number(value.toPrecision(2)) : count(Math.round(value))}×`;
}

/** The polls and the first listings of all sizes, side by side with the poller by hand. */
export function tablesOf(sizes: Size[], cpu: CpuUnit): Table[] {
	return [
		{
			title: 'A poll',
			head: ['Applications', 'Changes', '', ...METRICS],
			rows: sizes.flatMap(({ applications, polls }) =>
				polls.flatMap((poll) => sideBySide([count(applications), count(poll.changes)], poll, cpu)),
			),
		},
		{
			title: 'The first listing',
			head: ['Applications', 'In the stage', '', ...METRICS],
			rows: sizes.flatMap(({ applications, standing, first }) =>
				sideBySide([count(applications), count(standing)], first, cpu),
			),
		},
	];
}

function sideBySide(
	labels: string[],
	{ trigger, byHand }: Pick<Poll, 'trigger' | 'byHand'>,
	cpu: CpuUnit,
): string[][] {
	const blank = labels.map(() => '');
	const memoryRatio = trigger.memory < LEAST_MEMORY ? '' : times(byHand.memory / trigger.memory);
	return [
		[...labels, 'This trigger', ...figures(trigger, cpu, trigger)],
		[...blank, 'By hand', ...figures(byHand, cpu, trigger)],
		[
			...blank,
			'By hand ÷ trigger',
			times(byHand.requests / trigger.requests),
			times(byHand.bytes / trigger.bytes),
			times(byHand.cpuMs / trigger.cpuMs),
			memoryRatio,
			times(byHand.state / trigger.state),
		],
	];
}

function figures(measured: Measured, cpu: CpuUnit, trigger: Measured): string[] {
	const { requests, bytes: moved, cpuMs, memory, state } = measured;
	const share = cpuMs / trigger.cpuMs;
	return [
		count(requests),
		bytes(moved),
		cpu === 'ms' ? `${count(Math.round(cpuMs))} ms` : times(share).replace('×', ''),
		memory < LEAST_MEMORY ? '< 1 MB' : `+${count(Math.round(memory / 1e6))} MB`,
		bytes(state),
	];
}

/** Lines that say which promises hold, and the size of the state. */
export function linesOf(sizes: Size[]): string[] {
	return sizes.flatMap((size) => {
		const { applications, standing, polls } = size;
		const state = bytes(polls[0].trigger.state);
		return [
			...boundLines(boundsOf(size), `${count(applications)} applications, `),
			`· ${count(applications)} applications, state with ${count(standing)} in the watched stage: ${state}`,
		];
	});
}

/** Lines that say which of these promises hold. */
export function boundLines(bounds: Bound[], about = ''): string[] {
	return bounds.map(({ text, holds }) => `${holds ? '✓' : '✗'} ${about}${text}`);
}

/** A table for the console, its columns aligned, a rule between groups. */
export function asText({ title, head, rows }: Table): string {
	const widths = head.map((text, column) =>
		Math.max(text.length, ...rows.map((row) => row[column].length)),
	);
	const line = (cells: string[]) =>
		cells
			.map((text, column) =>
				column === 2 ? text.padEnd(widths[column]) : text.padStart(widths[column]),
			)
			.join('  ')
			.trimEnd();
	const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
	const lines = rows.flatMap((row) => (row[0] ? [rule, line(row)] : [line(row)]));
	return [title, line(head), ...lines].join('\n');
}

/** The same in Markdown. */
export function asMarkdown({ title, head, rows }: Table): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const alignment = head.map((_, column) => (column === 2 ? '---' : '---:'));
	return [`### ${title}`, '', line(head), line(alignment), ...rows.map(line)].join('\n');
}
