/** The content of a new invitation, from the fields of the node. */
import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { parsedJson, textParameter } from '../../../shared/node/parameters';
import type { Chosen } from '../interview/locator';
import { findInterview } from '../interview/locator';
import type { Run } from '../operation';

export interface Invitation {
	/** The body of `POST /participants/`, without empty fields. */
	request: IDataObject;
	/** The interview's title if it is known, otherwise null. */
	title: string | null;
	/** Why there is no interview in the request. */
	unknown?: Chosen & { error: Error };
}

/**
 * `send_invite` was seen in requests that did send invitations. Willo ignores unknown fields.
 *
 * @throws NodeOperationError if the additional fields can't be read
 */
export async function invitationOf(run: Run, itemIndex: number): Promise<Invitation> {
	const chosen: IDataObject = {
		name: textParameter(run, 'name', itemIndex),
		email: textParameter(run, 'email', itemIndex),
		phone: textParameter(run, 'phone', itemIndex),
		external_id: textParameter(run, 'options.externalId', itemIndex),
	};
	for (const [field, value] of Object.entries(chosen)) if (value === '') delete chosen[field];
	const request: IDataObject = {
		...chosen,
		send_invite: true,
		...additionalFields(run, itemIndex),
	};
	if (request.interview !== undefined && request.interview !== null)
		return { request, title: null };
	const interview = await findInterview(run, itemIndex);
	if (interview.error) return { request, title: null, unknown: interview };
	request.interview = interview.key;
	return { request, title: interview.title };
}

function additionalFields(run: Run, itemIndex: number): IDataObject {
	const given = run.context.getNodeParameter('options.additionalFields', itemIndex, {}) ?? {};
	const fields = typeof given === 'string' ? parsedJson(given.trim() || '{}') : given;
	if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
		return fields as IDataObject;
	}
	throw new NodeOperationError(run.context.getNode(), "'Additional Fields' isn't a JSON object", {
		description: 'Enter an object such as { "first_name": "Ada" }',
		itemIndex,
	});
}

/** A field of the request as text, undefined if it is empty. */
export function optionalText(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : String(value).trim() || undefined;
}
