/** What tests of inviting share: a local Willo, an entry with its attempts, and the operation. */
import '../../noWaits.mts';
import type { IDataObject, INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { Participant } from '../../../../../nodes/Willo/client/participant.ts';
import { startEach } from '../../../setUp.mts';
import { WilloSetUp } from '../../setUp.mts';

/** When the entry began, by Ashby's clock, which is Willo's here. */
export const ENTRY = Date.UTC(2026, 2, 2, 9, 2);
export const POST = 'POST /participants/';
export const GET = 'GET /participants/';

export let setUp: WilloSetUp;

beforeEach(() => void jest.clearAllMocks());
afterEach(() => void jest.restoreAllMocks());
startEach(() => (setUp = new WilloSetUp(new Date(ENTRY + 3_600_000))));

export const first = (more: IDataObject = {}) => ({
	entryId: 'entry',
	number: 1,
	isRepeat: false,
	since: DateTime.fromMillis(ENTRY).toUTC().toISO(),
	until: null,
	...more,
});

export const repeat = (more: IDataObject = {}) => first({ number: 2, isRepeat: true, ...more });

/** The item of a trigger for a person of this name. */
export function personCalled(name: string, attempt = first({ entryId: `entry of ${name}` })) {
	const email = `${name.replace(/ /g, '.')}@example.com`;
	return { json: { name, email, id: `candidate ${name}`, attempt } as IDataObject };
}

/** The parameters of the node, which take everything from the item. */
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
	attempt: unknown = '',
	more: INodeParameters = {},
	mode: WorkflowExecuteMode = 'trigger',
): Promise<Output> {
	const json = { attempt, id: 'candidate-1' } as IDataObject;
	return (await setUp.run(invitation(more), [{ json }], { mode }))[0].json as Output;
}

/** An earlier invitation for Ada by Willo's clock, sent by somebody else. */
export async function invitedAt(time: number): Promise<Participant> {
	const { now } = setUp;
	setUp.now = new Date(time);
	const { participant } = await invite();
	setUp.now = now;
	setUp.willo.resetLog();
	return participant;
}

export const posts = () => setUp.asked.filter((line) => line === POST).length;
