/** Facts about Ashby that need no writes. */
import { AshbyClient, PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type {
	Application,
	Candidate,
	Job,
	JobInterviewPlan,
} from '../../../nodes/Ashby/client/types.ts';
import { asFailure, unlessKind } from '../failure.mts';
import type { Session } from '../session.mts';
import type { NarrowedToken } from './applications.mts';
import { askForApplications, askForToken } from './applications.mts';
import { askForMetadata } from './metadata.mts';

const ABSENT_ID = '00000000-0000-0000-0000-000000000000';

export function ashbyClientOf(session: Session, key: string): AshbyClient {
	const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
	const { wait } = session.around;
	return new AshbyClient(session.send(authorization), session.baseUrl, { wait });
}

/** @throws Stopped if Ashby doesn't accept the key or can't be reached */
export async function readAshby(
	session: Session,
	client: AshbyClient,
): Promise<NarrowedToken | undefined> {
	await askAboutKey(session, client);
	const narrowed = await askForToken(session, client);
	const rows = await askForApplications(session, client);
	await askForCandidate(session, client, rows);
	await askForPlan(session, client);
	await askForMetadata(session, client);
	return narrowed;
}

async function askAboutKey(session: Session, client: AshbyClient): Promise<void> {
	const { findings } = session;
	await session.group(
		{
			title: 'the key',
			asks: 'What this key may do, and what a key gets that is made up',
			atMost: 2,
			facts: ['ashby-wrong-key'],
			isEssential: true,
		},
		async () => {
			await client.call('apiKey.info').catch(unlessKind('permission'));
			const stranger = ashbyClientOf(session, `made-up-${ABSENT_ID}`);
			await stranger.call('apiKey.info').catch(unlessKind('credential', 'permission'));
			const { status } = session.latest.answer;
			const how = `A key that is made up got HTTP ${status}`;
			if (status === 403) findings.settle('ashby-wrong-key', 'A', how);
			else if (status === 401) findings.settle('ashby-wrong-key', 'B', how);
			else findings.neither('ashby-wrong-key', how);
		},
	);
}

async function askForCandidate(
	session: Session,
	client: AshbyClient,
	rows: Application[],
): Promise<void> {
	const { findings } = session;
	await session.group(
		{
			title: 'candidates',
			asks: 'An ID that cannot exist; one candidate by their email, by its beginning, and by it in the other case',
			atMost: 4,
			facts: ['ashby-not-found', 'ashby-search-email'],
		},
		async () => {
			const failure = await client.call('candidate.info', { id: ABSENT_ID }).then(
				() => undefined,
				(reason: unknown) => reason,
			);
			if (failure === undefined) {
				findings.neither('ashby-not-found', 'An ID that cannot exist was found');
			} else {
				unlessKind('refused')(failure);
				const isNotFound = /not_found$/.test(asFailure(failure)?.code ?? '');
				const how = `The code ${isNotFound ? 'ends' : 'does not end'} in not_found`;
				findings.settle('ashby-not-found', isNotFound ? 'A' : 'B', how);
			}
			const known = rows.find(({ candidate }) => /@/.test(emailOf(candidate)));
			if (!known) {
				findings.notShown('ashby-search-email', 'No application on these pages has an email');
				return;
			}
			const email = emailOf(known.candidate);
			const isFound = async (wanted: string) => {
				const found = await client.call<Candidate[]>('candidate.search', { email: wanted });
				return found.results.some(({ id }) => id === known.candidate.id);
			};
			const whole = await isFound(email);
			const beginning = await isFound(email.slice(0, -1));
			const otherCase = await isFound(
				email === email.toUpperCase() ? email.toLowerCase() : email.toUpperCase(),
			);
			const how = `Found by the whole email: ${yes(whole)}; by its beginning: ${yes(beginning)}; in the other case: ${yes(otherCase)}`;
			if (!whole) findings.neither('ashby-search-email', how);
			else if (beginning) findings.settle('ashby-search-email', 'B', how);
			else findings.settle('ashby-search-email', otherCase ? 'A' : 'C', how);
		},
	);
}

async function askForPlan(session: Session, client: AshbyClient): Promise<void> {
	const { findings } = session;
	await session.group(
		{
			title: 'jobs',
			asks: 'The first page of jobs, and the plan of one that has several',
			atMost: 2,
			facts: ['ashby-multi-plan-job'],
		},
		async () => {
			const { results } = await client.call<Job[]>('job.list', { limit: PAGE_SIZE });
			const job = results.find(
				({ interviewPlanIds = [], defaultInterviewPlanId }) =>
					interviewPlanIds.length > 1 &&
					defaultInterviewPlanId &&
					defaultInterviewPlanId !== interviewPlanIds[0],
			);
			if (!job) {
				const why = 'No job on the first page has a default plan that is not its first';
				findings.notShown('ashby-multi-plan-job', why);
				return;
			}
			const plan = await client.call<JobInterviewPlan>('jobInterviewPlan.info', { jobId: job.id });
			const { interviewPlanId } = plan.results;
			if (interviewPlanId === job.defaultInterviewPlanId) {
				findings.settle('ashby-multi-plan-job', 'A', 'The plan was the default one');
			} else if (interviewPlanId === job.interviewPlanIds?.[0]) {
				findings.settle('ashby-multi-plan-job', 'B', 'The plan was the first one');
			} else findings.neither('ashby-multi-plan-job', 'The plan was neither of the two');
		},
	);
}

function emailOf({ primaryEmailAddress }: Application['candidate']): string {
	return primaryEmailAddress?.value ?? '';
}

function yes(is: boolean): string {
	return is ? 'yes' : 'no';
}
