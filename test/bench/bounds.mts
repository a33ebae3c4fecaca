import type { Measured, Poll, Size } from './cases.mts';

/** A promise about cost, and whether the measured figures keep it. */
export interface Bound {
	text: string;
	holds: boolean;
}

const PAGE_SIZE = 100;
/** Publishing asks whether the job of a link and its stage are there: two requests for the one job. */
const LINK_CHECK = 2;
/** A listing without applications returns the first token. */
const TOKEN = 1;
const count = (value: number) => value.toLocaleString('en');
const counted = (value: number, one: string, more = `${one}s`) =>
	`${count(value)} ${value === 1 ? one : more}`;
const pagesAnd = (pages: number, histories: number) =>
	`${counted(pages, 'page')} + ${counted(histories, 'history', 'histories')}`;

/** What the trigger promises about its cost, for one size. */
export function boundsOf(size: Size): Bound[] {
	const { applications, standing, first, polls, linksAdded, quietWithAll } = size;
	const pages = Math.ceil(applications / PAGE_SIZE);
	// Each further poll of a listing begins with what changed, and so does its end.
	const meanwhile = first.trigger.polls > 1 ? first.trigger.polls : 0;
	const quiet = polls.find(({ changes }) => changes === 0);
	const all = [first.trigger, ...polls.map(({ trigger }) => trigger), linksAdded, quietWithAll];
	return [
		...(quiet ? [atMost('quiet poll, 1 watched stage', quiet.trigger, 1)] : []),
		atMost('quiet poll, 50 watched stages', quietWithAll, 1),
		...polls.filter(({ changes }) => changes > 0).flatMap(boundsOfPoll),
		atMost(
			`first listing, ${count(standing)} in the watched stage`,
			first.trigger,
			TOKEN + pages + LINK_CHECK + meanwhile,
			`${TOKEN} for a token + ${counted(pages, 'page')} + ${LINK_CHECK} to check the watched stage${meanwhile ? ` + ${meanwhile} for what changed meanwhile` : ''}`,
		),
		atMost(
			'49 watched stages added while it runs',
			linksAdded,
			linksAdded.polls + pages,
			`${count(linksAdded.polls)} for what changed + ${count(pages)} pages`,
		),
		{
			text: 'never more than one request at a time',
			holds: all.every(({ mostAtOnce }) => mostAtOnce === 1),
		},
	];
}

function boundsOfPoll({ changes, entries, candidates, trigger, byHand }: Poll): Bound[] {
	const pages = Math.ceil(changes / PAGE_SIZE);
	// The next poll reads what this one had no time for, after what has changed meanwhile.
	const further = trigger.polls - 1;
	return [
		atMost(
			`${count(changes)} changes`,
			trigger,
			pages + candidates + further,
			`${pagesAnd(pages, candidates)}${further ? ` + ${further} to begin another poll` : ''}`,
		),
		{
			text: `${count(changes)} changes: ${count(trigger.items)} of ${count(entries)} entries found (by hand: ${count(byHand.items)})`,
			holds: trigger.items === entries,
		},
	];
}

function atMost(what: string, measured: Measured, most: number, sum = count(most)): Bound {
	return {
		text: `${what}: ${counted(measured.requests, 'request')} (at most ${sum})`,
		holds: measured.requests <= most,
	};
}
