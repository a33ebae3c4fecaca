/**
 * Ashby signs what it delivers: `Ashby-Signature: sha256=<hex>`, the HMAC-SHA256 of the body's raw
 * bytes with the webhook's secret token as key (Ashby's webhook guide, "Authenticating webhooks").
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { isManual, readSecretToken } from './parameters';
import { registrationOf, renewSecret, secretOf } from './registration';

export const SIGNATURE_HEADER = 'ashby-signature';

/** The signature in a header, or undefined if there is none or it is malformed. */
function signatureIn(header: unknown): Buffer | undefined {
	const [, digits] = /^sha256=([0-9a-f]{64})$/i.exec(String(header ?? '')) ?? [];
	return digits === undefined ? undefined : Buffer.from(digits, 'hex');
}

/** Compares in constant time. */
function isSignedWith(secret: string, rawBody: Buffer, signature: Buffer): boolean {
	return timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), signature);
}

/** Whether a delivery is signed with the secret of this node's webhook. */
export async function isFromAshby(context: IWebhookFunctions): Promise<boolean> {
	const { headers, rawBody, query } = context.getRequestObject();
	const signature = signatureIn(headers[SIGNATURE_HEADER]);
	// n8n has no raw body for forms, but Ashby doesn't send any.
	if (!signature || !Buffer.isBuffer(rawBody)) return false;
	const isSigned = (secret: string) => !!secret && isSignedWith(secret, rawBody, signature);
	if (isManual(context)) return isSigned(readSecretToken(context));
	if (typeof query.registration !== 'string') return false;
	return isSigned((await secretOf(context, query.registration)) ?? '');
}

/**
 * Whether a delivery was signed with the secret of an API key that has since been replaced. If so, the webhook gets
 * the new secret, and Ashby should deliver again.
 *
 * @throws ApiFailure if Ashby doesn't allow the webhook to be changed
 */
export async function isOfReplacedKey(context: IWebhookFunctions): Promise<boolean> {
	const { headers, query } = context.getRequestObject();
	if (isManual(context) || !signatureIn(headers[SIGNATURE_HEADER])) return false;
	if (query.registration !== registrationOf(context).owner) return false;
	return await renewSecret(context);
}
