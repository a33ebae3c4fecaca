import type { INodeParameters } from 'n8n-workflow';
import type { WilloSwitches } from '../../../../sandbox/willo.mts';
import { expectError, locator } from '../../../setUp.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { setUp, useWillo } from '../../setUp.mts';

useWillo();

let key: string;

beforeEach(async () => {
	await setUp.willoInvites(1);
	[key] = setUp.willo.participants.keys();
});

const parameters = (options: INodeParameters = {}, value = key): INodeParameters => ({
	resource: 'participant',
	operation: 'delete',
	participant: locator('id', value),
	options,
});
const remove = async (given = parameters(), more?: ContextOptions) =>
	(await setUp.run(given, undefined, more))[0].json;
const isThere = () => setUp.willo.participants.has(key);

it('deletes somebody who hasn’t responded, whom it reads right before', async () => {
	const participant = { key, name: 'Stranger 1' };
	expect(await remove()).toMatchObject({ deleted: true, reason: null, participant });
	expect(isThere()).toBe(false);
	const asked = ['GET', 'DELETE', 'GET'].map((method) => `${method} /participants/${key}/`);
	expect(setUp.asked.slice(1)).toEqual(asked);
});

it('says so if Willo still returns them', async () => {
	setUp.flip({ deletedParticipant: 'returned' });
	const { deleted, reason } = await remove();
	expect(deleted).toBe(true);
	expect(reason).toContain('still returns the participant. Check in Willo');
});

const noTime = { participantDates: 'absent' } as const;
const noAnswers = { responseShape: 'absent' } as const;
const noStage = { responseMovesStage: false };

it.each<[string, Partial<WilloSwitches>, boolean]>([
	['its time', { ...noAnswers, ...noStage }, false],
	['its answers', { ...noTime, ...noStage }, false],
	['its answers, written another way', { ...noTime, ...noStage, responseShape: 'flat' }, false],
	['its stage', { ...noTime, ...noAnswers }, false],
	// Nothing distinguishes them then.
	['nothing', { ...noTime, ...noAnswers, ...noStage }, true],
])('keeps a response that Willo only shows by %s', async (_sign, switches, isDeleted) => {
	setUp.flip(switches);
	await setUp.willo.respond(key);
	expect(await remove()).toMatchObject({ deleted: isDeleted });
	expect(isThere()).toBe(!isDeleted);
});

it('keeps somebody in a stage of the organization’s own, if Willo shows nothing else', async () => {
	setUp.flip({ ...noTime, ...noAnswers });
	await setUp.willo.changeStage(key, 'Shortlist');
	const reason = "Willo doesn't show whether the participant has responded";
	expect(await remove()).toMatchObject({ deleted: false, reason });
	expect(isThere()).toBe(true);
});

it('deletes responses only if asked to', async () => {
	await setUp.willo.respond(key);
	expect(await remove()).toMatchObject({ deleted: false, reason: 'The participant has responded' });
	expect(await remove(parameters({ deleteResponses: true }))).toMatchObject({ deleted: true });
	expect(isThere()).toBe(false);
});

it('is done if the participant is gone, also after a lost answer', async () => {
	const gone = { deleted: false, reason: expect.stringContaining('no such participant') };
	expect(await remove(parameters({}, '0'.repeat(32)))).toMatchObject(gone);
	let lost = 0;
	setUp.willo.fault = ({ number }) =>
		number === 4 && lost++ === 0 ? { kind: 'dropAfter' } : undefined;
	expect(await remove()).toMatchObject({ deleted: true, reason: null });
	expect(lost).toBe(1);
	expect(isThere()).toBe(false);
});

it('in a test run only shows who would be deleted, unless Delete in Test Runs is on', async () => {
	const shown = await remove(parameters(), { mode: 'manual' });
	expect(shown).toMatchObject({ testRun: true, deleted: false, participant: { key } });
	expect(isThere()).toBe(true);
	await remove({ ...parameters(), deleteInTestRuns: true }, { mode: 'manual' });
	expect(isThere()).toBe(false);
});

it.each([
	['', "'Participant' is empty"],
	['Ada', "'Participant' is not a valid Willo key: Ada"],
])('of %j says what to enter, and deletes the others', async (value, message) => {
	const items = [{ json: { key: value } }, { json: { key } }];
	const given = parameters({}, '={{ $json.key }}');
	await expectError(setUp.run(given, items), `1 of 2 items failed: ${message}`);
	expect(isThere()).toBe(false);
});

it('deletes nobody if the participant can’t be read, or the key may not delete', async () => {
	setUp.willo.fault = ({ number }) =>
		number > 2 ? { kind: 'status', status: 403, body: '{"detail":"No."}' } : undefined;
	await expectError(setUp.run(parameters()), 'Willo does not accept this API key');
	expect(isThere()).toBe(true);
});
