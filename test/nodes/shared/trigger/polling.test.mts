import { NodeOperationError } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ApiFailure, type FailureDetails } from '../../../../nodes/shared/api/failure.ts';
import { pollAlone } from '../../../../nodes/shared/trigger/polling.ts';
import { ClassicEngine, DurableEngine, type Engine } from '../../../support/engines.mts';
import type { Poller } from '../../setUp.mts';
import { ONLY_DATE } from '../../../support/onlyDate.mts';

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers(ONLY_DATE));
afterEach(() => jest.useRealTimers());

/** Publishes a trigger. What it returns polls for so many hours, and says how many failures n8n showed. */
async function published(Kind: Poller) {
	let met: Error | undefined;
	const node = new AshbyStageTrigger();
	node.poll = async function () {
		return await pollAlone(this, async () => {
			if (met) throw met;
			return { items: [], read: {}, summary: {} };
		});
	};
	const engine: Engine = new Kind(node, { parameters: {}, credentials: [] });
	await engine.publish();
	return async (failing: Error | undefined, hours: number): Promise<number> => {
		met = failing;
		const before = engine.errors.length;
		for (let poll = 0; poll < hours * 12; poll++) {
			await engine.tick();
			jest.setSystemTime(Date.now() + 5 * MINUTE);
		}
		return engine.errors.length - before;
	};
}

const failure = (kind: FailureDetails['kind'], more: Partial<FailureDetails> = {}) =>
	new ApiFailure({ kind, message: kind, advice: 'Wait', ...more });
const down = failure('unavailable');

describe('with the classic poller', () => {
	it('an outage is shown once an hour, and again after a success', async () => {
		const shown = await published(ClassicEngine);
		expect(await shown(failure('unavailable', { message: 'HTTP 503' }), 24)).toBe(24);
		const other = failure('unavailable', { message: 'HTTP 502' });
		expect(await shown(other, 0.5)).toBe(1);
		expect(await shown(other, 0.25)).toBe(0);
		expect(await shown(undefined, 0.25)).toBe(0);
		expect(await shown(down, 0.25)).toBe(1);
	});

	it('another kind of failure is shown at once', async () => {
		const shown = await published(ClassicEngine);
		expect(await shown(down, 0.25)).toBe(1);
		expect(await shown(failure('rateLimited'), 0.25)).toBe(1);
		expect(await shown(down, 0.25)).toBe(0);
	});

	it.each([
		failure('credential'),
		failure('permission'),
		failure('refused'),
		failure('unexpectedAnswer'),
		failure('unavailable', { needsAttention: true }),
		new NodeOperationError({ name: 'Trigger' } as never, "'Jobs and Stages' is empty"),
	])('what needs a person is shown each time: $kind $message', async (given) => {
		const shown = await published(ClassicEngine);
		expect(await shown(given, 1)).toBe(12);
	});
});

it('the durable poller sees each failure, so that it waits longer and longer', async () => {
	const shown = await published(DurableEngine);
	expect(await shown(down, 1)).toBe(12);
});
