import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/failure';
import { inviteOnce, sentSince } from '../../invitation';
import type { Narrowing } from '../../lookUp';
import { lookUp } from '../../lookUp';
import { readParticipant } from '../../participant';
import { interviewLocator, locatedKey } from '../locators';
import type { Run } from '../operation';
import { momentParameter, shownFor, textParameter } from '../operation';

export const description = shownFor('participant', 'invite', [
	interviewLocator,
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Ada Lovelace',
		description: 'Full name of the person to invite',
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'e.g. ada@example.com',
		default: '',
		description: 'Where Willo sends the invitation. Needed unless there is a phone number.',
	},
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		default: '',
		placeholder: 'e.g. +441632960123',
		description: 'With the country code. Needed unless there is an email address.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'json',
				default: '{}',
				placeholder: 'e.g. { "language": "en" }',
				description:
					"More fields for Willo's request, as a JSON object. They win over the fields above.",
			},
			{
				displayName: 'External ID',
				name: 'externalId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5f0c2a4e',
				description:
					"Your own ID of the person or invitation. Willo may give it back with the person's responses.",
			},
			{
				displayName: 'If Already Invited',
				name: 'ifAlreadyInvited',
				type: 'options',
				default: 'inviteAgain',
				options: [
					{
						name: 'Invite Again',
						value: 'inviteAgain',
						description: 'Send another invitation to the same interview',
					},
					{
						name: 'Skip',
						value: 'skip',
						description: 'Send nothing and return who was invited before',
					},
				],
				description: 'What to do when the person was invited to this interview before',
			},
			{
				displayName: 'Invited Since',
				name: 'invitedSince',
				type: 'dateTime',
				default: '',
				description:
					'With Skip, an earlier invitation counts only if it was sent since then. Empty counts any. Invite Again does not use it.',
			},
		],
	},
]);

/**
 * What Willo answered, with the participant's `key` (null when it can nowhere be found) and
 * `alreadyInvited`: whether the person was left alone because of an earlier invitation.
 *
 * @throws NodeOperationError when a field is missing or cannot be read, ApiFailure when Willo
 *   refuses or when it cannot be told whether the person has been invited
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client } = run;
	const request = await requestOf(run, itemIndex);
	const sought = {
		interviewKey: String(request.interview),
		email: optionalText(request.email),
		phone: optionalText(request.phone),
	};
	const skips =
		run.context.getNodeParameter('options.ifAlreadyInvited', itemIndex, 'inviteAgain') === 'skip';
	const since = skips
		? momentParameter(run, 'options.invitedSince', 'Invited Since', itemIndex)
		: undefined;
	const narrowing: Narrowing = since === undefined ? {} : sentSince(since);
	let wasAbsent = false;
	if (skips) {
		const earlier = await lookUp(client, sought, narrowing);
		if (earlier.kind === 'found') {
			const { key } = readParticipant(earlier.participant);
			return [{ ...earlier.participant, key, alreadyInvited: true }];
		}
		if (earlier.kind === 'unknown') {
			throw new ApiFailure({
				kind: 'unexpectedAnswer',
				message: `It cannot be told whether ${String(request.name)} was invited before: ${earlier.why}`,
				advice: `Nobody was invited. ${since === undefined ? LOOK : LOOK_SINCE} set the option 'If Already Invited' to Invite Again to invite them`,
			});
		}
		wasAbsent = earlier.neverListed;
	}
	const answer = await inviteOnce(client, request, sought, wasAbsent);
	const key = readParticipant(answer).key ?? (await keyOf());
	return [{ ...answer, key, alreadyInvited: false }];

	/** For an answer that does not name the key: the person stands in the list by now. */
	async function keyOf(): Promise<string | null> {
		const listed = await lookUp(client, sought, narrowing).catch(() => undefined);
		return listed?.kind === 'found' ? readParticipant(listed.participant).key : null;
	}
}

const LOOK = 'Look for the person in Willo, and';
const LOOK_SINCE =
	"Look in Willo when the person was last invited. If that was before the time in 'Invited Since',";

/**
 * The body of `POST /participants/`. `send_invite` is what was seen to go with invitations that
 * were sent; fields that Willo does not know are ignored there.
 */
async function requestOf(run: Run, itemIndex: number): Promise<IDataObject> {
	const request: IDataObject = {
		name: textParameter(run, 'name', itemIndex),
		email: textParameter(run, 'email', itemIndex),
		phone: textParameter(run, 'phone', itemIndex),
		external_id: textParameter(run, 'options.externalId', itemIndex),
	};
	for (const [field, value] of Object.entries(request)) if (value === '') delete request[field];
	Object.assign(request, { send_invite: true }, additionalFields(run, itemIndex));
	if (!optionalText(request.name)) {
		throw missing(run, itemIndex, "The field 'Name' is empty", 'Willo needs the full name');
	}
	if (!optionalText(request.email) && !optionalText(request.phone)) {
		throw missing(
			run,
			itemIndex,
			`${String(request.name)} cannot be invited: the fields 'Email' and 'Phone' are both empty`,
			'Add an email address or a phone number to the person where this workflow takes them from',
		);
	}
	request.interview ??= await locatedKey(run, interviewLocator, itemIndex);
	return request;
}

function additionalFields(run: Run, itemIndex: number): IDataObject {
	const given = run.context.getNodeParameter('options.additionalFields', itemIndex, {}) ?? {};
	const fields = typeof given === 'string' ? parsed(given.trim() || '{}') : given;
	if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
		return fields as IDataObject;
	}
	throw missing(
		run,
		itemIndex,
		"The option 'Additional Fields' is not a JSON object",
		'Write it like { "language": "en" }',
	);
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function missing(run: Run, itemIndex: number, message: string, description: string) {
	return new NodeOperationError(run.context.getNode(), message, { description, itemIndex });
}

function optionalText(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : String(value).trim() || undefined;
}
