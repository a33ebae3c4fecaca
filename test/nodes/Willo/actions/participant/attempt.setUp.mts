/** Shared by tests of attempts: an entry, its attempts, and who was invited when. */
import type { IDataObject, INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { Participant } from '../../../../../nodes/Willo/client/participant.ts';
import { rejection } from '../../../../support/rejection.mts';
import { WilloSetUp } from '../../setUp.mts';

/** When the entry began, by Ashby's clock, which is Willo's here. */
export const ENTRY = Date.UTC(2026, 2, 2, 9, 2);
export const HOUR = 3_600_000;

export let setUp: WilloSetUp;
/** The process remembers what it has sent, so each test has its own entry. */
export let entryId: string;
export let entries = 0;

beforeEach(async () => {
	entryId = `entry-${++entries}`;
	setUp = new WilloSetUp();
	setUp.now = new Date(ENTRY + HOUR);
	await setUp.start();
});

afterEach(async () => {
	jest.restoreAllMocks();
	await setUp.stop();
});

export const inAnHour = () => DateTime.utc().plus({ hours: 1 }).toISO();

export const first = (more: IDataObject = {}) => ({
	entryId,
	number: 1,
	isRepeat: false,
	since: DateTime.fromMillis(ENTRY).toUTC().toISO(),
	until: null,
	...more,
});

export const repeat = (more: IDataObject = {}) => first({ number: 2, isRepeat: true, ...more });

export function invitation(more: INodeParameters = {}): INodeParameters {
	return setUp.invitation({
		name: '={{ $json.name ?? "Ada Lovelace" }}',
		email: '={{ $json.email ?? "ada@example.com" }}',
		options: { attempt: '={{ $json.attempt }}', externalId: '={{ $json.id }}' },
		...more,
	});
}

export type Output = IDataObject & {
	participant: Participant;
	note: { text: string; html: string };
};

export async function invite(
	attempt: unknown,
	more: INodeParameters = {},
	mode: WorkflowExecuteMode = 'trigger',
): Promise<Output> {
	const json = { attempt, id: 'candidate-1' } as IDataObject;
	return (await setUp.run(invitation(more), [{ json }], { mode }))[0].json as Output;
}

export async function refusalOf(attempt: unknown, more: INodeParameters = {}) {
	return await rejection(invite(attempt, more));
}

/** An earlier invitation for Ada by Willo's clock, sent by somebody else. */
export async function invitedAt(time: number): Promise<Participant> {
	const { now } = setUp;
	setUp.now = new Date(time);
	const { participant } = await invite('');
	setUp.now = now;
	setUp.willo.resetLog();
	return participant;
}

export const faultOnInvite: WilloSetUp['faultOnInvite'] = (...given) =>
	setUp.faultOnInvite(...given);

export const POST = 'POST /participants/';
export const GET = 'GET /participants/';
