/** What follows from a delivery of Ashby. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../shared/shape';
import type { AshbyClient } from '../client/client';
import type { Application } from '../client/types';
import { readApplication } from '../stageEntry/application';
import { partsOf } from '../stageEntry/item';
import type { StageEntry } from '../stageEntry/history';
import { currentRow } from '../stageEntry/history';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { watchedAs } from '../stageEntry/watchedStages';

/** The body of a delivery: `{webhookActionId, action, data}`. The published examples lack the id. */
export interface Delivery {
	/** The type of webhook, or `ping`. */
	action?: string;
	/** The same in each repetition, and in all webhooks caused by one action of a person. */
	webhookActionId?: string;
	data: IDataObject;
}

/** What was posted, which may be anything. */
export function readDelivery(body: unknown): Delivery {
	const { action, webhookActionId, data } = isObject(body) ? body : {};
	return {
		action: typeof action === 'string' ? action : undefined,
		webhookActionId: typeof webhookActionId === 'string' ? webhookActionId : undefined,
		data: isObject(data) ? data : {},
	};
}

/** The application that a delivery is about, if it is about one. */
export function applicationIn({ data: { application } }: Delivery): Application | undefined {
	const isWhole =
		isObject(application) &&
		typeof application.id === 'string' &&
		[application.candidate, application.job, application.currentInterviewStage].every(isObject);
	return isWhole ? (application as unknown as Application) : undefined;
}

/**
 * How a repetition of a delivery is recognized: by its `webhookActionId` and what it is about, because one
 * action may affect many at once. Without an ID, by the body.
 */
export function keyOf({ webhookActionId, data }: Delivery, rawBody: Buffer): string {
	const subject = Object.values(data).map((value) => (isObject(value) ? value.id : value));
	const known = webhookActionId ? JSON.stringify([webhookActionId, subject]) : rawBody;
	return createHash('sha256').update(known).digest('base64url').slice(0, 32);
}

/**
 * The item of any event but a stage change. Simplified, it has the parts of the Ashby Stage Trigger's item
 * if it is about an application, and whatever else was sent.
 *
 * @param simplify false returns what Ashby sent
 */
export function eventItem(delivery: Delivery, simplify: boolean): IDataObject {
	const { action, webhookActionId, data } = delivery;
	if (!simplify) return { webhookActionId: webhookActionId ?? null, action, data };
	const application = applicationIn(delivery);
	const { id, title, type } = application?.currentInterviewStage ?? {};
	return {
		event: action,
		webhookActionId: webhookActionId ?? null,
		...data,
		...(application ? { ...partsOf(application, true), stage: { id, title, type } } : {}),
	};
}

/**
 * The entry that a stage change is about. It is the entry into the stage where the application is when it
 * is read, because the delivery names no entry and may be late.
 *
 * @param told the application as it was delivered
 * @returns undefined if it is in no watched stage, doesn't exist, or isn't visible to the key
 * @throws ApiFailure if Ashby can't be asked
 */
export async function watchedEntry(
	client: AshbyClient,
	watchedStages: WatchedStage[],
	told: Application,
): Promise<StageEntry | undefined> {
	const application = await readApplication(client, told.id);
	const row = application && currentRow(application);
	if (!row) return undefined;
	const { stageId: id, title } = row;
	return watchedAs(watchedStages, application.job.id, { id, title }).length > 0
		? { application, row }
		: undefined;
}
