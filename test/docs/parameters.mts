/** The names that the editor shows: of all nodes and credentials, and of a single node. */
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { WilloApi } from '../../credentials/WilloApi.credentials.ts';
import { OURS } from '../workflows/templateEngine.mts';

/** Each node by its page below docs/nodes. */
export const nodes: Record<string, INodeTypeDescription> = Object.fromEntries(
	Object.values(OURS).map(({ description }) => [
		`${description.displayName.toLowerCase().replaceAll(' ', '-')}.md`,
		description,
	]),
);

export const credentials = [new AshbyApi(), new WilloApi()];

/** The operations of a node, each with its resource. */
export function operationsOf({ properties }: INodeTypeDescription) {
	const choices = (field: string, of?: unknown) =>
		properties
			.filter((one) => one.name === field && one.displayOptions?.show?.resource?.[0] === of)
			.flatMap(({ options }) => options as INodePropertyOptions[]);
	return choices('resource').flatMap((resource) =>
		choices('operation', resource.value).map((operation) => ({ resource, operation })),
	);
}

/**
 * The fields of a node, those inside collections included, each name once for each operation: with the resource
 * and the operation that it belongs to, or for all.
 */
export function fieldsOf(node: INodeTypeDescription) {
	const fields = node.properties.flatMap((property) => {
		// The fields 'Operation' of all resources are one to a person.
		const show = property.name === 'operation' ? undefined : property.displayOptions?.show;
		const all = operationsOf(node).filter(({ resource }) => resource.value === show?.resource?.[0]);
		const own = all.find(({ operation }) => operation.value === show?.operation?.[0]);
		const titles = [all[0]?.resource.name, own?.operation.name];
		const of = titles.filter((title) => title !== undefined);
		return namesOf(property).map((name) => ({ name, of }));
	});
	return [...new Map(fields.map((field) => [JSON.stringify(field), field])).values()];
}

/** The name of a field, and of those inside it. */
function namesOf({ displayName, options = [], type }: INodeProperties): string[] {
	if (type === 'notice' || type === 'hidden') return [];
	if (type === 'collection') {
		const names = [displayName, ...(options as INodeProperties[]).flatMap(namesOf)];
		return names.filter((name) => name !== 'Options');
	}
	if (type !== 'fixedCollection') return [displayName];
	const values = (options as INodePropertyCollection[]).flatMap((option) => option.values);
	return [displayName, ...values.flatMap(namesOf)];
}

/** Every name that a text may put in italics: of fields, of what can be chosen in them, of buttons. */
export function allNames(
	of: Array<{ properties: INodeProperties[] }> = [...Object.values(nodes), ...credentials],
): Set<string> {
	const names = new Set<string>();
	const take = (property: Partial<INodeProperties> & Partial<INodePropertyCollection>) => {
		if (property.displayName) names.add(property.displayName);
		// What a list of options offers has a name alone.
		else if (property.name) names.add(property.name);
		const { multipleValueButtonText } = property.typeOptions ?? {};
		if (multipleValueButtonText) names.add(multipleValueButtonText);
		for (const { displayName } of property.modes ?? []) names.add(displayName);
		for (const inner of [...(property.options ?? []), ...(property.values ?? [])]) {
			take(inner as Partial<INodeProperties>);
		}
	};
	for (const { properties } of of) properties.forEach(take);
	return names;
}

/** The default of each option of a node, as its page states it: a number, `on`, or the name of a choice. */
export function defaultsOf({ properties }: INodeTypeDescription): Map<string, string> {
	const options = properties
		.filter(({ type }) => type === 'collection')
		.flatMap((property) => property.options as INodeProperties[]);
	return new Map(
		options.map(({ displayName, type, default: value, options: choices = [] }) => {
			if (type === 'boolean') return [displayName, value === true ? 'on' : 'off'];
			const choice = (choices as INodePropertyOptions[]).find((each) => each.value === value);
			return [displayName, choice?.name ?? String(value)];
		}),
	);
}
