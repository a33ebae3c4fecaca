import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { hashOf, isSecret } from '../../shared/trigger/webhook';
import { isForThisNode } from '../../shared/trigger/webhookNode';
import { registrationOf, renewToken, secretOf } from './registration';

/** Whether a delivery was sent to the registered address, which only Willo and this node know. */
export async function isFromWillo(context: IWebhookFunctions): Promise<boolean> {
	const { token, registration: id } = context.getQueryData() as IDataObject;
	if (typeof id !== 'string') return false;
	const expected = await secretOf(context, id);
	return expected !== undefined && isSecret(token, hashOf(expected));
}

/**
 * Whether a delivery has the token of an API key that has since been replaced. If so, the webhook gets the new token,
 * and Willo should deliver again.
 *
 * @throws ApiFailure if Willo doesn't allow the webhook to be changed
 */
export async function isOfReplacedKey(context: IWebhookFunctions): Promise<boolean> {
	const { token } = context.getQueryData() as IDataObject;
	if (!isForThisNode(context) || !isSecret(token, registrationOf(context).tokenHash)) return false;
	await renewToken(context);
	return true;
}
