import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { hashOf, isSecret } from '../../shared/webhook';
import { registrationOf, secretOf } from './registration';

/** Whether a delivery was sent to the registered address, which only Willo and this node know. */
export async function isFromWillo(context: IWebhookFunctions): Promise<boolean> {
	const { token, registration: id } = context.getQueryData() as IDataObject;
	if (isSecret(token, registrationOf(context).tokenHash)) return true;
	if (typeof id !== 'string') return false;
	const expected = await secretOf(context, id);
	return expected !== undefined && isSecret(token, hashOf(expected));
}
