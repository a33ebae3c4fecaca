import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApplicationWithHistory } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import {
	applicationId,
	applicationLocator,
	invitedApplication,
	invitedAs,
	NOT_IN_STAGE,
} from './locator';
import { optionsField } from '../../../shared/node/parameters';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get an application',
	description: 'Get an application with its stage history',
};

export const properties: INodeProperties[] = [
	applicationLocator,
	{
		...optionsField,
		options: [invitedAs],
	},
];

/**
 * One application with its history, as `application.info` returns it; or `{found: false, isNoted, reason}` if 'Only If
 * Invited As' fits none.
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const invited = await invitedApplication(run, itemIndex);
	if (invited) {
		const { application, isNoted } = invited;
		return application ? asItems([application]) : [{ found: false, isNoted, reason: NOT_IN_STAGE }];
	}
	const { results } = await run.client.call<ApplicationWithHistory>('application.info', {
		applicationId: await applicationId(run, itemIndex),
	});
	return asItems([results]);
}
