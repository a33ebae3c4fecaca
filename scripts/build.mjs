import { localBin, runOrThrow } from './command.mjs';
import { withProgress } from './progress.mjs';

/** Builds dist/ as it is published. */
export async function build() {
	await withProgress('Building the package', () => runOrThrow(localBin('n8n-node'), ['build']));
}
