import type { IDataObject } from 'n8n-workflow';
import { MINUTE } from '../../../support/twoJobs.mts';
import { enter, onlyDatePasses, polls, publishedFor, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

test('with Minutes per Attempt, a candidate isn’t returned again while the workflow may still wait', async () => {
	const org = await twoJobs();
	const options = { repeatUntilNoted: true, minutesPerAttempt: 300 };
	const engine = await publishedFor(org, org.parameters({ options }));
	pass(org);
	enter(org, 'Ada');
	const returned = Date.now();
	await engine.tick();
	const attempt = engine.executions[0].attempt as IDataObject;
	expect(Date.parse(String(attempt.until)) - returned).toBe(300 * MINUTE + 1000);
	await polls(org, engine, 1, 300 * MINUTE);
	expect(engine.executions).toHaveLength(1);
	await polls(org, engine, 1, 2 * MINUTE);
	expect(engine.executions).toMatchObject([{}, { attempt: { number: 2, isRepeat: true } }]);
});
