/** What the nodes of both webhook triggers share: how n8n publishes and unpublishes them, and what they refuse. */
import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { toNodeError } from '../api/failure';
import { isStartOfN8n } from './activation';
import { webhookIdOf } from './webhook';
import { webhookRefused, webhookRemoved, webhookWaits } from './webhookRecords';

/** How a vendor knows the webhook of a node. */
interface Registering {
	isRegistered: (context: IHookFunctions) => Promise<boolean>;
	register: (context: IHookFunctions) => Promise<void>;
	unregister: (context: IHookFunctions) => Promise<void>;
}

/**
 * What n8n calls when a workflow is published or unpublished. When n8n starts, any problem counts as a registered
 * webhook: nobody would see it, and n8n would leave the workflow inactive.
 */
export function webhookMethodsOf({ isRegistered, register, unregister }: Registering) {
	return {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				try {
					const exists = await isRegistered(this);
					if (exists) waits(this);
					return exists;
				} catch (error) {
					const shown = toNodeError(this.getNode(), error);
					if (!isStartOfN8n(this)) throw shown;
					const { name } = this.getNode();
					this.logger.warn(`The webhook of ${name} was not checked: ${shown.message}`);
					waits(this, shown.message);
					return true;
				}
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await change(this, register);
				waits(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				webhookRemoved(this);
				await change(this, unregister);
				return true;
			},
		},
	};
}

async function change(
	context: IHookFunctions,
	how: (context: IHookFunctions) => Promise<void>,
): Promise<void> {
	try {
		await how(context);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Keeps for the health check how the vendor knows the webhook. */
function waits(context: IHookFunctions, error?: string): void {
	const { webhookId, leftBehind } = context.getWorkflowStaticData('node');
	webhookWaits(context, {
		registration: webhookIdOf(context),
		...(typeof webhookId === 'string' ? { webhookId } : {}),
		...(typeof leftBehind === 'string' ? { leftBehind } : {}),
		...(error === undefined ? {} : { error }),
	});
}

/** Whether a delivery was sent to the address that this node registers, perhaps with another secret. */
export function isForThisNode(context: IWebhookFunctions): boolean {
	return context.getRequestObject().query.registration === webhookIdOf(context);
}

/**
 * Answers a delivery that isn't authenticated.
 *
 * @param isRenewed whether the webhook has just got the secret of a new API key, so that the vendor should deliver again
 */
export function refuse(context: IWebhookFunctions, isRenewed: boolean): IWebhookResponseData {
	const [status, text] = isRenewed ? [503, 'Try again later'] : [401, 'Unauthorized'];
	if (!isRenewed && isForThisNode(context)) webhookRefused(context);
	context.getResponseObject().status(status).send(text);
	return { noWebhookResponse: true };
}
