/** Why a person isn't invited, if trying again wouldn't help. */
import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import type { Attempt } from '../../../shared/trigger/attempt';
import { ApiFailure } from '../../../shared/api/failure';
import type { Run } from '../operation';
import { optionalText } from './request';

export interface Refusal {
	/** For the recruiter who reads the note. */
	reason: string;
	todo: string;
	/** What identifies the note instead of the ID of the entry, because the trigger returns the entry again. */
	reference?: string;
	/** For the person who builds the workflow, if 'Continue If Not Invited' is off. */
	error: Error;
}

export function nameIn(request: IDataObject): string {
	return optionalText(request.name) ?? 'this person';
}

/** Willo requires a name and an email or phone number. */
export function missingIn(
	run: Run,
	itemIndex: number,
	request: IDataObject,
	attempt: Attempt | undefined,
): Refusal | undefined {
	const refusal = (reason: string, first: string, message: string, description: string) => ({
		reason,
		todo: todo(attempt, first),
		error: new NodeOperationError(run.context.getNode(), message, { description, itemIndex }),
	});
	if (!optionalText(request.name)) {
		return refusal(
			'Willo requires a name',
			'Add the name',
			"'Name' is empty",
			'Willo requires the full name',
		);
	}
	if (!optionalText(request.email) && !optionalText(request.phone)) {
		return refusal(
			'No email address or phone number',
			'Add an email address or a phone number',
			`${nameIn(request)} can't be invited because 'Email' and 'Phone' are both empty`,
			'Add an email address or a phone number for this person in the system that provides the data',
		);
	}
	return undefined;
}

/** It can't be determined whether the person was invited before. */
export function unclear(request: IDataObject, attempt: Attempt | undefined, why: string): Refusal {
	const check = 'Check in Willo whether the person was invited. If not, invite them there';
	const again = ". To invite them anyway, set 'If Already Invited' to Invite Again";
	return {
		reason: why,
		todo: check,
		error: new ApiFailure({
			kind: 'unexpectedAnswer',
			message: `Couldn't confirm whether ${nameIn(request)} was invited before: ${why}`,
			advice: `Nobody was invited. ${check}${attempt ? '' : again}`,
		}),
	};
}

/** Willo refuses the invitation. */
export function refusedBy(failure: ApiFailure, attempt: Attempt | undefined): Refusal {
	const reason = failure.message;
	return { reason, todo: todo(attempt, 'Correct what Willo reported'), error: failure };
}

export function isRefusal(failure: unknown): failure is ApiFailure {
	return failure instanceof ApiFailure && failure.kind === 'refused';
}

/** What a recruiter can do to have the person invited. */
function todo(attempt: Attempt | undefined, first: string): string {
	return attempt
		? `${first}, then move the candidate out of the stage and back in`
		: `${first}, then invite the person again`;
}
