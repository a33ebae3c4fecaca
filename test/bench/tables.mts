/** The figures as tables in Markdown. */
import type { Measured, Poll, Size } from './cases.mts';
import type { Invitation, Waited } from './promises.mts';

type Row = Record<string, string>;

/** Below this the growth of a process says nothing: it is what the system hands out at once. */
const LEAST_MEMORY = 1_000_000;

export const count = (value: number) => value.toLocaleString('en');

/** With at most three digits: `13.1 KB`. */
const bytes = (value: number) =>
	value
		.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 })
		.replace(/\D?$/, ' $&B');

export function tablesOf(sizes: Size[], invitations: Invitation[], waits: Waited[]): string {
	return [
		'### A poll',
		tableOf(
			sizes.flatMap(({ applications, polls }) =>
				polls.flatMap(({ changes, ...poll }) =>
					sideBySide({ Applications: count(applications), Changes: count(changes) }, poll),
				),
			),
		),
		'### The first listing',
		tableOf(
			sizes.flatMap(({ applications, standing, first }) =>
				sideBySide({ Applications: count(applications), 'In the stage': count(standing) }, first),
			),
		),
		'### An invited candidate, from the entry to the confirmed note',
		tableOf(
			invitations.map(({ isLost, noteBumpsApplication, candidates, ashby, willo }) => ({
				'The execution is lost after the invitation': isLost ? 'yes' : 'no',
				'A note counts as a change': noteBumpsApplication ? 'yes' : 'no',
				'Requests to Ashby': count(ashby / candidates),
				'Requests to Willo': count(willo / candidates),
			})),
		),
		'### From entry to execution, for a candidate who enters a minute after publishing',
		tableOf(
			waits.map(({ applications, engine, intervalMinutes, minutes, minutesIfBlind }) => ({
				Applications: count(applications),
				'n8n’s poller': engine,
				'A poll every': duration(intervalMinutes),
				'The token returns every change': duration(minutes),
				'It doesn’t': duration(minutesIfBlind),
			})),
		),
	].join('\n\n');
}

/** The CPU time is a multiple of the trigger's, because it depends on the machine. */
function sideBySide(labels: Row, { trigger, byHand }: Pick<Poll, 'trigger' | 'byHand'>): Row[] {
	const figures = (poller: string, measured: Measured) => ({
		...labels,
		Poller: poller,
		Requests: count(measured.requests),
		'Bytes moved': bytes(measured.bytes),
		'CPU time': String(Number((measured.cpuMs / trigger.cpuMs).toPrecision(2))),
		'Peak memory': measured.memory < LEAST_MEMORY ? '< 1 MB' : `+${bytes(measured.memory)}`,
		State: bytes(measured.state),
	});
	return [figures('This trigger', trigger), figures('By hand', byHand)];
}

function tableOf(rows: Row[]): string {
	const names = Object.keys(rows[0]);
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [
		line(names),
		line(names.map(() => '---')),
		...rows.map((row) => line(Object.values(row))),
	].join('\n');
}

/** `4 min`, `2.5 h`, `3 days`. */
function duration(minutes: number | null): string {
	if (minutes === null) return 'never';
	if (minutes < 60) return `${Math.round(minutes)} min`;
	if (minutes < 48 * 60) return `${Number((minutes / 60).toPrecision(2))} h`;
	return `${Number((minutes / 60 / 24).toPrecision(2))} days`;
}
