import { DateTime } from 'luxon';
import { claim, isClaimedByOther } from '../../../../nodes/Ashby/stageEntry/claims.ts';

type Context = Parameters<typeof claim>[0];

const contextOf = (workflow: string, node: string) =>
	({ getWorkflow: () => ({ id: workflow }), getNode: () => ({ id: node }) }) as unknown as Context;

const WEBHOOK = contextOf('workflow', 'webhook');
const POLL = contextOf('workflow', 'poll');
const inMinutes = (minutes: number) => DateTime.utc().plus({ minutes }).toISO();

test('an entry that one trigger has claimed is claimed for the other triggers of the workflow', () => {
	claim(WEBHOOK, 'entry', inMinutes(3));
	expect(isClaimedByOther(POLL, 'entry')).toBe(true);
	expect(isClaimedByOther(WEBHOOK, 'entry')).toBe(false);
	expect(isClaimedByOther(POLL, 'another entry')).toBe(false);
	expect(isClaimedByOther(contextOf('another workflow', 'poll'), 'entry')).toBe(false);
});

test('a claim ends with its attempt', () => {
	claim(WEBHOOK, 'over', inMinutes(-1));
	expect(isClaimedByOther(POLL, 'over')).toBe(false);
});

test('an entry that isn’t returned again isn’t claimed', () => {
	claim(WEBHOOK, 'once', null);
	expect(isClaimedByOther(POLL, 'once')).toBe(false);
});
