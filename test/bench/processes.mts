import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { projectRoot } from '../../scripts/command.mjs';

type Calls = Record<string, (argument: any) => unknown>;
type Reply = { value?: unknown; error?: string };

/** In a child process: answers what its parent asks, one question at a time. */
export function serve(calls: Calls): void {
	process.on('message', ({ name, argument }: { name: string; argument: unknown }) => {
		void Promise.resolve()
			.then(() => calls[name](argument))
			.then(
				(value): Reply => ({ value }),
				(error: Error): Reply => ({ error: error.stack ?? String(error) }),
			)
			.then((reply) => process.send?.(reply));
	});
	// The parent is gone: nobody is left to ask.
	process.on('disconnect', () => process.exit());
}

/** Runs a module of this folder in a separate process, so that its time and memory are its own. */
export class Child {
	private readonly child: ChildProcess;

	constructor(module: string) {
		this.child = fork(join(projectRoot, 'test', 'bench', module), {
			cwd: projectRoot,
			execArgv: ['--expose-gc', '--import', 'tsx'],
		});
	}

	async ask<T>(name: string, argument: unknown = null): Promise<T> {
		return await new Promise((resolve, reject) => {
			const onExit = (code: number | null) => reject(new Error(`${name}: exit code ${code}`));
			this.child.once('exit', onExit);
			this.child.once('message', ({ value, error }: Reply) => {
				this.child.off('exit', onExit);
				if (error === undefined) resolve(value as T);
				else reject(new Error(error));
			});
			this.child.send({ name, argument });
		});
	}

	/** Asks one question, and ends the process. */
	static async askOnce<T>(module: string, name: string, argument: unknown): Promise<T> {
		const child = new Child(module);
		try {
			return await child.ask<T>(name, argument);
		} finally {
			child.stop();
		}
	}

	stop(): void {
		if (this.child.connected) this.child.disconnect();
	}
}
