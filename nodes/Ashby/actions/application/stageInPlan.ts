import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { itemError, requiredText } from '../../../shared/node/parameters';
import { stagesOfJob } from '../../client/stages';
import { stageNamed } from '../../stageEntry/watchedStagesField';
import { plain } from '../../../shared/text';
import type { Run } from '../operation';
import type { Named } from './locator';
import { readNamed } from './locator';

/**
 * The ID of the stage in a locator. A name means the stage in the application's own interview plan.
 *
 * @param named the application, which is only read if it hasn't been
 * @throws NodeOperationError that lists the plan's stages if none or several of them have the name
 * @throws ApiFailure if Ashby can't be read
 */
export async function stageInPlan(
	run: Run,
	itemIndex: number,
	named: Named,
	locator: INodeProperties,
): Promise<string> {
	const text = requiredText(run, locator, itemIndex);
	const field = run.context.getNodeParameter(
		locator.name,
		itemIndex,
	) as INodeParameterResourceLocator;
	const { stageId, stageName } = stageNamed(field, text);
	if (stageId !== undefined) return stageId;
	const application = await readNamed(run, named);
	const plans = await stagesOfJob(run.client, application.job.id);
	const current = application.currentInterviewStage.id;
	// A job may have several plans. Its applications stay in theirs.
	const own = plans.find(({ stages }) => stages.some(({ id }) => id === current)) ?? plans[0];
	const found = own.stages.filter(({ title }) => plain(title) === plain(stageName));
	if (found.length === 1) return found[0].id;
	const candidate = application.candidate.name ?? named.id;
	throw itemError(
		run,
		itemIndex,
		`${found.length === 0 ? 'No stage' : 'More than one stage'} in the interview plan of ${candidate} is called '${stageName}'`,
		`In '${locator.displayName}', enter one of these names: ${own.stages.map(({ title }) => title).join(', ')}`,
	);
}
