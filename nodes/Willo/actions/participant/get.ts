import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { undefinedIf } from '../../../shared/api/failure';
import { continueIfNotFound, optionsField } from '../../../shared/node/parameters';
import { isNotFound } from '../../client/failures';
import { participantKey, participantLocator } from './locator';
import type { Operation, Run } from '../operation';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get a participant',
	description: 'Get a participant with their responses',
};

export const properties: INodeProperties[] = [
	participantLocator,
	{
		...optionsField,
		options: [
			continueIfNotFound(
				'Whether to return <code>found: false</code> instead of failing if Willo has no such participant',
			),
		],
	},
];

/**
 * The participant as Willo returns it, with the responses once there are any. If there is none, `{key, found: false}` with
 * 'Continue If Not Found'.
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client, context } = run;
	const key = participantKey(run, itemIndex);
	const continues = context.getNodeParameter('options.continueIfNotFound', itemIndex, false);
	const isExpected = (failure: unknown) => continues === true && isNotFound(failure);
	const participant = await undefinedIf(isExpected, client.get('participants', key));
	return [participant ?? { key, found: false }];
}
