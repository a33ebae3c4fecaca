import type { IDataObject, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import type { ApiFailure } from '../../../shared/api/failure';
import { advising } from '../../../shared/api/failure';
import { isBegunAgain } from '../../../shared/node/begun';
import { inTurn } from '../../../shared/inTurn';
import {
	byId,
	byName,
	fromList,
	itemError,
	optionsField,
	requiredText,
	textOf,
} from '../../../shared/node/parameters';
import { named } from '../../client/metadata';
import type { FeedbackForm, SubmittedForm } from '../../client/types';
import { fieldsOfForm } from '../../customFields/definition';
import { fieldRows, fieldValues } from '../fieldRows';
import type { Operation, Run } from '../operation';
import { writeInTestRuns, writesNothing } from '../parameters';
import { applicationId, applicationLocator } from './locator';
import type { Submission } from './existingFeedback';
import { existingFeedback } from './existingFeedback';

const feedbackForm: INodeProperties = {
	displayName: 'Feedback Form',
	name: 'feedbackForm',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The feedback form to fill in',
	modes: [
		fromList('searchFeedbackForms', 'Select a form…'),
		byName('e.g. Video Interview'),
		byId('e.g. 6ba7b810-9dad-41d1-80b4-00c04fd430c8'),
	],
};

export const option: Operation['option'] = {
	name: 'Submit Feedback',
	action: 'Submit feedback for an application',
	description: 'Submit a feedback form for an application, for example with a score from 1 to 4',
};

export const properties: INodeProperties[] = [
	applicationLocator,
	feedbackForm,
	fieldRows(
		{ displayName: 'By Path', placeholder: 'e.g. overall_recommendation' },
		{ fields: 'searchFeedbackFields', values: 'searchFeedbackValues' },
		'feedbackForm.value',
	),
	writeInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Credited User Name or ID',
				name: 'userId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getUsers' },
				default: '',
				description:
					'User to credit with the feedback. Defaults to the API key\'s user. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Skip If Exists',
				name: 'skipIfExists',
				type: 'boolean',
				default: false,
				description:
					'Whether to skip the feedback if the application already has feedback on this form with the same values. The existing feedback is returned with <code>alreadyExists</code> set to true.',
			},
		],
	},
];

export const finishesAll = true;

interface Options {
	userId?: string;
	skipIfExists?: boolean;
}

/**
 * Submits feedback on a form once. Ashby would show the same feedback twice, so a request whose answer was lost
 * isn't repeated, and a step that runs again first checks the existing feedback.
 *
 * @returns the submitted form with the IDs of the application and the form, and `alreadyExists`; in a test
 *   run, the form as it would be submitted
 * @throws NodeOperationError that names the form or the field if it doesn't exist, is empty although it is
 *   required, or has an invalid value
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client, context } = run;
	const isTest = writesNothing(run, itemIndex);
	const id = await applicationId(run, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const form = await namedForm(run, itemIndex);
	const wanted: Submission = {
		applicationId: id,
		formDefinitionId: form.id,
		userId: textOf(options.userId) || undefined,
		fieldSubmissions: submissions(run, itemIndex, form),
	};
	return await inTurn(id, async () => {
		const isAgain = !isTest && isBegunAgain(context, [JSON.stringify(wanted)]);
		const existing =
			options.skipIfExists || isAgain ? await existingFeedback(client, wanted) : undefined;
		if (existing) return [output(wanted, existing, true, isTest)];
		const { fieldSubmissions, ...rest } = wanted;
		const body = { ...rest, feedbackForm: { fieldSubmissions } } as unknown as IDataObject;
		if (isTest) {
			const values = fieldSubmissions.map(({ path, value }) => [path, value] as const);
			const shown = { id: null, submittedValues: Object.fromEntries(values) };
			return [output(wanted, shown, false, true)];
		}
		const { results } = await client
			.call<{ submittedFormInstance?: SubmittedForm }>('applicationFeedback.submit', body)
			.catch(advising((failure) => adviceFor(failure, form, options)));
		return [output(wanted, results.submittedFormInstance, false, false)];
	});
}

function output(
	{ applicationId: id, formDefinitionId }: Submission,
	submitted: (Pick<SubmittedForm, 'submittedValues'> & { id: string | null }) | undefined,
	alreadyExists: boolean,
	isTest: boolean,
): IDataObject {
	return {
		...(isTest && { testRun: true }),
		id: submitted?.id,
		applicationId: id,
		formDefinitionId,
		submittedValues: submitted?.submittedValues as IDataObject | undefined,
		alreadyExists,
	};
}

/** @throws NodeOperationError unless exactly one form has this name or ID */
async function namedForm(run: Run, itemIndex: number): Promise<FeedbackForm> {
	const { context, metadata } = run;
	const given = requiredText(run, feedbackForm, itemIndex);
	const { mode } = context.getNodeParameter(
		'feedbackForm',
		itemIndex,
	) as INodeParameterResourceLocator;
	const forms = await metadata.feedbackForms();
	const found = named(forms, mode, given, ({ id }) => id);
	if (found.length === 1) return found[0];
	const message =
		found.length > 1
			? `${found.length} feedback forms in Ashby are called '${given}'`
			: `No feedback form in Ashby is called '${given}'`;
	throw itemError(run, itemIndex, message, "Select the form from the list in 'Feedback Form'");
}

function submissions(
	run: Run,
	itemIndex: number,
	form: FeedbackForm,
): Submission['fieldSubmissions'] {
	const fields = fieldsOfForm(form);
	const filledIn = fieldValues(
		run,
		itemIndex,
		fields,
		`in the form '${form.title}'`,
		"Select the field from the list in 'Field'",
	).filter(({ value }) => value !== null);
	const missing = fields.filter(
		({ isRequired, key }) => isRequired && !filledIn.some(({ field }) => field.key === key),
	);
	if (missing.length > 0 || filledIn.length === 0) {
		const titles = missing.map(({ title }) => `'${title}'`).join(', ');
		throw itemError(
			run,
			itemIndex,
			titles ? `The form '${form.title}' requires ${titles}` : "'Fields' is empty",
			"Fill it in under 'Fields'. If its value contains an expression, check what it returns for this item",
		);
	}
	return filledIn.map(({ field: { key }, value }) => ({ path: key, value }));
}

/** Advice that names this operation's fields. */
function adviceFor(
	failure: ApiFailure,
	form: FeedbackForm,
	{ skipIfExists }: Options,
): string | undefined {
	if (failure.outcomeUnknown) {
		return skipIfExists
			? "The feedback may have been submitted anyway. Run this again: 'Skip If Exists' is on, so it won't be submitted twice"
			: "The feedback may have been submitted anyway. Check the application in Ashby, or turn on 'Skip If Exists' and run this again so that it isn't submitted twice";
	}
	return failure.code === 'invalid_input'
		? `Check 'Application', 'Credited User', and the values of the form '${form.title}'`
		: undefined;
}
