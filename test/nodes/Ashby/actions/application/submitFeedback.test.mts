import type { INodeParameters } from 'n8n-workflow';

import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import type { Application, FeedbackForm } from '../../../../sandbox/ashby.mts';
import { executeContext } from '../../../../support/contexts.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { rejection } from '../../../../support/rejection.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
let ada: Application;
let form: FeedbackForm;

beforeEach(() => {
	const { sandbox } = setUp;
	const { id: candidateId } = sandbox.addCandidate({ name: 'Ada' });
	const { id: jobId } = sandbox.addJob({ title: 'Engineer' });
	ada = sandbox.addApplication({ candidateId, jobId });
	form = sandbox.addFeedbackForm('Video Interview', [
		{ title: 'Overall', type: 'Score', isRequired: true },
		{ title: 'Summary', type: 'RichText' },
		{ title: 'Advice', type: 'ValueSelect', labels: ['Strong Hire', 'No Hire'] },
		{ title: 'Seen On', type: 'Date' },
	]);
});

const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value });
const row = (name: string, value: unknown, mode = 'name') => ({
	field: locator(mode, name),
	value: locator('value', value),
});
const filledIn = (...rows: object[]) => ({ fields: { field: rows } }) as unknown as INodeParameters;
const FOUR = filledIn(row('Overall', 4), row('Summary', 'Very good'));

const feedback = (parameters: INodeParameters): INodeParameters => ({
	resource: 'application',
	operation: 'submitFeedback',
	applicationId: ada.id,
	feedbackForm: locator('name', 'video interview') as unknown as INodeParameters,
	...parameters,
});
const submit = async (parameters: INodeParameters, options?: Partial<ContextOptions>) =>
	(await setUp.run(feedback(parameters), undefined, options)).map(({ json }) => json);
const submitted = () => [...setUp.sandbox.feedback.values()];

test('fills in the form, with each value in the format of its field', async () => {
	const rows = [
		row('overall', '4'),
		row('summary', 'Very good', 'list'),
		row('Advice', 'strong hire'),
		row('Seen On', '2026-01-31T23:00:00'),
	];
	const [output] = await submit(filledIn(...rows));
	const [{ id, values, userId }] = submitted();
	expect(values).toEqual({
		overall: { score: 4 },
		summary: { type: 'PlainText', value: 'Very good' },
		advice: 'strong_hire',
		seen_on: '2026-01-31',
	});
	expect(userId).toBe(setUp.sandbox.admin.id);
	expect(output).toEqual({
		id,
		applicationId: ada.id,
		formDefinitionId: form.id,
		submittedValues: values,
		alreadyExists: false,
	});
});

test.each(['list', 'id'])('finds the form by %s, and credits the user', async (mode) => {
	const { id: userId } = setUp.sandbox.recruiter;
	await submit({
		...FOUR,
		feedbackForm: locator(mode, form.id) as unknown as INodeParameters,
		options: { userId },
	});
	expect(submitted()).toMatchObject([{ formId: form.id, userId }]);
});

describe('existing feedback', () => {
	const skip = { options: { skipIfExists: true } };

	test.each(['asSent', 'text'] as const)('is not submitted twice: %s', async (submittedValues) => {
		setUp.sandbox.switches.submittedValues = submittedValues;
		const [first] = await submit({ ...FOUR, ...skip });
		const [second] = await submit({ ...FOUR, ...skip });
		expect(first).toMatchObject({ alreadyExists: false });
		expect(second).toEqual({ ...first, alreadyExists: true });
		expect(submitted()).toHaveLength(1);
	});

	test('is submitted again without the option', async () => {
		await submit(FOUR);
		await submit(FOUR);
		expect(submitted()).toHaveLength(2);
		expect(setUp.sent('applicationFeedback.list')).toEqual([]);
	});

	test('doesn’t prevent feedback with other values, on another form, or by another user', async () => {
		const other = setUp.sandbox.addFeedbackForm('Onsite', [
			{ title: 'Overall', type: 'Score' },
			{ title: 'Summary', type: 'RichText' },
		]);
		await submit({ ...FOUR, ...skip });
		await submit({ ...filledIn(row('Overall', 3)), ...skip });
		await submit({
			...FOUR,
			...skip,
			feedbackForm: locator('id', other.id) as unknown as INodeParameters,
		});
		const options = { skipIfExists: true, userId: setUp.sandbox.recruiter.id };
		await submit({ ...FOUR, options });
		await submit({ ...FOUR, options });
		expect(submitted().map(({ values }) => values.overall)).toEqual(
			[4, 3, 4, 4].map((score) => ({ score })),
		);
	});

	test('is found if the execution is retried', async () => {
		await submit(FOUR);
		const [again] = await submit(FOUR, { mode: 'retry' });
		expect(again).toMatchObject({ alreadyExists: true });
		expect(submitted()).toHaveLength(1);
	});

	test('is found if n8n’s Retry On Fail runs the node again', async () => {
		const node = new Ashby();
		const contextData = {};
		const run = async () => {
			const given = { parameters: feedback(FOUR), credentials: [setUp.credential], contextData };
			const context = executeContext(node, { ...given, mode: 'trigger' });
			return (await node.execute.call(context))[0][0].json;
		};
		await run();
		await expect(run()).resolves.toMatchObject({ alreadyExists: true });
		expect(submitted()).toHaveLength(1);
	});

	test('is found by the second of two identical items', async () => {
		const items = [{ json: {} }, { json: {} }];
		const output = await setUp.run(feedback({ ...FOUR, ...skip }), items);
		expect(output.map(({ json }) => json.alreadyExists)).toEqual([false, true]);
	});
});

test.each([
	[filledIn(row('Overall', 5)), "'Overall' must be a whole number from 1 to 4. The value is 5"],
	[filledIn(row('Overall', 2.5)), "'Overall' must be a whole number from 1 to 4"],
	[filledIn(row('Summary', 'x')), "The form 'Video Interview' requires 'Overall'"],
	[filledIn(row('Overall', '')), "The form 'Video Interview' requires 'Overall'"],
	[filledIn(row('Rank', 1)), "No field in the form 'Video Interview' is called 'Rank'"],
	[{ ...FOUR, applicationId: '' }, "'Application' is empty"],
	[
		{ ...FOUR, feedbackForm: locator('name', 'Lost') },
		"No feedback form in Ashby is called 'Lost'",
	],
	[{ ...FOUR, feedbackForm: locator('list', '') }, "'Feedback Form' is empty"],
])('%j is refused: %s', async (parameters, message) => {
	const error = await rejection(submit(parameters as INodeParameters));
	expect(error.message).toContain(message);
	expect(error.description).toBeTruthy();
	expect(setUp.sent('applicationFeedback.submit')).toEqual([]);
});

test('a form without required fields still requires at least one', async () => {
	setUp.sandbox.addFeedbackForm('Free', [{ title: 'Text', type: 'LongText' }]);
	const feedbackForm = locator('name', 'Free') as unknown as INodeParameters;
	const error = await rejection(submit({ feedbackForm, ...filledIn(row('Text', '')) }));
	expect(error.message).toBe("'Fields' is empty");
});

test.each([
	[{}, "turn on 'Skip If Exists'"],
	[{ options: { skipIfExists: true } }, "'Skip If Exists' is on"],
])(
	'feedback isn’t repeated if the response gets lost, and says to check first: %j',
	async (more, advice) => {
		setUp.sandbox.fault = ({ path }) =>
			path === '/applicationFeedback.submit' ? { kind: 'dropAfter' } : undefined;
		const error = await rejection(submit({ ...FOUR, ...more }));
		expect(setUp.sent('applicationFeedback.submit')).toHaveLength(1);
		expect(error.description).toContain('may have been submitted anyway');
		expect(error.description).toContain(advice);
	},
);

test('a refusal by Ashby names the fields to check', async () => {
	setUp.sandbox.fault = ({ path }) =>
		path === '/applicationFeedback.submit' ? { kind: 'code', code: 'invalid_input' } : undefined;
	const error = await rejection(submit(FOUR));
	expect(error.description).toContain("Check 'Application'");
});

test('a test run only shows what would be submitted', async () => {
	const mode = 'manual' as const;
	const [shown] = await submit(FOUR, { mode });
	expect(shown).toMatchObject({
		testRun: true,
		alreadyExists: false,
		id: null,
		applicationId: ada.id,
		submittedValues: { overall: { score: 4 } },
	});
	expect(submitted()).toEqual([]);
	await submit({ ...FOUR, writeInTestRuns: true }, { mode });
	const [there] = await submit({ ...FOUR, options: { skipIfExists: true } }, { mode });
	expect(there).toMatchObject({ testRun: true, alreadyExists: true });
	expect(submitted()).toHaveLength(1);
});
