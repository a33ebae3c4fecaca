/** What tests of inviting share: a local Willo, and the operation with what it needs. */
import { sleep } from 'n8n-workflow';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Participant } from '../../../../../nodes/Willo/client/participant.ts';
import { rejection } from '../../../../support/rejection.mts';
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

export const invitation = (more?: INodeParameters) => setUp.invitation(more);

export type Output = IDataObject & { participant: Participant };

export async function invite(more: INodeParameters = {}) {
	return (await setUp.run(invitation(more)))[0].json as Output;
}

/** What the node says when it does not succeed. */
export async function refusalOf(more: INodeParameters = {}) {
	return await rejection(setUp.run(invitation(more)));
}

export const posts = () => setUp.asked.filter((line) => line === 'POST /participants/').length;

export const faultOnInvite: WilloSetUp['faultOnInvite'] = (...given) =>
	setUp.faultOnInvite(...given);
