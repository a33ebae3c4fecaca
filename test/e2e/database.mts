/** The database of an n8n that is stopped. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Everything } from '../../scripts/everything.mts';
import type { N8nInstallation } from '../../scripts/n8n/install.mjs';

/** Runs in n8n's own Node, with its own SQLite: makes all unconfirmed entries so many milliseconds older. */
const AGE = `
const [file, ms, attempts] = process.argv.slice(1);
const { Database } = require('sqlite3');
const db = new Database(file);
const aged = (key, value) =>
	Number.isFinite(value?.since) && Number.isFinite(value?.due)
		? { ...value, since: value.since - ms, at: value.at - ms, due: 0, count: Number(attempts) }
		: value;
db.all('SELECT id, staticData FROM workflow_entity', (error, rows) => {
	if (error) throw error;
	for (const { id, staticData } of rows) {
		if (!staticData) continue;
		const changed = JSON.stringify(JSON.parse(staticData, aged));
		db.run('UPDATE workflow_entity SET staticData = ? WHERE id = ?', [changed, id]);
	}
	db.close();
});
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
	const cwd = dirname(installation.n8n);
	await promisify(execFile)(installation.node, ['-e', AGE, file, String(ms), String(attempts)], {
		cwd,
	});
}
