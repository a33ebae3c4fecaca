/** Facts about Ashby that need no writes. */
import type { IDataObject } from 'n8n-workflow';
import { AshbyClient, PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type * as Ashby from '../../../nodes/Ashby/client/types.ts';
import { undefinedIf } from '../../../nodes/shared/api/failure.ts';
import type { Session } from '../session.mts';
import { isOf, isTaken, rowsOf } from '../session.mts';
import { watchChanges } from './changes.mts';
import { writeAshby } from './writes.mts';

export type AshbySession = Session & { client: AshbyClient };

/** The token of an empty listing and its time, in ms by Ashby's clock. */
export type NarrowedToken = { syncToken: string; at: number };

export const MOST_PAGES = 3;
const ABSENT_ID = '00000000-0000-0000-0000-000000000000';
const YEAR_MS = 365 * 24 * 60 * 60_000;
/** A page with fewer rows says little about how long a full one takes. */
const FULL_ENOUGH = 50;
const FULL_PAGE = { limit: PAGE_SIZE };

/** @returns why Ashby can't be asked at all */
export async function askAshby(session: Session): Promise<string | undefined> {
	const { write, waitMinutes } = session.options;
	const client = clientOf(session, session.key);
	const ashby = { ...session, client };
	const says = 'the key. What this key may do, and what a key gets that is made up';
	const failure = await ashby.ask(says, 2, ['ashby-wrong-key'], async () => {
		await undefinedIf(isOf('permission'), client.call('apiKey.info'));
		const stranger = clientOf(session, `made-up-${ABSENT_ID}`);
		await undefinedIf(isOf('credential', 'permission'), stranger.call('apiKey.info'));
		const { status } = ashby.latest().answer;
		const how = `A key that is made up got HTTP ${status}`;
		ashby.tell('ashby-wrong-key', how, status === 403, status === 401);
	});
	if (failure) return failure;
	const narrowed = await askForToken(ashby);
	const rows = await askForApplications(ashby);
	await askForCandidate(ashby, rows);
	await askForPlan(ashby);
	await askForFields(ashby);
	await askForFeedback(ashby);
	if (write) await writeAshby(ashby, write.candidate, narrowed);
	if (narrowed) await watchChanges(ashby, narrowed, write ? 0 : waitMinutes);
	return undefined;
}

function clientOf({ send, baseUrl, around: { wait } }: Session, key: string): AshbyClient {
	const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
	return new AshbyClient(send(authorization), baseUrl, { wait });
}

export async function pageOfApplications(client: AshbyClient, body: IDataObject) {
	return await client.call<Ashby.Application[]>('application.list', { ...FULL_PAGE, ...body });
}

/** The rows of the first pages of a list, and its token if these are all pages. Takes at most MOST_PAGES requests. */
export async function firstPages<Row>(client: AshbyClient, method: string, body?: IDataObject) {
	const rows: Row[] = [];
	let cursor = body?.cursor;
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const page = await client.call<Row[]>(method, { ...FULL_PAGE, ...body, cursor });
		rows.push(...page.results);
		cursor = page.moreDataAvailable ? page.nextCursor : undefined;
		if (!cursor) return { rows, syncToken: page.syncToken };
	}
	return { rows };
}

/** An empty listing returns a token at once. No application was created in the future. */
async function askForToken({ client, ask, tell, notShown }: AshbySession) {
	const [unchanged, withFilters] = ['ashby-token-unchanged', 'ashby-token-with-filters'];
	const says =
		'sync tokens. An empty listing for its token, the token at once, and the token with a filter';
	let narrowed = undefined as NarrowedToken | undefined;
	await ask(says, 3, [unchanged, withFilters], async (noneShown) => {
		const createdAfter = client.now() + YEAR_MS;
		const { syncToken, serverTime } = await pageOfApplications(client, { createdAfter });
		if (!syncToken) {
			const how = 'An empty listing gave no token at all';
			for (const id of ['ashby-narrowed-token', unchanged]) tell(id, how, false, false);
			return noneShown(how);
		}
		narrowed = { syncToken, at: serverTime ?? client.now() };
		const again = await pageOfApplications(client, { syncToken });
		if (again.results.length > 0) {
			const how = 'The token of an empty listing showed an application, sent without its filter';
			tell('ashby-narrowed-token', how, true);
			notShown([unchanged], 'Something changed at that moment');
		} else {
			const isSame = again.syncToken === syncToken;
			const isNone = again.syncToken === undefined;
			tell(unchanged, 'The token was sent at once', isSame, !isSame && !isNone, isNone);
		}
		const isAccepted = await isTaken(pageOfApplications(client, { createdAfter, syncToken }));
		tell(withFilters, 'A token was sent with createdAfter', isAccepted);
	});
	return narrowed;
}

async function askForApplications(ashby: AshbySession): Promise<Ashby.Application[]> {
	const { client, tell, notShown } = ashby;
	const says = `applications. The first ${MOST_PAGES} pages, one page with a limit of 101, two narrowed ones, and one history`;
	const facts = ['ashby-page-time', 'ashby-limit', 'ashby-cursor-filters', 'ashby-absent'];
	const rows: Ashby.Application[] = [];
	await ashby.ask(says, MOST_PAGES + 4, facts, async () => {
		rows.push(...(await firstPages<Ashby.Application>(client, 'application.list')).rows);
		const times = ashby.seen
			.filter(({ endpoint }) => endpoint === 'application.list')
			.filter(({ answer }) => rowsOf(answer.body).length >= FULL_ENOUGH)
			.map(({ ms }) => ms)
			.sort((a, b) => a - b);
		if (times.length > 0) {
			const median = times[Math.floor(times.length / 2)];
			const how = `Median of ${times.length} pages: ${(median / 1000).toFixed(1)} s`;
			tell('ashby-page-time', how, median >= 1000);
		} else notShown(['ashby-page-time'], `No page held ${FULL_ENOUGH} applications`);
		const isAccepted = await isTaken(pageOfApplications(client, { limit: PAGE_SIZE + 1 }));
		const isCut = isAccepted && rowsOf(ashby.latest().answer.body).length <= PAGE_SIZE;
		tell('ashby-limit', 'A limit of 101 was sent', !isAccepted, isCut);
		await askAboutCursor(ashby, rows.slice(0, PAGE_SIZE));
		if (rows.length === 0) return;
		await client.call('application.listHistory', { applicationId: rows[0].id });
	});
	return rows;
}

/** Whether a cursor remembers the filters of its first page. Takes two requests. */
async function askAboutCursor(ashby: AshbySession, rows: Ashby.Application[]) {
	const { client, tell, notShown } = ashby;
	const id = 'ashby-cursor-filters';
	type Filter = { status?: string; jobId?: string };
	const filters = rows.flatMap<Filter>(({ status, job }) => [{ status }, { jobId: job.id }]);
	const fits = ({ status, job }: Ashby.Application, filter: Filter) =>
		filter.jobId === undefined ? status === filter.status : job.id === filter.jobId;
	// One that skips a row between two others, so that the second page must differ.
	const telling = filters.find((filter) => {
		const fitting = rows.map((row) => fits(row, filter));
		return fitting.slice(fitting.indexOf(true), fitting.lastIndexOf(true)).includes(false);
	});
	if (!telling) return notShown([id], 'The first applications have one job and one status');
	const { nextCursor: cursor } = await pageOfApplications(client, { ...telling, limit: 1 });
	if (!cursor) return notShown([id], 'A narrowed listing had one page only');
	const second = await undefinedIf(isOf('refused'), pageOfApplications(client, { cursor }));
	if (second?.results.length === 0) return notShown([id], 'The second page was empty');
	const isKept = second?.results.every((row) => fits(row, telling)) ?? false;
	tell(id, 'The second page was requested with the cursor alone', isKept);
}

async function askForCandidate({ client, ask, tell }: AshbySession, rows: Ashby.Application[]) {
	const [unknown, search] = ['ashby-not-found', 'ashby-search-email'];
	const says =
		'candidates. An ID that cannot exist; one candidate by their email, by its beginning, and by it in the other case';
	await ask(says, 4, [unknown, search], async (notShown) => {
		const code = await client.call('candidate.info', { id: ABSENT_ID }).then(
			() => undefined,
			(failure) => (isOf('refused')(failure) ? `${failure.code}` : Promise.reject(failure)),
		);
		const isNotFound = /not_found$/.test(code ?? '');
		const isOther = code !== undefined && !isNotFound;
		tell(unknown, 'An ID was asked for that cannot exist', isNotFound, isOther);

		const emailOf = (row: Ashby.Application) => row.candidate.primaryEmailAddress?.value ?? '';
		const known = rows.find((row) => emailOf(row).includes('@'));
		if (!known) return notShown('No application on these pages has an email');
		const isFoundBy = async (email: string) => {
			const { results } = await client.call<Ashby.Candidate[]>('candidate.search', { email });
			return results.some(({ id }) => id === known.candidate.id);
		};
		const email = emailOf(known);
		const upper = email.toUpperCase();
		const whole = await isFoundBy(email);
		const beginning = await isFoundBy(email.slice(0, -1));
		const otherCase = await isFoundBy(email === upper ? email.toLowerCase() : upper);
		const yes = (is: boolean) => (is ? 'yes' : 'no');
		const how = `Found by the whole email: ${yes(whole)}; by its beginning: ${yes(beginning)}; in the other case: ${yes(otherCase)}`;
		const isExact = whole && !beginning;
		tell(search, how, isExact && otherCase, whole && beginning, isExact && !otherCase);
	});
}

async function askForPlan({ client, ask, tell }: AshbySession) {
	const id = 'ashby-multi-plan-job';
	const says = 'jobs. The first page of jobs, and the plan of one that has several';
	await ask(says, 2, [id], async (notShown) => {
		for (const job of (await client.call<Ashby.Job[]>('job.list', FULL_PAGE)).results) {
			const [first, second] = job.interviewPlanIds ?? [];
			const standard = job.defaultInterviewPlanId;
			if (!second || !standard || standard === first) continue;
			const body = { jobId: job.id };
			const plan = await client.call<Ashby.JobInterviewPlan>('jobInterviewPlan.info', body);
			const { interviewPlanId: own } = plan.results;
			const how = 'A job with several plans was asked for its plan';
			return tell(id, how, own === standard, own === first);
		}
		notShown('No job on the first page has a default plan that is not its first');
	});
}

async function askForFields({ client, ask, tell }: AshbySession) {
	const [select, empty] = ['ashby-select-values', 'ashby-empty-job-fields'];
	const says = 'custom fields. The first page of custom fields, and of jobs if they have any';
	await ask(says, 2, [select, empty], async (notShown) => {
		const fields = (await client.call<Ashby.CustomField[]>('customField.list', FULL_PAGE)).results;
		for (const { selectableValues } of fields.filter((each) => each.fieldType === 'ValueSelect')) {
			tell(select, 'A custom field of the type ValueSelect', Array.isArray(selectableValues));
		}
		const ofJobs = fields.filter((each) => each.objectType === 'Job' && !each.isArchived);
		if (ofJobs.length === 0) return notShown('There is no custom field of jobs');
		const jobs = await client.call<Ashby.Job[]>('job.list', FULL_PAGE);
		for (const { customFields } of jobs.results) {
			const values = customFields?.map(({ value }) => value) ?? [];
			if (values.includes(null)) tell(empty, 'A field of a job was null', false);
			else if (values.length < ofJobs.length) {
				tell(empty, 'A job had fewer fields than there are', true);
			}
		}
		notShown('Every job has a value for every field');
	});
}

async function askForFeedback({ client, ask, tell }: AshbySession) {
	const id = 'ashby-submitted-values';
	await ask('feedback. The first page of feedback', 1, [id], async (notShown) => {
		type Feedback = Partial<Ashby.FeedbackForm & Ashby.Feedback>;
		const list = await client.call<Feedback[]>('applicationFeedback.list', FULL_PAGE);
		for (const { formDefinition, submittedValues = {} } of list.results) {
			const fields = formDefinition?.sections?.flatMap((section) => section.fields ?? []) ?? [];
			for (const { field } of fields.filter((each) => each.field.type === 'Score')) {
				const value = submittedValues[field.path] ?? null;
				if (value !== null) tell(id, 'A score', typeof value === 'object');
			}
		}
		notShown('The first page holds no score');
	});
}
