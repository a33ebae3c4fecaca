/** The error of a run in which items failed. It may wake a person at night, so it says who, why, and what happens next. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { readAttempt } from '../trigger/attempt';
import type { FailureKind } from '../api/failure';
import { ApiFailure, describe, needingAttention, toNodeError } from '../api/failure';

export interface FailedItem {
	itemIndex: number;
	failure: unknown;
	/** Whether it failed itself, or the run gave up before it. */
	wasTried: boolean;
}

/** The most people and causes that the error names. */
const MOST_NAMED = 5;
const MOST_CAUSES = 10;

/** The name of the person in an item of one of the nodes. */
export function personIn(json: IDataObject): string | undefined {
	const { name, candidate, participant } = json as Record<string, { name?: unknown }>;
	const names: unknown[] = [name, candidate?.name, participant?.name];
	return names.find((one): one is string => typeof one === 'string' && one.trim() !== '');
}

/** @param failed in the order of the items */
export function summaryOf(context: IExecuteFunctions, failed: FailedItem[]): Error {
	const items = context.getInputData();
	const errorOf = ({ failure, itemIndex }: FailedItem) =>
		toNodeError(context.getNode(), failure, itemIndex);
	const first = failed.find(({ wasTried }) => wasTried) ?? failed[0];
	const next = nextStep(
		failed.map(({ itemIndex }) => items[itemIndex].json),
		first.failure,
	);
	if (items.length === 1) {
		const error = errorOf(first);
		const said = error.description ?? '';
		const isReturned = readAttempt(items[0].json.attempt)?.until;
		if (isReturned && !said.includes('trigger will return')) {
			error.description = said ? `${said}. ${next}` : next;
		}
		return error;
	}
	const causes = new Map<string, number[]>();
	for (const item of failed) {
		const cause = item.wasTried ? errorOf(item).message : '';
		causes.set(cause, [...(causes.get(cause) ?? []), item.itemIndex]);
	}
	const nameOf = (itemIndex: number) => personIn(items[itemIndex].json) ?? `Item ${itemIndex}`;
	const lines = [...causes].slice(0, MOST_CAUSES).map(([cause, indexes]) => {
		const who = listed(indexes.map(nameOf));
		return cause ? `${who}: ${cause}` : `Not tried: ${who}`;
	});
	if (causes.size > MOST_CAUSES) lines.push(`And ${causes.size - MOST_CAUSES} more`);
	if (failed.length < items.length) lines.unshift('The other items succeeded.');
	const summary = new NodeOperationError(
		context.getNode(),
		`${failed.length} of ${items.length} items failed: ${errorOf(first).message}`,
		{ description: [...lines, next].join('\n'), itemIndex: first.itemIndex },
	);
	const needsPerson = failed.some((item) => errorOf(item).context.needsAttention === true);
	return needsPerson ? needingAttention(summary) : summary;
}

function listed(names: string[]): string {
	const shown = names.slice(0, MOST_NAMED).join(', ');
	return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
}

const PASSES: FailureKind[] = ['unavailable', 'rateLimited'];

function nextStep(items: IDataObject[], failure: unknown): string {
	const isReturned = items.every(({ attempt }) => Boolean(readAttempt(attempt)?.until));
	if (isReturned && failure instanceof ApiFailure && PASSES.includes(failure.kind)) {
		return 'No action needed now: the trigger will return them again by itself, for up to a week.';
	}
	const advice = failure instanceof ApiFailure ? `${describe(failure)}. ` : '';
	return isReturned
		? `${advice}The trigger will return them again by itself, for up to a week.`
		: `${advice}Nothing will return them by itself. When the cause is gone, retry this execution in n8n.`;
}
