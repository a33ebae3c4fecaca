import type { ApiFailure, FailureKind } from '../../nodes/shared/api/failure.ts';

/**
 * The failure of a client, or undefined for any other error. It is recognized by name: Node.js loads the class once for
 * the nodes, which are CommonJS, and once for scripts, so `instanceof` doesn't work.
 */
export function asFailure(reason: unknown): ApiFailure | undefined {
	const { name } = Object(reason) as { name?: unknown };
	return name === 'ApiFailure' ? (reason as ApiFailure) : undefined;
}

/** For `catch`: ignores failures of these kinds and rethrows everything else. */
export function unlessKind(...kinds: FailureKind[]): (reason: unknown) => undefined {
	return (reason) => {
		const kind = asFailure(reason)?.kind;
		if (kind && kinds.includes(kind)) return undefined;
		throw reason;
	};
}

/** Whether a request is accepted. @throws any failure except a refusal */
export async function isTaken(request: Promise<unknown>): Promise<boolean> {
	return await request.then(
		() => true,
		(reason: unknown) => {
			unlessKind('refused')(reason);
			return false;
		},
	);
}
