import type { IDataObject } from 'n8n-workflow';
import { MINUTE } from '../../../support/twoJobs.mts';
import { engineFor, onlyDatePasses, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

test('with Minutes per Attempt, a candidate isn’t returned again while the workflow may still wait', async () => {
	const org = await twoJobs();
	const options = { repeatUntilNoted: true, minutesPerAttempt: 300 };
	const engine = engineFor(org, org.parameters({ options }));
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
		await expect(engineFor(org, org.parameters({}, links)).publish()).rejects.toThrow(message);
	});

	test('a refused key is reported with what to do, without the key itself', async () => {
		const org = await twoJobs();
		org.key = 'wrong-key';
		const refused = await engineFor(org)
			.publish()
			.catch((error: Error) => error);
		expect(refused).toMatchObject({
			name: 'NodeApiError',
			message: 'Ashby does not accept this API key',
			httpCode: '403',
		});
		expect(JSON.stringify(refused)).not.toContain('wrong-key');
	});
});
