/** The scripts of the model: plain data that fast-check draws, shrinks and prints. */
import type { AshbySwitches } from '../sandbox/ashby.mts';
import type { Fault } from '../sandbox/faults.mts';
import type { Kill } from '../support/engines.mts';

export const WHEN = ['fromNowOn', 'catchUp', 'includeExisting'] as const;

/** What a person does in Ashby. Applications go by number, modulo those there are. */
export type Act =
	| { do: 'add'; job: number; stage: string }
	| { do: 'move'; app: number; stage: string }
	| { do: 'transfer'; app: number; job: number; stage: string }
	| {
			do: 'archive' | 'reopen' | 'edit' | 'note' | 'deleteCandidate' | 'deleteApplication';
			app: number;
	  }
	| { do: 'editHistory'; app: number; row: number; byMs: number }
	| { do: 'removeHistory'; app: number; row: number }
	| { do: 'merge'; app: number; into: number }
	| { do: 'deleteStage'; job: number; stage: string }
	| { do: 'deleteJob'; job: number };

/** A person changes the workflow. */
export interface Change {
	links?: number[];
	whenActivated?: (typeof WHEN)[number];
	includeWhoLeft?: boolean;
}

/** What happens at the n-th request of a poll, 1 being the first. */
export interface Disturbance {
	at: number;
	/** Just before the request is answered. */
	acts?: Act[];
	passMs?: number;
	/** n8n does something else in the meantime. */
	meanwhile?: 'tick' | 'unpublish' | 'republish' | 'rename' | { update: Change };
	/** The request goes wrong, and so do the next ones, `times` in all. */
	fault?: Fault;
	times?: number;
}

export interface PollRun {
	kill?: Kill;
	/** How long each request takes: polls run out of time. */
	msPerRequest?: number;
	disturbances?: Disturbance[];
}

export type Step =
	| Act
	| { do: 'pass'; ms: number }
	| ({ do: 'tick' } & PollRun)
	| ({ do: 'publish'; change?: Change } & PollRun)
	| { do: 'unpublish' }
	| ({ do: 'update'; change: Change } & PollRun)
	/** The executions under way fail, are canceled or are lost with a worker: they write no notes. */
	| { do: 'fail' }
	/** With `dies`, the executions of the last poll die with n8n; else they end before. */
	| ({ do: 'restart'; dies?: boolean } & PollRun)
	| { do: 'testEvent' }
	/** The other trigger of the workflow polls. */
	| { do: 'otherTick' }
	/** A registration that n8n left behind polls. */
	| { do: 'staleTick' }
	/** A person renames the trigger, or puts a copy in its place. */
	| { do: 'rename'; copies: boolean };

export interface Script {
	engine: 'classic' | 'durable';
	/** How far this machine's clock is from Ashby's. */
	skewMs: number;
	budgetMs: number;
	workflow: Required<Change>;
	switches: Partial<AshbySwitches>;
	there: { job: number; stage: string }[];
	/** The number of an application whose history cannot be read. */
	unreadable?: number;
	/** The number of an application whose executions all fail. */
	hopeless?: number;
	/** Another trigger of the workflow watches the same. */
	hasOther: boolean;
	/** The option Retry Until a Note Exists is on, and the executions write notes. */
	repeats: boolean;
	/** The options of these names. */
	maxCandidates: number;
	minMinutesInStage: number;
	/** A person publishes before the first step. */
	published: boolean;
	steps: Step[];
}
