import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import {
	applicationLocator,
	invitedApplication,
	invitedAs,
	namedApplication,
	NOT_IN_STAGE,
	readNamed,
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
	return asItems([await readNamed(run, await namedApplication(run, itemIndex))]);
}
