import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

/**
 * Whether n8n itself has started a workflow that was published before. Nobody is there to read a message,
 * and the problem may be gone a minute later.
 */
export function isStartOfN8n(
	context: Pick<IHookFunctions | IPollFunctions, 'getActivationMode'>,
): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}
