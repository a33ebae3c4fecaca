/** The database of an n8n that is stopped. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Everything } from '../../scripts/everything.mts';
import type { N8nInstallation } from '../../scripts/n8n/install.mjs';

/** Runs in n8n's own Node, which has SQLite: makes all unconfirmed entries so many milliseconds older. */
const AGE = `
const [file, ms, attempts] = process.argv.slice(1);
const db = new (require('node:sqlite').DatabaseSync)(file);
const aged = (key, value) =>
	Number.isFinite(value?.since) && Number.isFinite(value?.due)
		? { ...value, since: value.since - ms, at: value.at - ms, due: 0, count: Number(attempts) }
		: value;
const change = db.prepare('UPDATE workflow_entity SET staticData = ? WHERE id = ?');
for (const { id, staticData } of db.prepare('SELECT id, staticData FROM workflow_entity').all()) {
	if (staticData) change.run(JSON.stringify(JSON.parse(staticData, aged)), id);
}
`;

/**
 * Lets time pass for the Ashby Stage Trigger's unconfirmed entries, until their next attempt. n8n has to be stopped.
 *
 * @param attempts how many they have had by then
 */
export async function ageUnconfirmedEntries(
	{ n8n }: Everything,
	ms: number,
	attempts: number,
): Promise<void> {
	const installation = JSON.parse(process.env.N8N_INSTALLATION!) as N8nInstallation;
	const file = join(dirname(n8n.logFile), '.n8n', 'database.sqlite');
	const given = ['-e', AGE, file, String(ms), String(attempts)];
	await promisify(execFile)(installation.node, given);
}
