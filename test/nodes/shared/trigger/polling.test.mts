import { NodeOperationError } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ApiFailure, type FailureDetails } from '../../../../nodes/shared/api/failure.ts';
import { pollAlone } from '../../../../nodes/shared/trigger/polling.ts';
import { ClassicEngine, DurableEngine, type Engine } from '../../../support/engines.mts';
import { ONLY_DATE } from '../../../support/onlyDate.mts';

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers(ONLY_DATE));
afterEach(() => jest.useRealTimers());

/** A published trigger, and what its polls meet. */
async function published(EngineClass: typeof ClassicEngine | typeof DurableEngine) {
	const met: { failure?: Error } = {};
	const node = new AshbyStageTrigger();
	node.poll = async function () {
		return await pollAlone(this, async () => {
			if (met.failure) throw met.failure;
			return { items: [], read: {}, summary: {} };
		});
	};
	const engine: Engine = new EngineClass(node, { parameters: {}, credentials: [] });
	await engine.publish();
	/** Polls every five minutes for so many hours. Returns how many failures n8n showed. */
	const shownIn = async (hours: number): Promise<number> => {
		const before = engine.errors.length;
		for (let poll = 0; poll < hours * 12; poll++) {
			await engine.tick();
			jest.setSystemTime(Date.now() + 5 * MINUTE);
		}
		return engine.errors.length - before;
	};
	return { met, shownIn };
}

const failure = (kind: FailureDetails['kind'], more: Partial<FailureDetails> = {}) =>
	new ApiFailure({ kind, message: kind, advice: 'Wait', ...more });

describe('with the classic poller', () => {
	it('an outage is shown once an hour, and again after a success', async () => {
		const { met, shownIn } = await published(ClassicEngine);
		met.failure = failure('unavailable', { message: 'HTTP 503' });
		expect(await shownIn(24)).toBe(24);
		met.failure = failure('unavailable', { message: 'HTTP 502' });
		expect(await shownIn(0.5)).toBe(1);
		expect(await shownIn(0.25)).toBe(0);
		met.failure = undefined;
		expect(await shownIn(0.25)).toBe(0);
		met.failure = failure('unavailable');
		expect(await shownIn(0.25)).toBe(1);
	});

	it('another kind of failure is shown at once', async () => {
		const { met, shownIn } = await published(ClassicEngine);
		met.failure = failure('unavailable');
		expect(await shownIn(0.25)).toBe(1);
		met.failure = failure('rateLimited');
		expect(await shownIn(0.25)).toBe(1);
		met.failure = failure('unavailable');
		expect(await shownIn(0.25)).toBe(0);
	});

	it.each([
		failure('credential'),
		failure('permission'),
		failure('refused'),
		failure('unexpectedAnswer'),
		failure('unavailable', { needsAttention: true }),
		new NodeOperationError({ name: 'Trigger' } as never, "'Jobs and Stages' is empty"),
	])('what needs a person is shown each time: $kind $message', async (given) => {
		const { met, shownIn } = await published(ClassicEngine);
		met.failure = given;
		expect(await shownIn(1)).toBe(12);
	});
});

it('the durable poller sees each failure, so that it waits longer and longer', async () => {
	const { met, shownIn } = await published(DurableEngine);
	met.failure = failure('unavailable');
	expect(await shownIn(1)).toBe(12);
});
