import type { ApiFailure, FailureKind } from '../../nodes/shared/failure.ts';

/**
 * The failure of a client, undefined when it is none. By its name: Node.js loads the file of the class
 * once for the nodes, which are CommonJS, and once for scripts, so `instanceof` knows only its own.
 */
export function asFailure(reason: unknown): ApiFailure | undefined {
	const { name } = Object(reason) as { name?: unknown };
	return name === 'ApiFailure' ? (reason as ApiFailure) : undefined;
}

/** For `catch`: lets failures of these kinds pass, and throws everything else on. */
export function unlessKind(...kinds: FailureKind[]): (reason: unknown) => undefined {
	return (reason) => {
		const kind = asFailure(reason)?.kind;
		if (kind && kinds.includes(kind)) return undefined;
		throw reason;
	};
}

/** Whether a request is taken. @throws whatever but a refusal came of it */
export async function isTaken(request: Promise<unknown>): Promise<boolean> {
	return await request.then(
		() => true,
		(reason: unknown) => {
			unlessKind('refused')(reason);
			return false;
		},
	);
}
