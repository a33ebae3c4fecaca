/** What n8n's own format for workflows asks of a node, and small helpers to write it. */

export interface TemplateNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: Position;
	parameters: Record<string, unknown>;
	onError?: 'continueErrorOutput' | 'continueRegularOutput';
	retryOnFail?: boolean;
	/** At most 5. */
	maxTries?: number;
	/** In milliseconds, at most 5000. */
	waitBetweenTries?: number;
	disabled?: boolean;
}

export type Position = [x: number, y: number];

export const PACKAGE = 'n8n-nodes-ashby-willo';

export function nodeId(index: number): string {
	return `a5b1e110-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** A dropdown in which nothing is chosen yet. */
export const listLocator = () => ({ __rl: true, mode: 'list', value: '' });

export const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

/** The parameters of n8n's If and Filter nodes for one condition on one value. */
export function condition(id: string, leftValue: string, operator: [type: string, name: string]) {
	const [type, operation] = operator;
	return {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			conditions: [
				{ id, leftValue, rightValue: '', operator: { type, operation, singleValue: true } },
			],
			combinator: 'and',
		},
		options: {},
	};
}

/** The targets of one output. */
export const to = (...targets: string[]) =>
	targets.map((node) => ({ node, type: 'main', index: 0 }));
