/** What the trigger promises about its cost, and what is simulated to see whether it keeps that. */
import type { JestWorkerFarm } from 'jest-worker';

import type { Measured, Poll, Size } from './cases.mts';
import { processOf } from './processes.mts';
import type * as simulations from './simulatedProcess.mts';
import type { Invited, Inviting, Waiting } from './simulatedProcess.mts';
import { count } from './tables.mts';

export interface Bound {
	text: string;
	holds: boolean;
}

export type Invitation = Inviting & Invited;

export interface Waited extends Omit<Waiting, 'isTokenBlind'> {
	/** By whether the token of a filtered listing returns every change; null: nobody was invited. */
	minutes: number | null;
	minutesIfBlind: number | null;
}

const PAGE_SIZE = 100;
/** Publishing asks whether the job of a link and its stage are there: two requests for the one job. */
const LINK_CHECK = 2;
/** A listing without applications returns the first token. */
const TOKEN = 1;
/** Minutes between the polls of the plans' templates. */
const INTERVALS = [180, 30, 5];

type Simulations = typeof simulations;

/** Asks a process of its own, whose clock begins with it. */
async function simulated<T>(ask: (process: JestWorkerFarm<Simulations>) => Promise<T>): Promise<T> {
	const process = processOf<Simulations>('simulatedProcess.mts', ['wait', 'invite', 'enter']);
	try {
		return await ask(process);
	} finally {
		// Nobody has to wait for its end.
		void process.end();
	}
}

/** How long the first candidate waits, who enters a minute after publishing. */
export async function measureWaits(sizes: number[]): Promise<Waited[]> {
	const waits: Waited[] = [];
	for (const applications of sizes) {
		for (const engine of ['classic', 'durable'] as const) {
			for (const intervalMinutes of INTERVALS) {
				const given = { applications, engine, intervalMinutes };
				const minutesWith = async (isTokenBlind: boolean) =>
					await simulated((process) => process.wait({ ...given, isTokenBlind }));
				const minutes = await minutesWith(false);
				waits.push({ ...given, minutes, minutesIfBlind: await minutesWith(true) });
			}
		}
	}
	return waits;
}

/** What an invited candidate costs, from the entry to the confirmed note. */
export async function measureInvitations(): Promise<Invitation[]> {
	const invitations: Invitation[] = [];
	for (const isLost of [false, true]) {
		for (const noteBumpsApplication of [false, true]) {
			const inviting = { isLost, noteBumpsApplication };
			const invited = await simulated((process) => process.invite(inviting));
			invitations.push({ ...inviting, ...invited });
		}
	}
	return invitations;
}

export function boundsOfInvitation(measured: Invitation): Bound[] {
	const { isLost, noteBumpsApplication, candidates, invitations, notes, quiet } = measured;
	const most = (isLost ? 6 : 3) + (noteBumpsApplication ? 1 : 0);
	const lost = isLost ? ', a lost execution' : '';
	const what = `an invited candidate${lost}${noteBumpsApplication ? ', a note changes the application' : ''}`;
	return [
		atMost(`${what}: Ashby`, measured.ashby / candidates, most),
		atMost(`${what}: Willo`, measured.willo / candidates, isLost ? 2 : 1),
		atMost(`${what}: a poll afterwards`, quiet, 1),
		{
			text: `${what}: ${invitations} of ${candidates} invited, ${notes} noted`,
			holds: invitations === candidates && notes === candidates,
		},
	];
}

/** What a field of the job that names the interview costs in the poll that returns all entries. */
export async function jobFieldBound(): Promise<Bound> {
	const many = { jobs: 12, entries: 200 };
	const requestsOf = async (hasField: boolean) =>
		await simulated((process) => process.enter({ ...many, hasField }));
	const more = (await requestsOf(true)) - (await requestsOf(false));
	return atMost(
		`an interview field, ${many.entries} entries of ${many.jobs} jobs`,
		more,
		many.jobs,
	);
}

export function boundsOf(size: Size): Bound[] {
	const { standing, first, polls, linksAdded, quietWithAll } = size;
	const applications = `${count(size.applications)} applications`;
	const pages = Math.ceil(size.applications / PAGE_SIZE);
	// Each further poll of a listing begins with what changed. So does its end, with each token if it took several polls.
	const { polls: firstPolls } = first.trigger;
	const meanwhile = firstPolls > 1 ? firstPolls + 1 : 1;
	const mostOfFirst = TOKEN + pages + LINK_CHECK + meanwhile;
	const all = [first.trigger, ...polls.map(({ trigger }) => trigger), linksAdded, quietWithAll];
	const bound = (what: string, { requests }: Measured, most: number) =>
		atMost(`${applications}, ${what}`, requests, most);
	return [
		bound('a quiet poll of 50 watched stages', quietWithAll, 1),
		...polls.flatMap(({ changes, entries, trigger, byHand, ...poll }) => [
			bound(`${count(changes)} changes`, trigger, mostOf({ changes, trigger, ...poll })),
			{
				text: `${applications}, ${count(changes)} changes: ${trigger.items} of ${entries} entries found (by hand: ${byHand.items})`,
				holds: trigger.items === entries,
			},
		]),
		bound(`first listing, ${count(standing)} in the stage`, first.trigger, mostOfFirst),
		bound('49 watched stages added while it runs', linksAdded, linksAdded.polls + pages),
		{
			text: `${applications}, never more than one request at a time`,
			holds: all.every(({ mostAtOnce }) => mostAtOnce === 1),
		},
	];
}

/**
 * One request for each page of changes and each history. The next poll reads what this one had no time for, after what has
 * changed meanwhile.
 */
function mostOf({
	changes,
	candidates,
	trigger,
}: Pick<Poll, 'changes' | 'candidates' | 'trigger'>) {
	return Math.max(1, Math.ceil(changes / PAGE_SIZE)) + candidates + trigger.polls - 1;
}

function atMost(what: string, requests: number, most: number): Bound {
	return {
		text: `${what}: ${count(requests)} of at most ${count(most)} requests`,
		holds: requests <= most,
	};
}
