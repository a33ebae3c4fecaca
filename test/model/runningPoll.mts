/** A poll under way: what goes wrong in it, and what can be expected of it. */
import type { Fault } from '../sandbox/faults.mts';
import type { Poll } from '../support/engines.mts';
import type { ObservedPoll } from './observed.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import type { Change, Disturbance, PollRun, Script } from './script.mts';

export interface RunningPoll extends ObservedPoll {
	requests: number;
	/** Of these, those that ask for notes, or whether a watched job and stage still exist. */
	linkRequests: number;
	/** Ashby's clock in the first answer, in ms. */
	clock?: number;
	/** Entries that waited for their note, or for their time in the stage, and what had failed. */
	openBefore: number;
	disturbances: Disturbance[];
	msPerRequest: number;
	/** How long it has read further pages of a candidate's notes. Once begun, they are read to the end. */
	furtherNotesMs: number;
	/** What is wrong with the next requests. */
	faults: Fault[];
	/** Another poll is still running. */
	isOverlapping: boolean;
	atActivation: boolean;
}

interface Setting {
	script: Script;
	org: RecordedAshby;
	workflow: Required<Change>;
	publishing: boolean;
	isOverlapping: boolean;
	openBefore: number;
	/** The application that an earlier poll couldn't read. */
	exceptFor?: string;
}

/** How Ashby may withhold the history of one application. */
const UNREADABLE: Fault[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'code', code: 'read_only' },
];

export function beginPoll(
	poll: Poll,
	{ disturbances = [], msPerRequest = 0 }: PollRun,
	{ script, org, workflow, publishing, isOverlapping, openBefore, exceptFor }: Setting,
): RunningPoll {
	return {
		workflow: { ...workflow },
		publishing: publishing && poll.activation === 'activate',
		startAct: org.acts,
		endAct: 0,
		calm: disturbances.length === 0 && msPerRequest === 0,
		isOverlapping,
		atActivation: poll.atActivation,
		stored: poll.atActivation || script.engine === 'durable',
		repeats: script.repeats,
		minMinutesInStage: script.minMinutesInStage,
		startTime: org.time,
		requests: 0,
		linkRequests: 0,
		openBefore,
		exceptFor,
		disturbances: disturbances.filter(
			// n8n makes changes of a workflow wait for an activation of it that is under way.
			({ meanwhile }) => !poll.atActivation || meanwhile === undefined || meanwhile === 'tick',
		),
		msPerRequest,
		furtherNotesMs: 0,
		faults: [],
	};
}

/** A request of the poll arrives. Returns what is wrong with it; `disturb` does what happens before it. */
export function faultOf(
	running: RunningPoll,
	{ path, applicationId }: { path: string; applicationId?: string },
	{ script, org }: Pick<Setting, 'script' | 'org'>,
	disturb: (disturbance: Disturbance) => void,
): Fault | undefined {
	running.requests++;
	if (!path.startsWith('/application.')) running.linkRequests++;
	for (const disturbance of running.disturbances) {
		if (disturbance.at !== running.requests) continue;
		disturb(disturbance);
		const { fault, times = 1 } = disturbance;
		if (fault) running.faults.push(...new Array<Fault>(times).fill(fault));
	}
	const fault = running.faults.shift();
	const unreadable = org.applications[script.unreadable ?? -1]?.id;
	if (path !== '/application.info' || applicationId !== unreadable) return fault;
	running.exceptFor = unreadable;
	running.askedInVain = true;
	return fault ?? UNREADABLE[(script.unreadable ?? 0) % UNREADABLE.length];
}

/** What n8n is to do while the next request of the poll waits for its answer. Returned once. */
export function takeMeanwhile(running: RunningPoll | undefined): Disturbance['meanwhile'] {
	const found = running?.disturbances.find(
		({ at, meanwhile }) => at === running.requests && meanwhile !== undefined,
	);
	if (!running || !found) return undefined;
	running.disturbances.splice(running.disturbances.indexOf(found), 1);
	return found.meanwhile;
}

/** What is still to go wrong when n8n tries an activation again. */
export const leftOf = ({ faults, msPerRequest }: RunningPoll): PollRun => ({
	msPerRequest,
	disturbances: faults.length > 0 ? [{ at: 1, fault: faults[0], times: faults.length }] : [],
});
