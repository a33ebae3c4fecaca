import { NodeOperationError } from 'n8n-workflow';
import type { Run } from './operation';

/** The mode 'By Key' of a resource locator. */
export const byKey = {
	displayName: 'By Key',
	name: 'id',
	type: 'string' as const,
	placeholder: 'e.g. 0f1e2d3c4b5a69788796a5b4c3d2e1f0',
	validation: [
		{
			type: 'regex' as const,
			properties: {
				regex: '^\\s*[0-9a-fA-F]{32}\\s*$',
				errorMessage: 'A key has 32 digits and letters from a to f',
			},
		},
	],
};

/** The error for a resource locator without a valid key. */
export function noKey(
	run: Run,
	displayName: string,
	value: string,
	itemIndex: number,
): NodeOperationError {
	return new NodeOperationError(
		run.context.getNode(),
		value ? `'${displayName}' is not a valid Willo key: ${value}` : `'${displayName}' is empty`,
		{
			description: `Select from the list, or enter a key (32 digits and letters from a to f)`,
			itemIndex,
		},
	);
}
