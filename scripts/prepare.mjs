import { buildStep } from './build.mjs';
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';
import { ensureN8n } from './n8n/install.mjs';

/**
 * What each command needs before its actual task: the project's folder and dependencies, and a loader of TypeScript. With
 * `built`, also the package as it is published; with `n8n`, the package and n8n, which is installed meanwhile.
 *
 * @param {{ built?: boolean, n8n?: boolean }} [options]
 * @returns {Promise<import('./n8n/install.mjs').N8nInstallation | undefined>}
 */
export async function prepare({ n8n = false, built = n8n } = {}) {
	process.chdir(projectRoot);
	const [installation] = await Promise.all([n8n ? ensureN8n() : undefined, ensureProject(built)]);
	const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
	esm.register();
	// The nodes are CommonJS, the scripts are not.
	cjs.register();
	return installation;
}

async function ensureProject(isBuilt) {
	const build = isBuilt ? await buildStep() : undefined;
	await ensureDependencies();
	await build?.();
}
