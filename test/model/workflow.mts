/** The workflow of a script: its trigger's parameters, and a person who tries it in the editor. */
import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { pollContext } from '../support/contexts.mts';
import { Violation } from './observed.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import { LINKS } from './recordedAshby.mts';
import type { Change, Script } from './script.mts';

export function parametersOf(
	{ links, ...options }: Required<Change>,
	{ repeats, maxCandidates, minMinutesInStage }: Script,
	org: RecordedAshby,
): INodeParameters {
	const parameters = {
		links: { link: links.map((number) => org.linkParameter(LINKS[number])) },
		options: { ...options, repeatUntilNoted: repeats, maxCandidates, minMinutesInStage },
	};
	return parameters as unknown as INodeParameters;
}

/** A person fetches test events, which must leave no trace. */
export async function testEvent(parameters: INodeParameters, org: RecordedAshby): Promise<void> {
	const staticData: IDataObject = {};
	const context = pollContext(new AshbyStageTrigger() as INodeType, {
		parameters,
		credentials: org.credentials(),
		mode: 'manual',
		activation: 'manual',
		staticData,
	});
	await new AshbyStageTrigger().poll.call(context).catch(() => null);
	if (Object.keys(staticData).length > 0) throw new Violation('a test event left a trace');
}
