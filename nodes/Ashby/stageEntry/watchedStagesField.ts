import type {
	IHookFunctions,
	INode,
	INodeParameterResourceLocator,
	INodeProperties,
	INodePropertyMode,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { byId, fromList, textOf, titlePicked } from '../../shared/node/parameters';
import { titleInPick } from '../../shared/node/subtitle';
import type { WatchedStage } from './watchedStages';

const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

function byAshbyId(placeholder: string, pattern: string): INodePropertyMode {
	const errorMessage = 'An Ashby ID looks like 8b1f0d1c-3c5e-4f0a-9a56-2f7f0c1d2e3a';
	const properties = { regex: `^\\s*${pattern}\\s*$`, errorMessage };
	return { ...byId(placeholder), validation: [{ type: 'regex', properties }] };
}

const job: INodeProperties = {
	displayName: 'Job',
	name: 'job',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The job to watch. Choose Any Job to watch all jobs.',
	modes: [
		fromList('searchJobsOrAny', 'Select a job…'),
		{
			...byAshbyId('e.g. 8b1f0d1c-3c5e-4f0a-9a56-2f7f0c1d2e3a', `(\\*|${UUID})`),
			hint: 'You can find the ID in the URL of the job in Ashby',
		},
	],
};

/** A stage of the job in the same row. */
export const stageLocator: INodeProperties = {
	displayName: 'Stage',
	name: 'stage',
	type: 'resourceLocator',
	// The list shows the stages of the row's own job.
	typeOptions: { loadOptionsDependsOn: ['&job.value'] },
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The interview stage that starts the workflow when a candidate enters it',
	modes: [
		fromList('searchStages', 'Select a stage…'),
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Video Interview',
			hint: 'Matches the stage with this name in every interview plan. Not case-sensitive.',
		},
		byAshbyId('e.g. 4d2a7e90-1b3c-4c8e-8f5d-6a7b8c9d0e1f', UUID),
	],
};

const interviewField: INodeProperties = {
	displayName: 'Interview Field',
	name: 'interviewField',
	type: 'string',
	default: '',
	placeholder: 'e.g. Willo Interview',
	hint: 'Leave this empty to select the interview in the Willo node',
	description:
		'Title of a custom field of the job that contains the link, key, or title of a Willo interview. The item then contains its value in <code>interview</code>. This needs one more request per job.',
};

export const watchedStagesProperty: INodeProperties = {
	displayName: 'Jobs and Stages',
	name: 'links',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Job and Stage' },
	default: { link: [{ job: { mode: 'list', value: '' }, stage: { mode: 'list', value: '' } }] },
	required: true,
	placeholder: 'Add Job and Stage',
	description: 'Each row starts the workflow when a candidate for the job enters the stage',
	options: [{ displayName: 'Job and Stage', name: 'link', values: [job, stageLocator] }],
};

/** The same for a trigger, whose rows may name a field with the interview. */
export const rowsProperty: INodeProperties = {
	...watchedStagesProperty,
	options: [
		{ displayName: 'Job and Stage', name: 'link', values: [job, stageLocator, interviewField] },
	],
};

/**
 * An expression for the canvas: the stage and job of the first row by name, and the number of other rows. The stage
 * comes first, because the canvas cuts off long texts. Empty until something is selected. Expressions in a row have no
 * name to show.
 */
export const watchedStagesSubtitle = (otherwise: string): string => {
	const name = (field: string) =>
		`(String(row.${field}?.value ?? '').startsWith('=') ? '' : ${titleInPick(`row.${field}?.cachedResultName`)}` +
		` || (row.${field}?.mode === 'name' ? row.${field}?.value : ''))`;
	const first = `[${name('stage')}, ${name('job')}].filter(Boolean).join(' ← ')`;
	const more = "(rows.length > 1 ? ' +' + (rows.length - 1) : '')";
	const rows = '$rawParameter.toJSON().links?.link ?? []';
	return (
		`((rows) => rows.slice(0, 1).map((row) => ${first}).filter(Boolean)` +
		`.map((text) => text + ${more})[0])(${rows}) || ${JSON.stringify(otherwise)}`
	);
};

export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const includeJobFieldsProperty: INodeProperties = {
	displayName: 'Include Job Fields',
	name: 'includeJobFields',
	type: 'boolean',
	default: false,
	description:
		"Whether to return the job's custom fields by title, in <code>job.customFields</code>. This needs one more request per job.",
};

export const skipJobsProperty: INodeProperties = {
	displayName: 'Skip Jobs Without Interview',
	name: 'skipJobsWithoutInterview',
	type: 'boolean',
	default: false,
	description:
		"Whether to ignore candidates for jobs whose 'Interview Field' is empty when they enter the stage. Otherwise, they are returned once without an interview, and again once the field is filled in within a week.",
};

/** Whether a resource locator contains a title. In a list, an expression may return one. */
export function isTitle(mode: string | undefined, text: string): boolean {
	return mode === 'name' || (mode === 'list' && !new RegExp(`^${UUID}$`).test(text));
}

/**
 * Which stage a field with the modes of `stageLocator` names, given the text in it. A list of stages of several interview
 * plans has names.
 */
export function stageNamed(
	field: unknown,
	text: string,
): Pick<WatchedStage, 'stageId' | 'stageName'> {
	const { mode } = Object(field) as Partial<INodeParameterResourceLocator>;
	return isTitle(mode, text) ? { stageName: text } : { stageId: text };
}

/**
 * The rows of "Jobs and Stages".
 *
 * @throws NodeOperationError that names the row and the field that isn't filled in
 */
export function readWatchedStages(
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
): WatchedStage[] {
	const watched = watchedStagesIn(context.getNode(), context.getNodeParameter('links', {}));
	if (watched.length > 0) return watched;
	throw new NodeOperationError(context.getNode(), "'Jobs and Stages' is empty", {
		description: 'Add a row and select a job and a stage',
	});
}

/**
 * The rows in a value of "Jobs and Stages".
 *
 * @throws NodeOperationError that names the row and the field that isn't filled in
 */
export function watchedStagesIn(node: INode, value: unknown): WatchedStage[] {
	const { link: rows = [] } = value as {
		link?: Array<
			Record<'job' | 'stage', INodeParameterResourceLocator | undefined> & {
				interviewField?: string;
			}
		>;
	};
	return rows.map(({ job: jobField, stage: stageField, interviewField: field }, index) => {
		const jobId = textOf(jobField);
		const stageText = textOf(stageField);
		const missing = !jobId ? 'Job' : !stageText ? 'Stage' : undefined;
		if (missing) {
			throw new NodeOperationError(
				node,
				`'${missing}' is not set in row ${index + 1} of 'Jobs and Stages'`,
				{ description: `Select a ${missing.toLowerCase()} in this row, or delete the row` },
			);
		}
		const jobTitle = titlePicked(jobField);
		const stageTitle = titlePicked(stageField);
		const fieldTitle = textOf(field);
		return {
			jobId,
			...stageNamed(stageField, stageText),
			...(jobTitle && { jobTitle }),
			...(stageTitle && { stageTitle }),
			...(fieldTitle && { interviewField: fieldTitle }),
		};
	});
}
