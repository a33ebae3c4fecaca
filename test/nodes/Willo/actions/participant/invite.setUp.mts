/** What tests of inviting share: a local Willo, and the operation with what it needs. */
import { sleep } from 'n8n-workflow';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Participant } from '../../../../../nodes/Willo/client/participant.ts';
import type { Fault } from '../../../../sandbox/faults.mts';
import { WilloSetUp } from '../../setUp.mts';

export let setUp: WilloSetUp;

beforeEach(async () => {
	jest.mocked(sleep).mockClear();
	setUp = new WilloSetUp();
	await setUp.start();
});

afterEach(async () => {
	await setUp.stop();
});

export function invitation(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'participant',
		operation: 'invite',
		interview: { __rl: true, mode: 'list', value: setUp.interview.key },
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		...more,
	};
}

export type Output = IDataObject & { participant: Participant };

export async function invite(more: INodeParameters = {}) {
	return (await setUp.run(invitation(more)))[0].json as Output;
}

/** What the node says when it does not succeed. */
export async function refusalOf(more: INodeParameters = {}) {
	return await setUp.run(invitation(more)).then(
		(output) => {
			throw new Error(`It succeeded: ${JSON.stringify(output)}`);
		},
		(error: unknown) => error as Error & { description?: string; context: { itemIndex: number } },
	);
}

export const posts = () => setUp.asked.filter((line) => line === 'POST /participants/').length;

/** Puts a fault on the first `times` invitations, and on nothing else. */
export function faultOnInvite(fault: Fault, times = 1): void {
	let left = times;
	setUp.willo.fault = ({ path, body }) =>
		path.endsWith('/participants/') && body !== undefined && left-- > 0 ? fault : undefined;
}
