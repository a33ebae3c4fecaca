/**
 * The previews of what each node returns, which n8n's editor shows before the first run:
 * `__schema__/v<version>/<resource>/<operation>.json` next to the node. `npm run previews` writes them,
 * a test proves that they are up to date. `output.json` is that of the triggers, of which both in a
 * folder return the same items; the editor has no previews for triggers, n8n's AI Assistant reads it.
 */
import type { IDataObject } from 'n8n-workflow';

import { schemaOf, type Schema } from './schemaOf.mts';
import { ashbyOutputs, willoOutputs } from './operations.mts';
import { ashbyTriggerItems, willoTriggerItems } from './triggers.mts';

/** The version of all nodes, 1, as n8n's editor asks for it. */
const VERSION = 'v1.0.0';

export function previewFile(vendor: 'Ashby' | 'Willo', what: string): string {
	return `nodes/${vendor}/__schema__/${VERSION}/${what}.json`;
}

/** Every preview by its path from the project's root. */
export async function previews(): Promise<Record<string, Schema>> {
	const outputs = {
		Ashby: { ...(await ashbyOutputs()), output: await ashbyTriggerItems() },
		Willo: { ...(await willoOutputs()), output: await willoTriggerItems() },
	};
	const files = (['Ashby', 'Willo'] as const).flatMap((of) =>
		Object.entries(outputs[of]).map(([what, items]) => [previewFile(of, what), previewOf(items)]),
	);
	return Object.fromEntries(files) as Record<string, Schema>;
}

/** Willo's own answer is documented nowhere: what the local Willo puts there is not promised. */
function previewOf(items: IDataObject[]): Schema {
	const schema = schemaOf(items);
	if (!schema?.properties) throw new Error('An operation returned nothing to preview');
	if (schema.properties.raw) schema.properties.raw = { type: 'object' };
	return schema;
}

export function contentOf(schema: Schema): string {
	return `${JSON.stringify(schema, null, '\t')}\n`;
}
