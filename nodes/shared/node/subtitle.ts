/**
 * The subtitle below a node's name on the canvas. The editor evaluates it as an expression with the node's parameters. If
 * it fails or is empty, nothing is shown.
 */
import type { INodePropertyOptions } from 'n8n-workflow';
import { BEFORE_DETAILS } from './editor';
import type { Resources } from './operations';

/**
 * The name of the item selected in a resource locator. `$parameter` only contains its value, but `toJSON` of the
 * parameters contains everything that the editor stores.
 */
const PICKED = (parameter: string) =>
	titleInPick(`$rawParameter.toJSON()[${JSON.stringify(parameter)}]?.cachedResultName`);

/** `titleInChoice` as an expression: the canvas has no room for details. */
export function titleInPick(name: string): string {
	return `${name}?.replace(/${BEFORE_DETAILS}[^${BEFORE_DETAILS.trim()}]*$/, '')`;
}

/**
 * Operations whose label ends with the name of the item selected in a parameter, such as `interview`. The canvas cuts
 * off long labels, so the text before the name is short or absent.
 */
export type Picks = Record<string, { parameter: string; label?: string }>;

/**
 * The subtitle of an operation, such as `Add note`, `Get many candidates`, or the name of the interview.
 *
 * @param picks by `resource.operation`
 */
export function operationSubtitle<R>(resources: Resources<R>, picks: Picks = {}): string {
	const labels = Object.entries(resources).flatMap(([resource, { name, operations }]) =>
		Object.entries(operations).map(([operation, { option }]) => [
			`${resource}.${operation}`,
			labelOf(option.name, name.toLowerCase()),
		]),
	);
	const key = '$parameter.resource + "." + $parameter.operation';
	const plain = `(${JSON.stringify(Object.fromEntries(labels))})[${key}]`;
	const named = Object.entries(picks).map(([operation, { parameter, label }]) => {
		const isPicked = `${key} === ${JSON.stringify(operation)} && ${PICKED(parameter)}`;
		const before = label ? `${JSON.stringify(`${label} `)} + ` : '';
		return `${isPicked} ? ${before}${PICKED(parameter)} : `;
	});
	return `={{ ${named.join('')}${plain} }}`;
}

/** `Get` alone would be too vague. */
function labelOf(operation: string, resource: string): string {
	if (operation === 'Get') return `Get ${resource}`;
	if (operation === 'Get Many') return `Get many ${resource}s`;
	return sentence(operation);
}

/** The name of an option as an expression without `={{ }}`, such as `New response`. */
export function optionSubtitle(parameter: string, options: INodePropertyOptions[]): string {
	const labels = options.map(({ name, value }) => [value, sentence(name)]);
	return `(${JSON.stringify(Object.fromEntries(labels))})[$parameter[${JSON.stringify(parameter)}]]`;
}

function sentence(title: string): string {
	return title.charAt(0) + title.slice(1).toLowerCase();
}
