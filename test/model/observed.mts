/** What the model sees of the trigger from outside, and what it says when that is wrong. */
import { DateTime } from 'luxon';
import type { Attempt } from '../../nodes/shared/trigger/attempt.ts';
import type { Change } from './script.mts';

/** What the model found wrong. */
export class Violation extends Error {}

/** One item as the trigger put it out. */
export interface Delivered {
	id: string;
	enteredStageAt: string;
	attempt: Attempt;
}

/** A poll, as the oracle sees it. */
export interface ObservedPoll {
	workflow: Required<Change>;
	/** A person has published the workflow, and no poll has been taken since. */
	publishing: boolean;
	/** n8n makes it when it activates the workflow. */
	atActivation?: boolean;
	/** Of the other trigger, whose settings may have come into effect at another time. */
	isOther?: true;
	/** The beginning and the end of the poll, counted in acts of people. */
	startAct: number;
	endAct: number;
	/** Ashby's clock in the first answer, in ms; undefined until one lists applications. */
	firstAnswerAt?: number;
	/** Nothing went wrong and time did not run out: whatever there is to find is found. */
	calm: boolean;
	/** The application whose history Ashby doesn't return, once the trigger has asked for it. */
	exceptFor?: string;
	/** It was asked for in this poll. */
	askedInVain?: true;
	/** What it remembers survives a kill. */
	stored: boolean;
	/** Retry Until a Note Exists is on. */
	repeats: boolean;
	minMinutesInStage: number;
	/** In ms. */
	startTime: number;
}

/** An entry that was returned, while no execution has written a note about it. */
export interface Unanswered {
	number: number;
	/** When it was last returned, and when first, in ms. */
	at: number;
	since: number;
}

export const iso = (time: number) => DateTime.fromMillis(time).toUTC().toISO();
