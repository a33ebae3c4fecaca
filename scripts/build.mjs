import { localBin, runOrThrow } from './command.mjs';
import { withProgress } from './progress.mjs';

/** Builds dist/ as in the published package. */
export async function build() {
	await withProgress('Building the package', () => runOrThrow(localBin('n8n-node'), ['build']));
}
