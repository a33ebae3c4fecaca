/** What is simulated with its own clock: a page takes as long as in Ashby, and a day takes seconds. */
import type { Bound } from './bounds.mts';
import type { Invited, Inviting } from './invitationProcess.mts';
import { Child } from './processes.mts';
import type { Table } from './report.mts';
import { count } from './report.mts';
import type { Publishing } from './waitProcess.mts';

export interface Waited extends Omit<Publishing, 'narrowedToken'> {
	/** Minutes, by what the token of a filtered listing returns; null: nobody was invited. */
	minutes: Record<Publishing['narrowedToken'], number | null>;
}

export type Invitation = Inviting & Invited;

const ENGINES = ['classic', 'durable'] as const;
/** Minutes between the polls of the plans' templates. */
const INTERVALS = [180, 30, 5];

/** How long the first candidate waits, who enters a minute after publishing. */
export async function measureWaits(sizes: number[], say: (what: string) => void) {
	const waits: Waited[] = [];
	for (const applications of sizes) {
		for (const engine of ENGINES) {
			for (const intervalMinutes of INTERVALS) {
				say(
					`${count(applications)} applications: ${engine} polls every ${intervalMinutes} minutes`,
				);
				const given = { applications, engine, intervalMinutes };
				const minutesWith = async (narrowedToken: Publishing['narrowedToken']) =>
					await ask<number | null>('waitProcess.mts', 'wait', { ...given, narrowedToken });
				waits.push({
					...given,
					minutes: { showsAll: await minutesWith('showsAll'), blind: await minutesWith('blind') },
				});
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
			const invited = await ask<Invited>('invitationProcess.mts', 'invite', inviting);
			invitations.push({ ...inviting, ...invited });
		}
	}
	return invitations;
}

/** What a field of the job that names the interview costs in the poll that returns all entries. */
export async function jobFieldBound(): Promise<Bound> {
	const many = { jobs: 12, entries: 200 };
	const requestsOf = async (hasField: boolean) =>
		await ask<number>('jobsProcess.mts', 'enter', { ...many, hasField });
	const more = (await requestsOf(true)) - (await requestsOf(false));
	return {
		text: `${many.entries} entries of ${many.jobs} jobs with an interview field: ${more} requests more (at most ${many.jobs})`,
		holds: more <= many.jobs,
	};
}

async function ask<T>(module: string, name: string, argument: object): Promise<T> {
	const child = new Child(module);
	try {
		return await child.ask<T>(name, argument);
	} finally {
		child.stop();
	}
}

export function waitsTable(waits: Waited[]): Table {
	return {
		title: 'From entry to execution, for a candidate who enters a minute after publishing',
		head: [
			'Applications',
			'A poll every',
			'n8n’s poller',
			'The token returns every change',
			'It doesn’t',
		],
		rows: waits.map(({ applications, engine, intervalMinutes, minutes }, index) => [
			engine === ENGINES[0] && intervalMinutes === INTERVALS[0] ? count(applications) : '',
			duration(intervalMinutes),
			index % INTERVALS.length === 0 ? engine : '',
			duration(minutes.showsAll),
			duration(minutes.blind),
		]),
	};
}

export function invitationsTable(invitations: Invitation[]): Table {
	return {
		title: 'An invited candidate, from the entry to the confirmed note',
		head: ['Ashby', 'Willo', 'Requests for one candidate'],
		rows: invitations.map(({ isLost, noteBumpsApplication, candidates, ashby, willo }) => [
			count(ashby / candidates),
			count(willo / candidates),
			[
				isLost ? 'The execution is lost after the invitation' : 'All goes well',
				...(noteBumpsApplication ? ['a note counts as a change of the application'] : []),
			].join('; '),
		]),
	};
}

/** What is promised about an invited candidate. */
export function invitationBounds(invitations: Invitation[]): Bound[] {
	return invitations.map((measured) => {
		const { isLost, noteBumpsApplication, candidates, quiet } = measured;
		const most = {
			ashby: (isLost ? 6 : 3) + (noteBumpsApplication ? 1 : 0),
			willo: isLost ? 2 : 1,
		};
		const what = [
			isLost ? 'a lost execution' : 'an invited candidate',
			...(noteBumpsApplication ? ['a note changes the application'] : []),
		].join(', ');
		const once = measured.invitations === candidates && measured.notes === candidates;
		return {
			text: `${what}: Ashby ${measured.ashby / candidates} requests (at most ${most.ashby}), Willo ${measured.willo / candidates} (at most ${most.willo}), then ${quiet} a poll; ${measured.invitations} of ${candidates} invited, ${measured.notes} noted`,
			holds:
				once &&
				quiet === 1 &&
				measured.ashby <= most.ashby * candidates &&
				measured.willo <= most.willo * candidates,
		};
	});
}

/** `4 min`, `2.5 h`, `3 days`. */
function duration(minutes: number | null): string {
	if (minutes === null) return 'never';
	if (minutes < 60) return `${Math.round(minutes)} min`;
	if (minutes < 48 * 60) return `${Number((minutes / 60).toPrecision(2))} h`;
	return `${Number((minutes / 60 / 24).toPrecision(2))} days`;
}
