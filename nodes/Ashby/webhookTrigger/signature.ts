/**
 * Ashby signs what it delivers: `Ashby-Signature: sha256=<hex>`, the HMAC-SHA256 of the body's raw
 * bytes with the webhook's secret token as key (Ashby's webhook guide, "Authenticating webhooks").
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signature that a header holds, or undefined when there is none or it is malformed. */
export function signatureIn(header: unknown): Buffer | undefined {
	const [, digits] = /^sha256=([0-9a-f]{64})$/i.exec(String(header ?? '')) ?? [];
	return digits === undefined ? undefined : Buffer.from(digits, 'hex');
}

/** Compares in a time that does not depend on how much of the signature is right. */
export function isSignedWith(secret: string, rawBody: Buffer, signature: Buffer): boolean {
	return timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), signature);
}
