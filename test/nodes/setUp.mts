/** What tests of both vendors' nodes share. */
import type { INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { executeContext } from '../support/contexts.mts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import type { ContextOptions } from '../support/nodeWorkflow.mts';
import { rejection } from '../support/rejection.mts';

/** A parameter that can be given in several modes. */
export const locator = (mode: string, value: unknown) =>
	({ __rl: true, mode, value }) as INodeParameters;

/**
 * Expects an error with this message (a pattern matches part of it), whose description contains what to do.
 *
 * @returns the error
 */
export async function expectError(
	promise: Promise<unknown>,
	message: string | RegExp,
	...advice: string[]
) {
	const error = await rejection(promise);
	if (typeof message === 'string') expect(error.message).toBe(message);
	else expect(error.message).toMatch(message);
	for (const text of advice) expect(error.description).toContain(text);
	return error;
}

export type Poller = typeof ClassicEngine | typeof DurableEngine;

/** n8n's pollers by name, for `describe.each`. */
export const POLLERS: Array<[string, Poller]> = [
	['classic', ClassicEngine],
	['durable', DurableEngine],
];

/** Makes and starts one before each test, and stops it afterwards. */
export function startEach(make: () => { start(): Promise<void>; stop(): Promise<void> }): void {
	let made: ReturnType<typeof make>;
	beforeEach(async () => await (made = make()).start());
	afterEach(async () => await made.stop());
}

/** What a node returns for one empty item, or for these. */
export async function outputOf(
	node: INodeType,
	options: ContextOptions,
	items?: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const output = await node.execute!.call(executeContext(node, options, items));
	return (output as INodeExecutionData[][])[0];
}
