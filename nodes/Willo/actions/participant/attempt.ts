/** The attempt returned by a trigger, which makes sure that everything for an entry is sent once. */
import { NodeOperationError } from 'n8n-workflow';
import type { Attempt } from '../../../shared/trigger/attempt';
import { readAttempt } from '../../../shared/trigger/attempt';
import { parsedJson } from '../../../shared/node/parameters';
import type { Run } from '../operation';

/**
 * The option 'Prevent Double Invitations' for an item, undefined if it is empty.
 *
 * @throws NodeOperationError if it contains something else
 */
export function attemptParameter(run: Run, itemIndex: number): Attempt | undefined {
	const given: unknown = run.context.getNodeParameter('options.attempt', itemIndex, '') ?? '';
	if (given === '' || (typeof given === 'string' && given.trim() === '')) return undefined;
	const attempt = readAttempt(typeof given === 'string' ? parsedJson(given) : given);
	if (attempt) return attempt;
	throw new NodeOperationError(
		run.context.getNode(),
		"'Prevent Double Invitations' doesn't contain an attempt returned by an Ashby trigger",
		{ description: 'Set it to the expression {{ $json.attempt }}, or leave it empty', itemIndex },
	);
}

const RETURNED_AGAIN = 'Nothing was sent. The trigger will return the candidate again';

/** @throws NodeOperationError if the attempt has ended, and what to set if that is because it is too short */
export function refuseIfExpired(
	run: Run,
	itemIndex: number,
	attempt: Attempt | undefined,
	name: string,
): void {
	if (!attempt?.until || Date.now() < Date.parse(attempt.until)) return;
	const message = `This attempt to invite ${name} expired at ${attempt.until}`;
	const description =
		attempt.number > 1
			? `${RETURNED_AGAIN}, but this is attempt ${attempt.number}: the steps before this one, such as a wait or an approval, take longer than an attempt may. In the Ashby trigger, set the option 'Minutes per Attempt' to more than they take`
			: RETURNED_AGAIN;
	throw new NodeOperationError(run.context.getNode(), message, { description, itemIndex });
}
