import { join } from 'node:path';

import { type JestWorkerFarm, Worker } from 'jest-worker';

import { projectRoot } from '../../scripts/command.mjs';

/**
 * Runs a module of this folder in a separate process, so that its time and memory are its own.
 *
 * @param exposedMethods which of its functions can be called
 */
export function processOf<T extends Record<string, unknown>>(
	module: string,
	exposedMethods: Array<keyof T & string>,
): JestWorkerFarm<T> {
	const forkOptions = { cwd: projectRoot, execArgv: ['--expose-gc', '--import', 'tsx'] };
	const options = { exposedMethods, numWorkers: 1, maxRetries: 0, forkOptions };
	return new Worker(join(projectRoot, 'test', 'bench', module), options) as JestWorkerFarm<T>;
}
