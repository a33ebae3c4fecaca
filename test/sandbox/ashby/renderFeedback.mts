/** The vendor's JSON of feedback, and of its forms. */
import { asText } from './forms.mts';
import type { Feedback, FeedbackForm, SelectableValue } from './forms.mts';
import { userJson } from './render.mts';
import { need } from './state.mts';
import type { AshbyState } from './state.mts';

const ORGANIZATION_ID = '3c8fab61-4a75-4e2d-9ba3-7f2e9d3a4c52';

function formDefinitionJson({ fields }: FeedbackForm) {
	const choice = ({ label, value }: SelectableValue) => ({ label, value });
	const asJson = fields.map(({ id, isRequired, path, title, type, selectableValues }) => ({
		isRequired,
		field: {
			id,
			type,
			path,
			humanReadablePath: title,
			title,
			isNullable: !isRequired,
			...(selectableValues.length ? { selectableValues: selectableValues.map(choice) } : {}),
		},
	}));
	return { sections: [{ title: 'Feedback', fields: asJson }] };
}

export function feedbackFormJson(form: FeedbackForm) {
	const { id, title, isArchived } = form;
	const rest = { isArchived, isDefaultForm: false, formDefinition: formDefinitionJson(form) };
	return { id, organizationId: ORGANIZATION_ID, title, ...rest };
}

export function submittedFormJson(org: AshbyState, { id, formId, values }: Feedback) {
	const form = need(org.feedbackForms, formId, 'feedback form');
	const isText = org.switches.submittedValues === 'text';
	const shown = Object.entries(values).map(([path, value]) => [
		path,
		isText ? asText(value) : value,
	]);
	const submittedValues: Record<string, unknown> = Object.fromEntries(shown);
	return { id, formDefinition: formDefinitionJson(form), submittedValues };
}

export function feedbackJson(org: AshbyState, feedback: Feedback) {
	const { applicationId, formId, userId, createdAt } = feedback;
	const user = userJson(need(org.users, userId, 'user'));
	return {
		...submittedFormJson(org, feedback),
		submittedByUser: user,
		creditedToUser: user,
		feedbackFormDefinitionId: formId,
		applicationId,
		submittedAt: createdAt,
	};
}
