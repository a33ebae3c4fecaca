/**
 * What stands below a node's name on the canvas. n8n's editor evaluates it as an expression over the
 * node's parameters; what throws there, or is empty, shows nothing.
 */
import type { INodePropertyOptions } from 'n8n-workflow';
import { BEFORE_DETAILS } from './editor';
import type { Resources } from './operations';

/**
 * Where the name of what was picked from a resource locator's list is. `$parameter` gives only its
 * value; `toJSON` of the parameters gives all that the editor keeps of it.
 */
const PICKED = (parameter: string) =>
	titleInPick(`$rawParameter.toJSON()[${JSON.stringify(parameter)}]?.cachedResultName`);

/** The expression `titleInChoice` of a name: the canvas has no room for details. */
export function titleInPick(name: string): string {
	return `${name}?.replace(/${BEFORE_DETAILS}[^${BEFORE_DETAILS.trim()}]*$/, '')`;
}

/** The operations whose label goes on with the name of what was picked, e.g. in `interview`. */
export type Picks = Record<string, { parameter: string; label: string }>;

/**
 * Such as `Add note`, `Get many candidates`, or for one that has a pick `Invite to First interview`.
 *
 * @param picks by `resource.operation`, with what stands before the name
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
		return `${isPicked} ? ${JSON.stringify(`${label} `)} + ${PICKED(parameter)} : `;
	});
	return `={{ ${named.join('')}${plain} }}`;
}

/** Without the thing, `Get` says too little. */
function labelOf(operation: string, resource: string): string {
	if (operation === 'Get') return `Get ${resource}`;
	if (operation === 'Get Many') return `Get many ${resource}s`;
	return sentence(operation);
}

/** What an options parameter shows for its value, e.g. `New response`. An expression without `={{ }}`. */
export function optionSubtitle(parameter: string, options: INodePropertyOptions[]): string {
	const labels = options.map(({ name, value }) => [value, sentence(name)]);
	return `(${JSON.stringify(Object.fromEntries(labels))})[$parameter[${JSON.stringify(parameter)}]]`;
}

function sentence(title: string): string {
	return title.charAt(0) + title.slice(1).toLowerCase();
}
