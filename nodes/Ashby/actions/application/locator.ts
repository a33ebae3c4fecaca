import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { needingAttention } from '../../../shared/failure';
import { requiredText } from '../../../shared/parameters';
import { allNotesOf, contains } from '../../client/notes';
import type { ApplicationWithHistory, Candidate, Note } from '../../client/types';
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
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77',
		},
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

/**
 * The ID of the application in the parameter.
 *
 * @throws NodeOperationError if it is empty, or the candidate doesn't have exactly one active application
 * @throws ApiFailure if Ashby can't be read
 */
export async function applicationId(run: Run, itemIndex: number): Promise<string> {
	const given = requiredText(run, applicationLocator, itemIndex);
	if (!isByCandidate(run, itemIndex)) return given;
	const active = await activeApplicationsOf(run, given);
	if (active.length === 1) return active[0].id;
	const listed = active.map(({ id, job }) => `${job.title} (${id})`).join(', ');
	throw needingAttention(
		new NodeOperationError(
			run.context.getNode(),
			active.length === 0
				? `No application of the candidate ${given} is active`
				: `${active.length} applications of the candidate ${given} are active: ${listed}`,
			{ itemIndex, description: "Enter the ID of the right one in 'Application'" },
		),
	);
}

/**
 * The application that is still in the stage for which somebody was invited: the note about the invitation contains the ID
 * of its current entry and the participant's key.
 *
 * @returns undefined if there is none
 */
export async function invitedApplication(
	run: Run,
	itemIndex: number,
	participantKey: string,
): Promise<ApplicationWithHistory | undefined> {
	const given = requiredText(run, applicationLocator, itemIndex);
	const isCandidate = isByCandidate(run, itemIndex);
	const applications = isCandidate
		? await activeApplicationsOf(run, given)
		: (await applicationsWith(run, [given])).filter(isActive);
	const [first] = applications;
	const notes = first ? await allNotesOf(run.client, first.candidate.id) : [];
	const about = notes.filter((note) => contains(note, participantKey));
	return applications.find((application) => isCurrent(application, about));
}

function isCurrent(application: ApplicationWithHistory, notes: Note[]): boolean {
	const entry = currentRow(application);
	return entry !== undefined && notes.some((note) => contains(note, entry.id));
}

async function activeApplicationsOf(
	run: Run,
	candidateId: string,
): Promise<ApplicationWithHistory[]> {
	const { results } = await run.client.call<Candidate>('candidate.info', { id: candidateId });
	return (await applicationsWith(run, results.applicationIds ?? [])).filter(isActive);
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
