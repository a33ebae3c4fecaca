import type { Connections, TemplateNode } from './lanes';

/** A workflow beside the plans' own. */
export interface Template {
	/** The file is `workflows/<file>.json`. */
	file: string;
	/** n8n keeps no state for a workflow whose id has more than 21 characters. */
	id: string;
	name: string;
	nodes: TemplateNode[];
	connections: Connections;
}
