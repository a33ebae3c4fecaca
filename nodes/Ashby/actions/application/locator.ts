import type { IDataObject, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { needingAttention, undefinedIf } from '../../../shared/api/failure';
import {
	byId,
	failureBefore,
	itemError,
	requiredText,
	textParameter,
} from '../../../shared/node/parameters';
import { isNotFound } from '../../client/failures';
import { allNotesOf, contains } from '../../client/notes';
import type { ApplicationWithHistory, Candidate, HistoryRow } from '../../client/types';
import { readApplication } from '../../stageEntry/application';
import { currentRow } from '../../stageEntry/history';
import type { Run } from '../operation';

export const applicationLocator: INodeProperties = {
	displayName: 'Application',
	name: 'applicationId',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	description:
		'The application in Ashby. Both Ashby triggers return its ID in <code>application</code>.',
	modes: [
		byId('e.g. 5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77'),
		{
			displayName: 'By Candidate',
			name: 'candidate',
			type: 'string',
			placeholder: 'e.g. e9ed20fd-d45f-4aad-8a00-a19bfba0083e',
			hint: "The candidate's ID. Exactly one of their applications must be active",
		},
	],
};

/** Whether the parameter names the candidate. */
export function isByCandidate({ context }: Run, itemIndex: number): boolean {
	const given: unknown = context.getNodeParameter(applicationLocator.name, itemIndex);
	return (Object(given) as Partial<INodeParameterResourceLocator>).mode === 'candidate';
}

/** An application of which only the ID may be known. */
export type Named = { id: string } | ApplicationWithHistory;

/**
 * The application in the parameter, with all that was read to find it.
 *
 * @throws NodeOperationError if it is empty, or the candidate doesn't have exactly one active application
 * @throws ApiFailure if Ashby can't be read
 */
export async function namedApplication(run: Run, itemIndex: number): Promise<Named> {
	const given = requiredText(run, applicationLocator, itemIndex);
	if (!isByCandidate(run, itemIndex)) return { id: given };
	const active = (await applicationsOf(run, given)).filter(isActive);
	if (active.length === 1) return active[0];
	const listed = active.map(({ id, job }) => `${job.title} (${id})`).join(', ');
	const message =
		active.length === 0
			? `No application of the candidate ${given} is active`
			: `${active.length} applications of the candidate ${given} are active: ${listed}`;
	const advice = "Enter the ID of the right one in 'Application'";
	throw needingAttention(itemError(run, itemIndex, message, advice));
}

/** The application as Ashby returns it, read unless it has been. */
export async function readNamed({ client }: Run, named: Named): Promise<ApplicationWithHistory> {
	if ('job' in named) return named;
	const body = { applicationId: named.id };
	return (await client.call<ApplicationWithHistory>('application.info', body)).results;
}

/** The ID of the application in the parameter. Throws as `namedApplication`. */
export async function applicationId(run: Run, itemIndex: number): Promise<string> {
	return (await namedApplication(run, itemIndex)).id;
}

export const invitedAs: INodeProperties = {
	displayName: 'Only If Invited As',
	name: 'invitedAs',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.participant.key }}',
	description:
		'Key of a Willo participant. Only an application that is still in the stage for which this participant was invited counts, as the note about the invitation says.',
};

/** Why nothing was found for 'Only If Invited As'. */
export const NOT_IN_STAGE =
	'No application is still in the stage for which this participant was invited';

export interface Invited {
	/** Undefined if none is still in the stage. */
	application?: ApplicationWithHistory;
	/** Whether a note names the participant and an entry of one of the applications, current or earlier. */
	isNoted: boolean;
}

/**
 * The application that is still in the stage for which somebody was invited: the note about the invitation contains the ID
 * of its current entry and the participant's key, which is in the option.
 *
 * @returns undefined without the option
 * @throws NodeOperationError if the option or the locator is empty
 */
export async function invitedApplication(
	run: Run,
	itemIndex: number,
): Promise<Invited | undefined> {
	const options = run.context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	if (!(invitedAs.name in options)) return undefined;
	const { displayName } = invitedAs;
	const key = requiredText(run, { name: 'options.invitedAs', displayName }, itemIndex);
	const given = textParameter(run, applicationLocator.name, itemIndex);
	// The step before may have found nobody. If it failed, that is the failure of this step, too.
	if (!given && !failureBefore(run, itemIndex)) return { isNoted: false };
	const id = requiredText(run, applicationLocator, itemIndex);
	const isCandidate = isByCandidate(run, itemIndex);
	const reading = isCandidate ? applicationsOf(run, id) : applicationsWith(run, [id]);
	// A candidate who was deleted or merged has no applications.
	const all = (await undefinedIf(isNotFound, reading)) ?? [];
	if (all.length === 0) return { isNoted: false };
	const candidateId = isCandidate ? id : all[0].candidate.id;
	const notes = await allNotesOf(run.client, candidateId);
	const about = notes.filter((note) => contains(note, key));
	const isNoted = (entry?: HistoryRow) =>
		entry !== undefined && about.some((note) => contains(note, entry.id));
	return {
		application: all.filter(isActive).find((application) => isNoted(currentRow(application))),
		isNoted: all.some(({ applicationHistory = [] }) => applicationHistory.some(isNoted)),
	};
}

async function applicationsOf(run: Run, candidateId: string): Promise<ApplicationWithHistory[]> {
	const { results } = await run.client.call<Candidate>('candidate.info', { id: candidateId });
	return await applicationsWith(run, results.applicationIds ?? []);
}

async function applicationsWith({ client }: Run, ids: string[]): Promise<ApplicationWithHistory[]> {
	const found: ApplicationWithHistory[] = [];
	for (const id of ids) {
		const application = await readApplication(client, id);
		if (application) found.push(application);
	}
	return found;
}

/** Neither hired nor archived. */
function isActive({ status }: ApplicationWithHistory): boolean {
	return status === 'Active' || status === 'Lead';
}
