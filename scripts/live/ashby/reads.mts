/** Facts about Ashby that need no writes. */
import type { IDataObject } from 'n8n-workflow';
import { AshbyClient, PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type * as Ashby from '../../../nodes/Ashby/client/types.ts';
import { undefinedIf } from '../../../nodes/shared/api/failure.ts';
import { yes } from '../findings.mts';
import type { Session } from '../session.mts';
import { isOf, isTaken, rowsOf } from '../session.mts';

export type AshbySession = ReturnType<typeof ashbyOf>;

export const MOST_PAGES = 3;
const ABSENT_ID = '00000000-0000-0000-0000-000000000000';
const YEAR_MS = 365 * 24 * 60 * 60_000;
/** A page with fewer rows says little about how long a full one takes. */
const FULL_ENOUGH = 50;
const FULL_PAGE = { limit: PAGE_SIZE };

export function ashbyOf(session: Session) {
	return {
		...session,
		client: clientOf(session, session.key),
		/** The first applications. */
		rows: [] as Ashby.Application[],
		/** The token of an empty listing and its time, in ms by Ashby's clock. */
		narrowed: undefined as { syncToken: string; at: number } | undefined,
	};
}

function clientOf({ connect }: Session, key: string): AshbyClient {
	return new AshbyClient(...connect(`Basic ${Buffer.from(`${key}:`).toString('base64')}`));
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

async function askForKey(ashby: AshbySession): Promise<void> {
	const id = 'ashby-wrong-key';
	ashby.ask('the key. What this key may do, and what a key gets that is made up', 2, [id]);
	await undefinedIf(isOf('permission'), ashby.client.call('apiKey.info'));
	const stranger = clientOf(ashby, `made-up-${ABSENT_ID}`);
	await undefinedIf(isOf('credential', 'permission'), stranger.call('apiKey.info'));
	const { status } = ashby.latest();
	ashby.tell(id, [status === 403, status === 401], `A key that is made up got HTTP ${status}`);
}

/** An empty listing returns a token at once. No application was created in the future. */
async function askForToken(ashby: AshbySession): Promise<void> {
	const { client, tell } = ashby;
	const [unchanged, withFilters] = ['ashby-token-unchanged', 'ashby-token-with-filters'];
	const says =
		'sync tokens. An empty listing for its token, the token at once, and the token with a filter';
	ashby.ask(says, 3, [unchanged, withFilters]);
	const createdAfter = client.now() + YEAR_MS;
	const { syncToken, serverTime } = await pageOfApplications(client, { createdAfter });
	if (!syncToken) {
		const how = 'An empty listing gave no token at all';
		for (const id of ['ashby-narrowed-token', unchanged]) tell(id, [false, false], how);
		return;
	}
	ashby.narrowed = { syncToken, at: serverTime ?? client.now() };
	const again = await pageOfApplications(client, { syncToken });
	const isNone = again.syncToken === undefined;
	const isSame = again.syncToken === syncToken;
	if (again.results.length > 0) tell('ashby-narrowed-token', true);
	else tell(unchanged, [isSame, !isSame && !isNone, isNone]);
	tell(withFilters, await isTaken(pageOfApplications(client, { createdAfter, syncToken })));
}

async function askForApplications(ashby: AshbySession): Promise<void> {
	const { client, tell } = ashby;
	const [time, limit, cursor] = ['ashby-page-time', 'ashby-limit', 'ashby-cursor-filters'];
	const says = `applications. The first ${MOST_PAGES} pages, one page with a limit of 101, two narrowed ones, and one history`;
	ashby.ask(says, MOST_PAGES + 4, [time, limit, cursor, 'ashby-absent']);
	({ rows: ashby.rows } = await firstPages<Ashby.Application>(client, 'application.list'));
	const isFullEnough = ({ endpoint, answer }: (typeof ashby.seen)[0]) =>
		endpoint === 'application.list' && rowsOf(answer.body).length >= FULL_ENOUGH;
	const pages = ashby.seen.filter(isFullEnough).sort((a, b) => a.ms - b.ms);
	if (pages.length > 0) {
		const { ms } = pages[Math.floor(pages.length / 2)];
		tell(time, ms >= 1000, `Median of ${pages.length} pages: ${(ms / 1000).toFixed(1)} s`);
	}
	const isAccepted = await isTaken(pageOfApplications(client, { limit: PAGE_SIZE + 1 }));
	const isCut = isAccepted && rowsOf(ashby.latest().body).length <= PAGE_SIZE;
	tell(limit, [!isAccepted, isCut]);
	await askAboutCursor(ashby, cursor);
	if (ashby.rows.length === 0) return;
	await client.call('application.listHistory', { applicationId: ashby.rows[0].id });
}

/** Whether a cursor remembers the filters of its first page. Takes two requests. */
async function askAboutCursor({ client, rows, tell }: AshbySession, id: string) {
	const filters = {
		status: ({ status }: Ashby.Application) => status,
		jobId: ({ job }: Ashby.Application) => job.id,
	};
	for (const [filter, valueOf] of Object.entries(filters)) {
		const values = rows.slice(0, PAGE_SIZE).map(valueOf);
		// One that skips a row between two others, so that the second page must differ.
		const skipping = values.find((value) =>
			values.slice(values.indexOf(value), values.lastIndexOf(value)).some((each) => each !== value),
		);
		if (!skipping) continue;
		const first = await pageOfApplications(client, { [filter]: skipping, limit: 1 });
		const { nextCursor: cursor } = first;
		if (!cursor) return;
		const second = await undefinedIf(isOf('refused'), pageOfApplications(client, { cursor }));
		if (second?.results.length === 0) return;
		return tell(id, second?.results.every((row) => valueOf(row) === skipping) ?? false);
	}
}

async function askForCandidate({ ask, client, rows, tell }: AshbySession) {
	const [unknown, search] = ['ashby-not-found', 'ashby-search-email'];
	const says =
		'candidates. An ID that cannot exist; one candidate by their email, by its beginning, and by it in the other case';
	ask(says, 4, [unknown, search]);
	const code = await client.call('candidate.info', { id: ABSENT_ID }).then(
		() => '',
		(failure) => (isOf('refused')(failure) ? `${failure.code}` : Promise.reject(failure)),
	);
	const isNotFound = code.endsWith('not_found');
	tell(unknown, [isNotFound, code !== '' && !isNotFound]);

	const emailOf = (row: Ashby.Application) => row.candidate.primaryEmailAddress?.value ?? '';
	const known = rows.find((row) => emailOf(row).includes('@'));
	if (!known) return;
	const isFoundBy = async (email: string) => {
		const { results } = await client.call<Ashby.Candidate[]>('candidate.search', { email });
		return results.some(({ id }) => id === known.candidate.id);
	};
	const email = emailOf(known);
	const upper = email.toUpperCase();
	const whole = await isFoundBy(email);
	const beginning = await isFoundBy(email.slice(0, -1));
	const otherCase = await isFoundBy(email === upper ? email.toLowerCase() : upper);
	const how = `Found by the whole email: ${yes(whole)}; by its beginning: ${yes(beginning)}; in the other case: ${yes(otherCase)}`;
	const isExact = whole && !beginning;
	tell(search, [isExact && otherCase, whole && beginning, isExact && !otherCase], how);
}

async function askForPlan({ ask, client, tell }: AshbySession): Promise<void> {
	const id = 'ashby-multi-plan-job';
	ask('jobs. The first page of jobs, and the plan of one that has several', 2, [id]);
	const jobs = await client.call<Ashby.Job[]>('job.list', FULL_PAGE);
	for (const { id: jobId, interviewPlanIds = [], defaultInterviewPlanId } of jobs.results) {
		const [first, second] = interviewPlanIds;
		if (!second || !defaultInterviewPlanId || defaultInterviewPlanId === first) continue;
		const plan = await client.call<Ashby.JobInterviewPlan>('jobInterviewPlan.info', { jobId });
		const { interviewPlanId: own } = plan.results;
		return tell(id, [own === defaultInterviewPlanId, own === first]);
	}
}

async function askForFields({ ask, client, tell }: AshbySession): Promise<void> {
	const [select, empty] = ['ashby-select-values', 'ashby-empty-job-fields'];
	const says = 'custom fields. The first page of custom fields, and of jobs if they have any';
	ask(says, 2, [select, empty]);
	const fields = await client.call<Ashby.CustomField[]>('customField.list', FULL_PAGE);
	for (const { fieldType, selectableValues } of fields.results) {
		if (fieldType === 'ValueSelect') tell(select, Array.isArray(selectableValues));
	}
	const ofJobs = fields.results.filter((each) => each.objectType === 'Job' && !each.isArchived);
	if (ofJobs.length === 0) return;
	const jobs = await client.call<Ashby.Job[]>('job.list', FULL_PAGE);
	for (const { customFields } of jobs.results) {
		const values = customFields?.map(({ value }) => value) ?? [];
		if (values.includes(null)) tell(empty, false);
		else if (values.length < ofJobs.length) tell(empty, true);
	}
}

async function askForFeedback({ ask, client, tell }: AshbySession): Promise<void> {
	const id = 'ashby-submitted-values';
	ask('feedback. The first page of feedback', 1, [id]);
	type Feedback = Partial<Ashby.FeedbackForm & Ashby.Feedback>;
	const list = await client.call<Feedback[]>('applicationFeedback.list', FULL_PAGE);
	for (const { formDefinition, submittedValues = {} } of list.results) {
		const fields = formDefinition?.sections?.flatMap((section) => section.fields ?? []) ?? [];
		for (const { field } of fields.filter((each) => each.field.type === 'Score')) {
			const value = submittedValues[field.path] ?? null;
			if (value !== null) tell(id, typeof value === 'object');
		}
	}
}

/** The first one shows whether Ashby can be asked at all. */
export const READS = [
	askForKey,
	askForToken,
	askForApplications,
	askForCandidate,
	askForPlan,
	askForFields,
	askForFeedback,
];
