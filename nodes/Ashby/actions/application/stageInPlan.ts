import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { requiredText } from '../../../shared/node/parameters';
import { stagesOfJob } from '../../client/stages';
import type { Application } from '../../client/types';
import { stageNamed } from '../../stageEntry/watchedStagesField';
import { plain } from '../../../shared/text';
import type { Run } from '../operation';

/**
 * The ID of the stage in a locator. A name means the stage in the application's own interview plan.
 *
 * @param known the application, if it has been read already
 * @throws NodeOperationError that lists the plan's stages if none or several of them have the name
 * @throws ApiFailure if Ashby can't be read
 */
export async function stageInPlan(
	run: Run,
	itemIndex: number,
	applicationId: string,
	locator: INodeProperties,
	known?: Application,
): Promise<string> {
	const text = requiredText(run, locator, itemIndex);
	const field = run.context.getNodeParameter(
		locator.name,
		itemIndex,
	) as INodeParameterResourceLocator;
	const { stageId, stageName } = stageNamed(field, text);
	if (stageId !== undefined) return stageId;
	const application =
		known ?? (await run.client.call<Application>('application.info', { applicationId })).results;
	const plans = await stagesOfJob(run.client, application.job.id);
	const current = application.currentInterviewStage.id;
	// A job may have several plans. Its applications stay in theirs.
	const own = plans.find(({ stages }) => stages.some(({ id }) => id === current)) ?? plans[0];
	const named = own.stages.filter(({ title }) => plain(title) === plain(stageName));
	if (named.length === 1) return named[0].id;
	const candidate = application.candidate.name ?? applicationId;
	throw new NodeOperationError(
		run.context.getNode(),
		`${named.length === 0 ? 'No stage' : 'More than one stage'} in the interview plan of ${candidate} is called '${stageName}'`,
		{
			itemIndex,
			description: `In '${locator.displayName}', enter one of these names: ${own.stages.map(({ title }) => title).join(', ')}`,
		},
	);
}
