import type { HandedOvers } from '../../../../nodes/Ashby/stageTrigger/handedOver.ts';
import {
	forgetSettled,
	handedOverBefore,
	MOST_DELIVERIES,
} from '../../../../nodes/Ashby/stageTrigger/handedOver.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

const entry = (change: Partial<HandedOvers[string]> = {}) => ({
	applicationId: 'ada',
	at: NOW - HOUR,
	delivery: 1,
	process: 'dead',
	...change,
});
const memory = (stays: Record<string, string> = { ada: 'stay' }) => ({ stays });

describe('what may be repeated', () => {
	const before = (handedOver: HandedOvers, stays?: Record<string, string>, whoLeft = false) =>
		handedOverBefore(handedOver, memory(stays), 'alive', whoLeft);

	test('what another process took over, the earliest first', () => {
		const handedOver = {
			stay: entry({ at: 2 }),
			first: entry({ at: 1, applicationId: 'bob' }),
			own: entry({ process: 'alive', applicationId: 'cid' }),
		};
		expect(before(handedOver, { ada: 'stay', bob: 'first', cid: 'own' })).toEqual([
			'first',
			'stay',
		]);
	});

	test('not who has left, or has come back with another stay, unless who left is included', () => {
		expect(before({ stay: entry() }, {})).toEqual([]);
		expect(before({ stay: entry() }, { ada: 'next' })).toEqual([]);
		expect(before({ stay: entry() }, {}, true)).toEqual(['stay']);
	});

	test('not for ever', () => {
		expect(before({ stay: entry({ delivery: MOST_DELIVERIES - 1 }) })).toEqual(['stay']);
		expect(before({ stay: entry({ delivery: MOST_DELIVERIES }) })).toEqual([]);
	});
});

describe('what is forgotten', () => {
	const kept = (handedOver: HandedOvers, stays?: Record<string, string>, whoLeft = false) =>
		Object.keys(forgetSettled(handedOver, memory(stays), NOW, 'alive', whoLeft));

	test('of this process, after a day', () => {
		const at = (hours: number) => ({
			stay: entry({ process: 'alive', at: NOW - hours * HOUR }),
		});
		expect(kept(at(23))).toEqual(['stay']);
		expect(kept(at(25))).toEqual([]);
	});

	test('of an earlier process nothing, however long n8n was down', () => {
		expect(kept({ stay: entry({ at: 0 }) })).toEqual(['stay']);
	});

	test('who has left, unless who left is included', () => {
		expect(kept({ stay: entry() }, {})).toEqual([]);
		expect(kept({ stay: entry() }, {}, true)).toEqual(['stay']);
	});

	test('what has been repeated often enough', () => {
		expect(kept({ stay: entry({ delivery: MOST_DELIVERIES }) })).toEqual([]);
		// Its execution may be under way.
		const own = entry({ delivery: MOST_DELIVERIES, process: 'alive' });
		expect(kept({ stay: own })).toEqual(['stay']);
	});
});
