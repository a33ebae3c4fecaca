import type { INodeParameters } from 'n8n-workflow';

import type { FeedbackForm } from '../../../../sandbox/ashby.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { application, expectError, filledIn, locator, manual, useAda } from '../../setUp.mts';

const setUp = useAda();
let form: FeedbackForm;

beforeEach(() => {
	const { sandbox } = setUp;
	form = sandbox.addFeedbackForm('Video Interview', [
		{ title: 'Overall', type: 'Score', isRequired: true },
		{ title: 'Summary', type: 'RichText' },
		{ title: 'Advice', type: 'ValueSelect', labels: ['Strong Hire', 'No Hire'] },
		{ title: 'Seen On', type: 'Date' },
	]);
	sandbox.addFeedbackForm('Free', [{ title: 'Text', type: 'LongText' }]);
});

const FOUR = filledIn(['Overall', 4], ['Summary', 'Very good']);
const skip = { options: { skipIfExists: true } };

const feedback = (parameters: INodeParameters): INodeParameters => {
	const operation = { resource: 'application', operation: 'submitFeedback' };
	const feedbackForm = locator('name', 'video interview');
	return { ...operation, applicationId: application.id, feedbackForm, ...parameters };
};
const submit = async (parameters: INodeParameters, options?: ContextOptions) =>
	await setUp.rows(feedback(parameters), options);
const submitted = () => [...setUp.sandbox.feedback.values()];

test('fills in the form, with each value in the format of its field', async () => {
	const rows = filledIn(
		['overall', '4'],
		['summary', 'Very good', 'list'],
		['Advice', 'strong hire'],
		['Seen On', '2026-01-31T23:00:00'],
	);
	const [output] = await submit(rows);
	const [{ id, values, userId }] = submitted();
	expect(values).toEqual({
		overall: { score: 4 },
		summary: { type: 'PlainText', value: 'Very good' },
		advice: 'strong_hire',
		seen_on: '2026-01-31',
	});
	expect(userId).toBe(setUp.sandbox.admin.id);
	const ids = { id, applicationId: application.id, formDefinitionId: form.id };
	expect(output).toEqual({ ...ids, submittedValues: values, alreadyExists: false });
});

test.each(['list', 'id'])('finds the form by %s, and credits the user', async (mode) => {
	const { id: userId } = setUp.sandbox.recruiter;
	await submit({ ...FOUR, feedbackForm: locator(mode, form.id), options: { userId } });
	expect(submitted()).toMatchObject([{ formId: form.id, userId }]);
});

describe('existing feedback', () => {
	test.each(['asSent', 'text'] as const)('is not submitted twice: %s', async (submittedValues) => {
		setUp.sandbox.switches.submittedValues = submittedValues;
		const [first] = await submit({ ...FOUR, ...skip });
		expect(first).toMatchObject({ alreadyExists: false });
		expect(await submit({ ...FOUR, ...skip })).toEqual([{ ...first, alreadyExists: true }]);
		expect(submitted()).toHaveLength(1);
	});

	test('is submitted again without the option, but not if the execution is retried', async () => {
		await submit(FOUR);
		await submit(FOUR);
		expect(setUp.sent('applicationFeedback.list')).toEqual([]);
		expect(await submit(FOUR, { mode: 'retry' })).toMatchObject([{ alreadyExists: true }]);
		expect(submitted()).toHaveLength(2);
	});

	test('doesn’t prevent feedback with other values, on another form, or by another user', async () => {
		const { id } = setUp.sandbox.addFeedbackForm('Onsite', [
			{ title: 'Overall', type: 'Score' },
			{ title: 'Summary', type: 'RichText' },
		]);
		const options = { skipIfExists: true, userId: setUp.sandbox.recruiter.id };
		const elsewhere = { feedbackForm: locator('id', id) };
		const three = filledIn(['Overall', 3]);
		for (const other of [{}, three, elsewhere, { options }, { options }]) {
			await submit({ ...FOUR, ...skip, ...other });
		}
		const scores = submitted().map(({ values }) => values.overall);
		expect(scores).toEqual([4, 3, 4, 4].map((score) => ({ score })));
	});

	test('is found by n8n’s Retry On Fail, and by the second of two identical items', async () => {
		// n8n keeps it within the execution.
		const contextData = {};
		await submit(FOUR, { contextData });
		expect(await submit(FOUR, { contextData })).toMatchObject([{ alreadyExists: true }]);
		expect(submitted()).toHaveLength(1);
		const three = filledIn(['Overall', 3]);
		const output = await setUp.rows(feedback({ ...three, ...skip }), {}, [{}, {}]);
		expect(output.map(({ alreadyExists }) => alreadyExists)).toEqual([false, true]);
	});
});

test.each([
	['Summary', 'x', {}, /The form 'Video Interview' requires 'Overall'/],
	['Overall', '', {}, /The form 'Video Interview' requires 'Overall'/],
	['Rank', 1, {}, /No field in the form 'Video Interview' is called 'Rank'/],
	['Overall', 4, locator('name', 'Lost'), /No feedback form in Ashby is called 'Lost'/],
	['Overall', 4, locator('list', ''), /'Feedback Form' is empty/],
	['Text', '', locator('name', 'Free'), /'Fields' is empty/],
])('%s: %j in the form %j is refused: %s', async (field, value, chosen, message) => {
	const other = 'mode' in chosen ? { feedbackForm: chosen } : {};
	const submitting = submit({ ...filledIn([field, value]), ...other });
	const { description } = await expectError(submitting, message);
	expect(description).toBeTruthy();
	expect(setUp.sent('applicationFeedback.submit')).toEqual([]);
});

test.each([
	[{}, "turn on 'Skip If Exists'"],
	[skip, "'Skip If Exists' is on"],
])('isn’t repeated if the response gets lost, and says what to check: %j', async (more, advice) => {
	setUp.failAt('applicationFeedback.submit', { kind: 'dropAfter' });
	await expectError(submit({ ...FOUR, ...more }), /./, 'may have been submitted anyway', advice);
	expect(setUp.sent('applicationFeedback.submit')).toHaveLength(1);
	// So does a refusal.
	setUp.failAt('applicationFeedback.submit', { kind: 'code', code: 'invalid_input' });
	await expectError(submit(FOUR), /./, "Check 'Application'");
});

test('a test run only shows what would be submitted', async () => {
	const values = { submittedValues: { overall: { score: 4 } }, alreadyExists: false };
	const shown = { testRun: true, id: null, applicationId: application.id, ...values };
	expect(await submit(FOUR, manual)).toMatchObject([shown]);
	expect(submitted()).toEqual([]);
	await submit({ ...FOUR, writeInTestRuns: true }, manual);
	const there = await submit({ ...FOUR, ...skip }, manual);
	expect(there).toMatchObject([{ testRun: true, alreadyExists: true }]);
	expect(submitted()).toHaveLength(1);
});
