/** Turns a delivery from Ashby into an item or an entry. */
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

/** The body of a delivery: `{webhookActionId, action, data}`. The published examples don't have the ID. */
export interface Delivery {
	/** The type of webhook, or `ping`. */
	action?: string;
	/** The same for every repetition, and for all webhooks caused by the same action. */
	webhookActionId?: string;
	data: IDataObject;
}

/** Reads the body of a request, which may be anything. */
export function readDelivery(body: unknown): Delivery {
	const { action, webhookActionId, data } = isObject(body) ? body : {};
	return {
		action: typeof action === 'string' ? action : undefined,
		webhookActionId: typeof webhookActionId === 'string' ? webhookActionId : undefined,
		data: isObject(data) ? data : {},
	};
}

/** The application in a delivery, if any. */
export function applicationIn({ data: { application } }: Delivery): Application | undefined {
	const isWhole =
		isObject(application) &&
		typeof application.id === 'string' &&
		[application.candidate, application.job, application.currentInterviewStage].every(isObject);
	return isWhole ? (application as unknown as Application) : undefined;
}

/**
 * Identifies a delivery and its repetitions: by `webhookActionId`, the event, and the objects in it, because one action may
 * cause several events and affect many objects. Without an ID, by the body.
 */
export function identityOf({ webhookActionId, action, data }: Delivery, rawBody: Buffer): string {
	const subject = Object.values(data).map((value) => (isObject(value) ? value.id : value));
	const known = webhookActionId ? JSON.stringify([webhookActionId, action, subject]) : rawBody;
	return createHash('sha256').update(known).digest('base64url').slice(0, 32);
}

/**
 * The item for any event except a stage change. If simplified and about an application, it has the same parts as
 * the Ashby Stage Trigger's item, along with the other data.
 *
 * @param simplify if false, returns the data as Ashby sent it
 */
export function eventItem(delivery: Delivery, simplify: boolean): IDataObject {
	const { action, webhookActionId, data } = delivery;
	if (!simplify) return { data, action, webhookActionId: webhookActionId ?? null };
	const application = applicationIn(delivery);
	const { id, title, type } = application?.currentInterviewStage ?? {};
	const parts = application && { ...partsOf(application, true), stage: { id, title, type } };
	// The first spread makes them the first columns in the editor.
	const known = { ...parts, ...data, ...parts };
	return { ...known, event: action, webhookActionId: webhookActionId ?? null };
}

/**
 * The entry for a stage change. A delivery doesn't name the entry and may be late, so it is the entry into the
 * application's current stage.
 *
 * @param delivered the application in the delivery
 * @returns undefined if it isn't in a watched stage, doesn't exist, or isn't visible to the key
 * @throws ApiFailure if Ashby can't be asked
 */
export async function watchedEntry(
	client: AshbyClient,
	watchedStages: WatchedStage[],
	delivered: Application,
): Promise<StageEntry | undefined> {
	const application = await readApplication(client, delivered.id);
	const row = application && currentRow(application);
	if (!row) return undefined;
	const { stageId: id, title } = row;
	return watchedAs(watchedStages, application.job.id, { id, title }).length > 0
		? { application, row }
		: undefined;
}
