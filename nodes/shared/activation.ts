import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

/**
 * Whether n8n itself has started a workflow that was published before: nobody is there to be told,
 * and what is in the way may have passed a minute later.
 */
export function isStartOfN8n(
	context: Pick<IHookFunctions | IPollFunctions, 'getActivationMode'>,
): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}
