import type { Connections, TemplateNode } from './lanes';

/** A workflow to import. */
export interface Template {
	/** The file is `workflows/<file>.json`. */
	file: string;
	/** n8n keeps no state for a workflow whose ID has more than 21 characters. */
	id: string;
	name: string;
	nodes: TemplateNode[];
	connections: Connections;
}
