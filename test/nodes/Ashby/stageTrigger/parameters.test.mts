import type { IDataObject } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ClassicEngine } from '../../../support/engines.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

test('with Minutes per Attempt, a candidate isn’t returned again while the workflow may still wait', async () => {
	const org = await twoJobs();
	const options = { repeatUntilNoted: true, minutesPerAttempt: 300 };
	const engine = new ClassicEngine(new AshbyStageTrigger(), {
		parameters: org.parameters({ options }),
		credentials: org.credentials(),
	});
	await engine.publish();
	pass(org);
	org.move(org.apply('Ada'), 'Video Interview');
	const returned = Date.now();
	await engine.tick();
	const attempt = engine.executions[0].attempt as IDataObject;
	expect(Date.parse(String(attempt.until)) - returned).toBe(300 * MINUTE + 1000);
	pass(org, 300 * MINUTE);
	await engine.tick();
	expect(engine.executions).toHaveLength(1);
	pass(org, 2 * MINUTE);
	await engine.tick();
	expect(engine.executions).toMatchObject([{}, { attempt: { number: 2, isRepeat: true } }]);
});

describe('bad input', () => {
	test.each([
		[[], "'Jobs and Stages' is empty"],
		[
			[
				{
					job: { __rl: true, mode: 'list', value: '' },
					stage: { __rl: true, mode: 'list', value: 'x' },
				},
			],
			"'Job' is not set in row 1 of 'Jobs and Stages'",
		],
		[
			[
				{
					job: { __rl: true, mode: 'list', value: '*' },
					stage: { __rl: true, mode: 'name', value: ' ' },
				},
			],
			"'Stage' is not set in row 1 of 'Jobs and Stages'",
		],
	])('%j is refused with the name of the field', async (links, message) => {
		const org = await twoJobs();
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters({}, links),
			credentials: org.credentials(),
		});
		await expect(engine.publish()).rejects.toThrow(message);
	});

	test('a refused key is reported with what to do, without the key itself', async () => {
		const org = await twoJobs();
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: [
				{ ...org.credentials()[0], data: { apiKey: 'wrong-key', baseUrl: org.ashby.url } },
			],
		});
		const refused = await engine.publish().catch((error: Error) => error);
		expect(refused).toMatchObject({
			name: 'NodeApiError',
			message: 'Ashby does not accept this API key',
			httpCode: '403',
		});
		expect(JSON.stringify(refused)).not.toContain('wrong-key');
	});
});
