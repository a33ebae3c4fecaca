import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

/**
 * Whether n8n is starting a workflow that was already published. Nobody would see an error message, and the
 * problem may be gone a minute later.
 */
export function isStartOfN8n(
	context: Pick<IHookFunctions | IPollFunctions, 'getActivationMode'>,
): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}
