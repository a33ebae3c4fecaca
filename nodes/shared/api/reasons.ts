/** The code for an answer that is too large. */
export const TOO_LARGE = 'ERR_TOO_LARGE';

const WORDS: Record<string, string> = {
	EAI_AGAIN: 'the host name could not be resolved',
	ECONNABORTED: 'timed out',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was closed',
	ERR_CANCELED: 'timed out',
	[TOO_LARGE]: 'the response was too large',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ENOTFOUND: 'the host does not exist',
	EPIPE: 'the connection was closed',
	ERR_INVALID_URL: 'the URL is not valid',
	ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed',
	ETIMEDOUT: 'timed out',
};

/** Reasons why a request can't have arrived: no connection, or an untrusted one. */
const NEVER_SENT =
	/^(EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPROTO|ERR_INVALID_.*|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|HOSTNAME_MISMATCH|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** Whether a request without an answer may have been carried out. */
export function mayHaveArrived(reason: string): boolean {
	return !NEVER_SENT.test(reason);
}

/**
 * A readable reason for a missing answer. n8n replaces messages that contain one of these codes with its own, and the
 * advice would no longer match.
 */
export function inWords(reason: string): string {
	return WORDS[reason] ?? reason;
}
