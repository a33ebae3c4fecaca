/** Facts about Ashby that need no writes. */
import { AshbyClient, PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type {
	Application,
	Candidate,
	CustomField,
	Job,
	JobInterviewPlan,
} from '../../../nodes/Ashby/client/types.ts';
import { asFailure, isTaken, unlessKind } from '../failure.mts';
import { rowsOf } from '../passing.mts';
import type { Session } from '../session.mts';
import { watchChanges } from './changes.mts';
import { askAboutCursor } from './cursor.mts';
import { firstPages, MOST_PAGES, pageOfApplications } from './pages.mts';
import { writeAshby } from './writes.mts';

/** The token of an empty listing and its time, in ms by Ashby's clock. */
export interface NarrowedToken {
	token: string;
	at: number;
}

const ABSENT_ID = '00000000-0000-0000-0000-000000000000';
const YEAR_MS = 365 * 24 * 60 * 60_000;
/** A page with fewer rows says little about how long a full one takes. */
const FULL_ENOUGH = 50;

/** @throws Stopped if Ashby doesn't accept the key or can't be reached */
export async function askAshby(session: Session): Promise<void> {
	const client = clientOf(session, session.key);
	await askAboutKey(session, client);
	const narrowed = await askForToken(session, client);
	const rows = await askForApplications(session, client);
	await askForCandidate(session, client, rows);
	await askForPlan(session, client);
	await askForFields(session, client);
	await askForFeedback(session, client);
	const { write, waitMinutes } = session.options;
	if (write) await writeAshby(session, client, write.candidate, narrowed);
	if (narrowed) await watchChanges(session, client, narrowed, write ? 0 : waitMinutes);
}

function clientOf(session: Session, key: string): AshbyClient {
	const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
	const { wait } = session.around;
	return new AshbyClient(session.send(authorization), session.baseUrl, { wait });
}

async function askAboutKey(session: Session, client: AshbyClient): Promise<void> {
	const id = 'ashby-wrong-key';
	const asks = 'What this key may do, and what a key gets that is made up';
	const group = { title: 'the key', asks, atMost: 2, facts: [id], isEssential: true };
	await session.ask(group, async () => {
		await client.call('apiKey.info').catch(unlessKind('permission'));
		const stranger = clientOf(session, `made-up-${ABSENT_ID}`);
		await stranger.call('apiKey.info').catch(unlessKind('credential', 'permission'));
		const { status } = session.latest.answer;
		const how = `A key that is made up got HTTP ${status}`;
		session.findings.tell(id, how, { A: status === 403, B: status === 401 });
	});
}

/** An empty listing returns a token at once. No application was created in the future. */
async function askForToken(
	session: Session,
	client: AshbyClient,
): Promise<NarrowedToken | undefined> {
	const { findings } = session;
	const [unchanged, withFilters] = ['ashby-token-unchanged', 'ashby-token-with-filters'];
	const asks = 'An empty listing for its token, the token at once, and the token with a filter';
	const group = { title: 'sync tokens', asks, atMost: 3, facts: [unchanged, withFilters] };
	let narrowed: NarrowedToken | undefined;
	await session.ask(group, async () => {
		const createdAfter = client.now() + YEAR_MS;
		const first = await pageOfApplications(client, { createdAfter });
		const { syncToken } = first;
		if (!syncToken) {
			const why = 'An empty listing gave no token at all';
			for (const id of ['ashby-narrowed-token', unchanged]) findings.neither(id, why);
			return why;
		}
		narrowed = { token: syncToken, at: first.serverTime ?? client.now() };
		const again = await pageOfApplications(client, { syncToken });
		if (again.results.length > 0) {
			const how = 'The token of an empty listing showed an application, sent without its filter';
			findings.settle('ashby-narrowed-token', 'A', how);
			findings.notShown([unchanged], 'Something changed at that moment');
		} else {
			const isSame = again.syncToken === syncToken;
			findings.tell(unchanged, 'The token was sent at once', {
				A: isSame,
				B: again.syncToken !== undefined && !isSame,
				C: again.syncToken === undefined,
			});
		}
		const isAccepted = await isTaken(pageOfApplications(client, { createdAfter, syncToken }));
		findings.settle(withFilters, isAccepted ? 'A' : 'B', 'A token was sent with createdAfter');
		return undefined;
	});
	return narrowed;
}

async function askForApplications(session: Session, client: AshbyClient): Promise<Application[]> {
	const rows: Application[] = [];
	const group = {
		title: 'applications',
		asks: `The first ${MOST_PAGES} pages, one page with a limit of 101, two narrowed ones, and one history`,
		atMost: MOST_PAGES + 4,
		facts: ['ashby-page-time', 'ashby-limit', 'ashby-cursor-filters', 'ashby-absent'],
	};
	await session.ask(group, async () => {
		rows.push(...(await firstPages<Application>(client, 'application.list')).rows);
		timePages(session);
		const isAccepted = await isTaken(pageOfApplications(client, { limit: PAGE_SIZE + 1 }));
		const isLonger = rowsOf(session.latest.answer.body).length > PAGE_SIZE;
		const fits = { A: !isAccepted, B: isAccepted && !isLonger };
		session.findings.tell('ashby-limit', 'A limit of 101 was sent', fits);
		await askAboutCursor(session, client, rows);
		if (rows.length === 0) return;
		await client.call('application.listHistory', { applicationId: rows[0].id });
	});
	return rows;
}

function timePages({ seen, findings }: Session): void {
	const id = 'ashby-page-time';
	const times = seen
		.filter(({ endpoint }) => endpoint === 'application.list')
		.filter(({ answer }) => rowsOf(answer.body).length >= FULL_ENOUGH)
		.map(({ ms }) => ms)
		.sort((a, b) => a - b);
	if (times.length === 0) {
		findings.notShown([id], `No page held ${FULL_ENOUGH} applications`);
		return;
	}
	const median = times[Math.floor(times.length / 2)];
	const how = `Median of ${times.length} pages: ${(median / 1000).toFixed(1)} s`;
	findings.settle(id, median >= 1000 ? 'A' : 'B', how);
}

async function askForCandidate(
	session: Session,
	client: AshbyClient,
	rows: Application[],
): Promise<void> {
	const [notFound, search] = ['ashby-not-found', 'ashby-search-email'];
	const asks =
		'An ID that cannot exist; one candidate by their email, by its beginning, and by it in the other case';
	const group = { title: 'candidates', asks, atMost: 4, facts: [notFound, search] };
	await session.ask(group, async () => {
		const code = await client.call('candidate.info', { id: ABSENT_ID }).then(
			() => undefined,
			(reason: unknown) => {
				unlessKind('refused')(reason);
				return asFailure(reason)?.code ?? '';
			},
		);
		const isNotFound = code !== undefined && /not_found$/.test(code);
		const fits = { A: isNotFound, B: code !== undefined && !isNotFound };
		session.findings.tell(notFound, 'An ID was asked for that cannot exist', fits);

		const emailOf = ({ candidate }: Application) => candidate.primaryEmailAddress?.value ?? '';
		const known = rows.find((row) => /@/.test(emailOf(row)));
		if (!known) return 'No application on these pages has an email';
		const email = emailOf(known);
		const [upper, lower] = [email.toUpperCase(), email.toLowerCase()];
		const found: boolean[] = [];
		for (const wanted of [email, email.slice(0, -1), email === upper ? lower : upper]) {
			const { results } = await client.call<Candidate[]>('candidate.search', { email: wanted });
			found.push(results.some(({ id }) => id === known.candidate.id));
		}
		const [whole, beginning, otherCase] = found;
		const yes = (is: boolean) => (is ? 'yes' : 'no');
		const how = `Found by the whole email: ${yes(whole)}; by its beginning: ${yes(beginning)}; in the other case: ${yes(otherCase)}`;
		session.findings.tell(search, how, {
			A: whole && !beginning && otherCase,
			B: whole && beginning,
			C: whole && !beginning && !otherCase,
		});
		return undefined;
	});
}

async function askForPlan(session: Session, client: AshbyClient): Promise<void> {
	const id = 'ashby-multi-plan-job';
	const asks = 'The first page of jobs, and the plan of one that has several';
	await session.ask({ title: 'jobs', asks, atMost: 2, facts: [id] }, async () => {
		const { results } = await client.call<Job[]>('job.list', { limit: PAGE_SIZE });
		const job = results.find(
			({ interviewPlanIds: [first, ...others] = [], defaultInterviewPlanId: standard }) =>
				others.length > 0 && standard && standard !== first,
		);
		if (!job) return 'No job on the first page has a default plan that is not its first';
		const plan = await client.call<JobInterviewPlan>('jobInterviewPlan.info', { jobId: job.id });
		const { interviewPlanId } = plan.results;
		session.findings.tell(id, 'A job with several plans was asked for its plan', {
			A: interviewPlanId === job.defaultInterviewPlanId,
			B: interviewPlanId === job.interviewPlanIds?.[0],
		});
		return undefined;
	});
}

async function askForFields(session: Session, client: AshbyClient): Promise<void> {
	const { findings } = session;
	const [selectId, emptyId] = ['ashby-select-values', 'ashby-empty-job-fields'];
	const asks = 'The first page of custom fields, and of jobs if they have any';
	const group = { title: 'custom fields', asks, atMost: 2, facts: [selectId, emptyId] };
	await session.ask(group, async () => {
		const body = { limit: PAGE_SIZE };
		const { results: fields } = await client.call<CustomField[]>('customField.list', body);
		const selects = fields.filter(({ fieldType }) => fieldType === 'ValueSelect');
		for (const { selectableValues } of selects) {
			const isListed = Array.isArray(selectableValues);
			findings.settle(selectId, isListed ? 'A' : 'B', 'A custom field of the type ValueSelect');
		}
		findings.notShown([selectId], 'There is no custom field of the type ValueSelect');
		const ofJobs = fields.filter(
			({ objectType, isArchived }) => objectType === 'Job' && !isArchived,
		);
		if (ofJobs.length === 0) return 'There is no custom field of jobs';
		const jobs = await client.call<{ customFields?: { value: unknown }[] }[]>('job.list', body);
		for (const { customFields = [] } of jobs.results) {
			if (customFields.some(({ value }) => value === null)) {
				findings.settle(emptyId, 'B', 'A field of a job was null');
			} else if (customFields.length < ofJobs.length) {
				findings.settle(emptyId, 'A', 'A job had fewer fields than there are');
			}
		}
		return 'Every job has a value for every field';
	});
}

interface Feedback {
	formDefinition?: { sections?: { fields?: { field: { type: string; path: string } }[] }[] };
	submittedValues?: Record<string, unknown>;
}

async function askForFeedback(session: Session, client: AshbyClient): Promise<void> {
	const id = 'ashby-submitted-values';
	const asks = 'The first page of feedback';
	await session.ask({ title: 'feedback', asks, atMost: 1, facts: [id] }, async () => {
		const list = await client.call<Feedback[]>('applicationFeedback.list', { limit: PAGE_SIZE });
		for (const { formDefinition, submittedValues = {} } of list.results) {
			const fields = formDefinition?.sections?.flatMap((section) => section.fields ?? []) ?? [];
			for (const { field } of fields.filter((each) => each.field.type === 'Score')) {
				const value = submittedValues[field.path] ?? null;
				if (value === null) continue;
				session.findings.settle(id, typeof value === 'object' ? 'A' : 'B', 'A score');
			}
		}
		return 'The first page holds no score';
	});
}
