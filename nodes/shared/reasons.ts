const WORDS: Record<string, string> = {
	EAI_AGAIN: 'the name of the host could not be looked up',
	ECONNABORTED: 'timed out',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut off',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ENOTFOUND: 'there is no such host',
	EPIPE: 'the connection was cut off',
	ERR_INVALID_URL: 'that is not an address',
	ETIMEDOUT: 'timed out',
};

/**
 * Why no answer came, in words. n8n's errors put a text of their own in place of any message that
 * holds one of these codes, and the advice would no longer fit it.
 */
export function inWords(reason: string): string {
	return WORDS[reason] ?? reason;
}
