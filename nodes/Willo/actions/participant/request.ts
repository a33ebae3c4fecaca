/** What an item asks for, from the fields of the node. */
import type { IDataObject } from 'n8n-workflow';
import type { Attempt } from '../../../shared/trigger/attempt';
import { readAttempt } from '../../../shared/trigger/attempt';
import { isAgentTool } from '../../../shared/node/items';
import { itemError, parsedJson, textParameter } from '../../../shared/node/parameters';
import { isTestRun, onlyShows } from '../../../shared/node/testRun';
import type { Chosen } from '../interview/locator';
import { findInterview } from '../interview/locator';
import type { Run } from '../operation';
import { sendInTestRuns } from './inviteFields';
import type { Sought } from './samePerson';

export const NOTHING_SENT = 'nothing was sent to Willo';

export interface Wanted {
	run: Run;
	itemIndex: number;
	/** The body of `POST /participants/`, without empty fields. */
	request: IDataObject;
	/** The interview's title if it is known, otherwise null. */
	title: string | null;
	/** Why there is no interview in the request: the field of the job names none. */
	unknown?: Chosen & { error: Error };
	attempt?: Attempt;
	sought: Sought;
	/** Nothing is sent, because this is a test run. */
	testRun: boolean;
	/** Whether an earlier run may have sent the same. */
	isRepeat: boolean;
	/** Whether to skip a person who was already invited, for whatever reason. */
	skips: boolean;
}

/** @throws NodeOperationError if a field can't be read, or names no interview and isn't from a job */
export async function read(run: Run, itemIndex: number): Promise<Wanted> {
	const { context } = run;
	const attempt = attemptParameter(run, itemIndex);
	const request = requestOf(run, itemIndex);
	const interview = request.interview ? undefined : await findInterview(run, itemIndex);
	const unknown = interview?.error && interview;
	if (unknown && !attempt?.interviewField) throw unknown.error;
	if (interview && !unknown) request.interview = interview.key;
	const chosen = context.getNodeParameter('options.ifAlreadyInvited', itemIndex, '');
	// An agent may call the tool twice without knowing, and a person who tries the workflow may run it twice.
	const byDefault = isAgentTool(context) || (!attempt && isTestRun(context)) ? 'skip' : '';
	return {
		run,
		itemIndex,
		request,
		title: interview && !unknown ? interview.title : null,
		unknown,
		attempt,
		sought: {
			interviewKey: String(request.interview),
			name: optionalText(request.name),
			email: optionalText(request.email),
			phone: optionalText(request.phone),
			externalId: optionalText(request.external_id),
			isCandidate: attempt !== undefined,
		},
		testRun: onlyShows(run, itemIndex, sendInTestRuns, NOTHING_SENT),
		isRepeat: attempt !== undefined && (attempt.isRepeat || context.getMode() === 'retry'),
		skips: (chosen || byDefault) === 'skip',
	};
}

/** The request without the interview. `send_invite` was seen in requests that did send invitations. */
function requestOf(run: Run, itemIndex: number): IDataObject {
	const fields: IDataObject = {
		name: textParameter(run, 'name', itemIndex),
		email: textParameter(run, 'email', itemIndex),
		phone: textParameter(run, 'phone', itemIndex),
		external_id: textParameter(run, 'options.externalId', itemIndex),
	};
	for (const [field, value] of Object.entries(fields)) if (value === '') delete fields[field];
	const given = run.context.getNodeParameter('options.additionalFields', itemIndex, {}) ?? {};
	const more: unknown = typeof given === 'string' ? parsedJson(given.trim() || '{}') : given;
	if (typeof more === 'object' && more !== null && !Array.isArray(more)) {
		return { ...fields, send_invite: true, ...more };
	}
	const message = "'Additional Fields' isn't a JSON object";
	throw itemError(run, itemIndex, message, 'Enter an object such as { "first_name": "Ada" }');
}

/**
 * The option 'Prevent Double Invitations' for an item, undefined if it is empty.
 *
 * @throws NodeOperationError if it contains something else
 */
function attemptParameter(run: Run, itemIndex: number): Attempt | undefined {
	const given: unknown = run.context.getNodeParameter('options.attempt', itemIndex, '') ?? '';
	if (typeof given === 'string' && given.trim() === '') return undefined;
	const attempt = readAttempt(typeof given === 'string' ? parsedJson(given) : given);
	if (attempt) return attempt;
	throw itemError(
		run,
		itemIndex,
		"'Prevent Double Invitations' doesn't contain an attempt returned by an Ashby trigger",
		'Set it to the expression {{ $json.attempt }}, or leave it empty',
	);
}

/** A field of the request as text, undefined if it is empty. */
export function optionalText(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : String(value).trim() || undefined;
}
