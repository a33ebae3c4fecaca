import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ClassicEngine } from '../../../support/engines.mts';
import { setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();

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
