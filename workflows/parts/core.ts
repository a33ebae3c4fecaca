/** Core nodes of n8n, as its editor would save them. */
import type { Position, TemplateNode } from './lanes';
import { nodeId } from './lanes';

/** A template with the number that its node IDs begin with. */
export interface Numbered {
	number: number;
}

export interface Condition {
	left: string;
	/** For example `equals`. `true` and `notEmpty` take no right value. */
	operator: [type: 'string' | 'number' | 'boolean', operation: string];
	right?: string | number;
}

export const core = {
	manual: { type: 'manualTrigger', typeVersion: 1 },
	schedule: { type: 'scheduleTrigger', typeVersion: 1.2 },
	errorTrigger: { type: 'errorTrigger', typeVersion: 1 },
	calledTrigger: { type: 'executeWorkflowTrigger', typeVersion: 1.1 },
	callWorkflow: { type: 'executeWorkflow', typeVersion: 1.2 },
	if: { type: 'if', typeVersion: 2.2 },
	filter: { type: 'filter', typeVersion: 2.2 },
	editFields: { type: 'set', typeVersion: 3.4 },
	splitOut: { type: 'splitOut', typeVersion: 1 },
	aggregate: { type: 'aggregate', typeVersion: 1 },
	merge: { type: 'merge', typeVersion: 3.2 },
	wait: { type: 'wait', typeVersion: 1.1 },
	email: { type: 'emailSend', typeVersion: 2.1 },
	formTrigger: { type: 'formTrigger', typeVersion: 2.2 },
	form: { type: 'form', typeVersion: 1 },
	dataTable: { type: 'dataTable', typeVersion: 1 },
	stop: { type: 'stopAndError', typeVersion: 1 },
} as const;

export function coreNode(
	owner: Numbered,
	index: number,
	kind: keyof typeof core,
	name: string,
	position: Position,
	parameters: Record<string, unknown>,
): TemplateNode {
	const { type, typeVersion } = core[kind];
	return {
		id: nodeId(owner, index),
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position,
		parameters,
		// A brief outage of the mail server shouldn't fail the execution.
		...(kind === 'email' && { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 }),
	};
}

/** The condition that an expression is true. */
export const isTrue = (left: string): Condition => ({ left, operator: ['boolean', 'true'] });

/** The parameters of a Filter that keeps items matching all conditions, ignoring case. */
export const conditions = (...all: Condition[]) => filterOf('and', all);

/** The same for items matching one of the conditions. */
export const anyOf = (...all: Condition[]) => filterOf('or', all);

function filterOf(combinator: 'and' | 'or', all: Condition[]): Record<string, unknown> {
	return {
		conditions: {
			options: { version: 2, leftValue: '', caseSensitive: false, typeValidation: 'loose' },
			combinator,
			conditions: all.map(({ left, operator: [type, operation], right }, index) => ({
				id: `condition-${index + 1}`,
				leftValue: left,
				rightValue: right ?? '',
				operator: { type, operation, ...(right === undefined && { singleValue: true }) },
			})),
		},
		looseTypeValidation: true,
		options: { ignoreCase: true },
	};
}

/** The parameters of Edit Fields, which outputs only these fields. */
export function fields(
	values: Record<string, [type: 'string' | 'number' | 'boolean', value: string]>,
): Record<string, unknown> {
	return {
		assignments: {
			assignments: Object.entries(values).map(([name, [type, value]]) => ({
				id: `field-${name}`,
				name,
				type,
				value,
			})),
		},
		options: {},
	};
}

/** The parameters of a form's last page. */
export const formEnding = (completionTitle: string, completionMessage: string) => ({
	operation: 'completion',
	completionTitle,
	completionMessage,
	options: {},
});

/** The parameters of a plain-text email. People fill in the addresses. */
export function email(subject: string, text: string): Record<string, unknown> {
	return {
		fromEmail: '',
		toEmail: '',
		subject,
		emailFormat: 'text',
		text,
		options: { appendAttribution: false },
	};
}

/** Without a cron expression that a recruiter would have to read. */
export const everyWeekday = {
	rule: {
		interval: [
			{ field: 'weeks', weeksInterval: 1, triggerAtDay: [1, 2, 3, 4, 5], triggerAtHour: 9 },
		],
	},
};
export const everyDay = {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 8 }] },
};
