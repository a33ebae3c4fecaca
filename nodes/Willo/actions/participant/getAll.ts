import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	limitParameter,
	returnAllAndLimit,
	textParameter,
} from '../../../shared/node/parameters';
import { interviewUnknown } from '../../client/failures';
import { readParticipant } from '../../client/participant';
import { verdictOf } from '../../response/responded';
import type { Operation, Run } from '../operation';

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many participants',
	description: 'Get many participants, filtered by interview or email',
};

export const properties: INodeProperties[] = [
	...returnAllAndLimit,
	{
		...filtersField,
		options: [
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'e.g. ada@example.com',
				description: 'Only return participants with exactly this email. Not case-sensitive.',
			},
			{
				displayName: 'Interview Name or ID',
				name: 'interview',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getInterviews' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Without Response',
				name: 'withoutResponse',
				type: 'boolean',
				default: true,
				description:
					"Whether to leave out participants who have responded, as far as Willo's list shows it",
			},
		],
	},
];

/** The participants that the key's user can see and that match the filters. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const email = textParameter(run, 'filters.email', itemIndex).toLowerCase();
	const interview = textParameter(run, 'filters.interview', itemIndex).toLowerCase();
	// The email is only compared here, because Willo's comparison may be case-sensitive.
	const isOpenOnly =
		run.context.getNodeParameter('filters.withoutResponse', itemIndex, false) === true;
	const query = interview ? { interview } : {};
	const limit = limitParameter(run, itemIndex);
	return await run.client.firstRows('participants', limit, query, (row) => {
		const it = readParticipant(row);
		if (interview && it.interview.key === null) throw interviewUnknown('Interview');
		return (
			(!isOpenOnly || verdictOf(row, false) !== 'responded') &&
			(!email || it.email?.toLowerCase() === email) &&
			(!interview || it.interview.key?.toLowerCase() === interview)
		);
	});
}
