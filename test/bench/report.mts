import type { Measured, Poll, Size } from './cases.mts';

export interface Table {
	title: string;
	head: string[];
	rows: string[][];
}

const METRICS = ['Requests', 'Bytes moved', 'CPU time', 'Peak memory', 'State'];
/** Below this the growth of a process says nothing: it is what the system hands out at once. */
const LEAST_MEMORY = 1_000_000;

export const count = (value: number) => value.toLocaleString('en');

/** Bytes with at most three digits: `13.1 kB`. */
const bytes = (value: number) =>
	value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 }) + 'B';

/** How many times, with two digits at least: `0.056×`, `3.4×`, `1,250×`. */
const times = (value: number) =>
	`${value < 10 ? Number(value.toPrecision(2)) : count(Math.round(value))}×`;

/** The polls and the first listings of all sizes, side by side with the poller by hand. */
export function tablesOf(sizes: Size[]): Table[] {
	return [
		{
			title: 'A poll',
			head: ['Applications', 'Changes', '', ...METRICS],
			rows: sizes.flatMap(({ applications, polls }) =>
				polls.flatMap((poll) => sideBySide([count(applications), count(poll.changes)], poll)),
			),
		},
		{
			title: 'The first listing',
			head: ['Applications', 'In the stage', '', ...METRICS],
			rows: sizes.flatMap(({ applications, standing, first }) =>
				sideBySide([count(applications), count(standing)], first),
			),
		},
	];
}

function sideBySide(
	labels: string[],
	{ trigger, byHand }: Pick<Poll, 'trigger' | 'byHand'>,
): string[][] {
	const ratios = (['requests', 'bytes', 'cpuMs', 'memory', 'state'] as const).map((metric) =>
		metric === 'memory' && trigger.memory < LEAST_MEMORY
			? ''
			: times(byHand[metric] / trigger[metric]),
	);
	return [
		[...labels, 'This trigger', ...figures(trigger, trigger)],
		['', '', 'By hand', ...figures(byHand, trigger)],
		['', '', 'By hand ÷ trigger', ...ratios],
	];
}

/** The time of the CPU is a multiple of the trigger's, because it depends on the machine. */
function figures({ requests, bytes: moved, cpuMs, memory, state }: Measured, trigger: Measured) {
	return [
		count(requests),
		bytes(moved),
		times(cpuMs / trigger.cpuMs).replace('×', ''),
		memory < LEAST_MEMORY ? '< 1 MB' : `+${bytes(memory)}`,
		bytes(state),
	];
}

export function asMarkdown({ title, head, rows }: Table): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const alignment = head.map((_, column) => (column === 2 ? '---' : '---:'));
	return [`### ${title}`, '', line(head), line(alignment), ...rows.map(line)].join('\n');
}
