/** n8n's table of what nodes have processed, shared by all executions: as n8n keeps it, but in memory. */
import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import type { IDataDeduplicator } from 'n8n-workflow';

const tables = new Map<string, string[]>();

/** Whether the database can't be reached. */
export const database = { isDown: false };

export function forgetProcessed(): void {
	tables.clear();
	database.isDown = false;
}

const deduplicator = {
	async checkProcessedAndRecord(items, scope, { workflow, node }, { maxEntries = Infinity }) {
		if (database.isDown) throw new Error('The database is not available');
		const key = JSON.stringify([workflow.id, scope === 'node' ? node?.id : '']);
		const hashes = tables.get(key) ?? [];
		const hashOf = (item: unknown) => createHash('md5').update(String(item)).digest('base64');
		const known = new Set(hashes);
		const isKnown = (item: unknown) => known.has(hashOf(item));
		const fresh = items.filter((item) => !isKnown(item));
		tables.set(key, [...hashes, ...fresh.map(hashOf)].slice(-Math.min(maxEntries, 1e9)));
		return { new: fresh, processed: items.filter(isKnown) };
	},
} as Partial<IDataDeduplicator> as IDataDeduplicator;

void DataDeduplicationService.init(deduplicator);
