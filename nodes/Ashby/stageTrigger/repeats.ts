import { isOfOneRequest } from '../../shared/failure';
import { thisProcess } from '../../shared/polling';
import { notesOf } from '../actions/candidate/notes';
import type { AshbyClient } from '../client/client';
import { readApplication } from './application';
import type { HandedOvers } from './handedOver';
import { forgetSettled, handedOverBefore } from './handedOver';
import type { Found, Settings, Stay } from './look';
import { MOST_FAILURES } from './look';
import type { State } from './state';
import { copyState } from './state';
import { currentRow, linksTo } from './stays';

/** A stay on its way to n8n. */
export interface Delivery extends Stay {
	/** 1 the first time, 2 or more when it is handed over again. */
	delivery: number;
	/** It began before this process of n8n: whatever else may have met it has died with the last one. */
	beforeRestart: boolean;
}

export interface RepeatSettings extends Pick<
	Settings,
	'links' | 'includeWhoLeft' | 'scheduled' | 'timeLeftMs'
> {
	repeatAfterCrash: boolean;
}

/** Executions that were waiting in n8n's queue when it died run first after its start. */
const SETTLE_MS = 60_000;

/** What a look found, or why it found nothing. */
export interface Finding extends Found {
	failure?: unknown;
}

/**
 * In place of what a look would have found: the state as it was. One application that can never be
 * read lets quiet looks fail for good, and must not keep anybody from being repeated.
 *
 * @throws the failure, where it concerns everybody
 */
export function findingWithoutLook(
	before: State | undefined,
	{ repeatAfterCrash, scheduled }: Pick<RepeatSettings, 'repeatAfterCrash' | 'scheduled'>,
	failure: unknown,
): Finding {
	if (!before || !repeatAfterCrash || !scheduled || !isOfOneRequest(failure)) throw failure;
	const clockAheadMs = before.memory.lookedAt - Date.now();
	return { stays: [], state: copyState(before), clockAheadMs, failure };
}

/**
 * What is to be handed over: the stays that a look found, and, with `repeatAfterCrash`, those handed
 * over to an earlier process of n8n of which no note of their candidate tells. Costs two requests for
 * each that has to be asked about, once after each start of n8n. Writes what is handed over into the
 * state that the look returned.
 *
 * @throws the look's failure, or an ApiFailure when notes or applications cannot be read, where nothing
 *   is to be handed over and nobody could be asked about; they are asked about again in the next poll
 */
export async function deliveries(
	found: Finding,
	settings: RepeatSettings,
	client: AshbyClient,
): Promise<Delivery[]> {
	const { state, stays, clockAheadMs } = found;
	const startedAt = thisProcess.since + clockAheadMs;
	const asDelivery = (stay: Stay, delivery: number): Delivery => ({
		...stay,
		delivery,
		beforeRestart: delivery > 1 || Date.parse(stay.row.enteredStageAt) < startedAt,
	});
	const all = stays.map((stay) => asDelivery(stay, 1));
	if (!settings.repeatAfterCrash) {
		delete state.handedOver;
		return all;
	}
	const handedOver: HandedOvers = { ...state.handedOver };
	for (const { row } of stays) delete handedOver[row.id];
	const before = Object.keys(handedOver).length;
	const { lost, failure } = await findLost(handedOver, found, settings, client);
	for (const stay of lost) all.push(asDelivery(stay, handedOver[stay.row.id].delivery + 1));
	const reason = found.failure ?? failure;
	// Who has been asked about need not be again: what got on is kept, and the next poll shows the rest.
	const gotOn = Object.keys(handedOver).length < before;
	if (reason !== undefined && all.length === 0 && !gotOn) throw reason;

	const { id: process } = thisProcess;
	const now = Date.now() + clockAheadMs;
	for (const { application, row, delivery } of all) {
		handedOver[row.id] = { applicationId: application.id, at: now, delivery, process };
	}
	const { includeWhoLeft } = settings;
	state.handedOver = forgetSettled(handedOver, state.memory, now, process, includeWhoLeft);
	return all;
}

/** Forgets the stays of which a note tells, and returns those of which none does. */
async function findLost(
	handedOver: HandedOvers,
	{ state }: Found,
	settings: RepeatSettings,
	client: AshbyClient,
): Promise<{ lost: Stay[]; failure?: unknown }> {
	const lost: Stay[] = [];
	const failures: unknown[] = [];
	if (Date.now() - thisProcess.since < SETTLE_MS) return { lost };
	const { memory } = state;
	const { includeWhoLeft, timeLeftMs } = settings;
	for (const id of handedOverBefore(handedOver, memory, thisProcess.id, includeWhoLeft)) {
		if (timeLeftMs() <= 0 || failures.length >= MOST_FAILURES) break;
		try {
			const stay = await unnotedStay(client, handedOver[id].applicationId, id, settings);
			if (stay) lost.push(stay);
			else delete handedOver[id];
		} catch (failure) {
			failures.push(failure);
			if (!isOfOneRequest(failure)) break;
		}
	}
	return { lost, failure: failures[0] };
}

/** The stay, if its application still stands in it, a link watches it, and no note names it. */
async function unnotedStay(
	client: AshbyClient,
	applicationId: string,
	id: string,
	{ links, includeWhoLeft }: RepeatSettings,
): Promise<Stay | undefined> {
	const application = await readApplication(client, applicationId);
	const row = application?.applicationHistory.find((each) => each.id === id);
	if (!application || !row) return undefined;
	if (!includeWhoLeft && currentRow(application) !== row) return undefined;
	const stage = { id: row.stageId, title: row.title };
	if (linksTo(links, application.job.id, stage).length === 0) return undefined;
	for await (const note of notesOf(client, application.candidate.id)) {
		if (note.content?.includes(id)) return undefined;
	}
	return { application, row };
}
