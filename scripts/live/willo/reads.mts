/** Facts about Willo that need no writes. */
import { PARTICIPANT, RESPONSE, STAGES } from '../../../nodes/Willo/client/alternatives.ts';
import { bareKey } from '../../../nodes/Willo/client/apiKey.ts';
import { WilloClient } from '../../../nodes/Willo/client/client.ts';
import {
	createdAtOf,
	readCircumstances,
	readParticipant,
	readResponses,
	stagesOf,
	hasRespondedAtField,
	unwrapped,
} from '../../../nodes/Willo/client/participant.ts';
import type { WilloObject } from '../../../nodes/Willo/client/types.ts';
import { unlessKind } from '../failure.mts';
import type { Session } from '../session.mts';

/** Can't be a key of Willo, since those are hexadecimal. */
const MADE_UP_KEY = 'made-up-key-of-npm-run-live';
/** The maximum number of participants to read in search of one who has responded. */
const MOST_DETAILS = 5;

export function willoClientOf(session: Session, authorization: string): WilloClient {
	const { wait } = session.around;
	return new WilloClient(session.send(authorization), session.baseUrl, { wait });
}

/** @throws Stopped if Willo doesn't accept the key or can't be reached */
export async function readWillo(session: Session, key: string): Promise<WilloClient> {
	const client = willoClientOf(session, bareKey(key));
	await askAboutKey(session, client, bareKey(key));
	const rows = await askForParticipants(session, client);
	await askForFilters(session, client, rows);
	await askForResponses(session, client, rows);
	return client;
}

async function askAboutKey(session: Session, client: WilloClient, key: string): Promise<void> {
	const { findings } = session;
	const ask = async (header: string) => {
		await willoClientOf(session, header).page('interviews').catch(unlessKind('credential'));
		return session.latest.answer.status;
	};
	await session.group(
		{
			title: 'the key',
			asks: 'The first page of interviews: with this key, with a key that is made up, and with Bearer before this key',
			atMost: 3,
			facts: ['willo-auth-failure', 'willo-bearer'],
			isEssential: true,
		},
		async () => {
			await client.page('interviews');
			const status = await ask(MADE_UP_KEY);
			const how = `A key that is made up got HTTP ${status}`;
			if (status === 401) findings.settle('willo-auth-failure', 'A', how);
			else if (status === 403) findings.settle('willo-auth-failure', 'B', how);
			else findings.neither('willo-auth-failure', how);
			const bearer = await ask(`Bearer ${key}`);
			const isRefused = bearer === 401 || bearer === 403;
			const said = `Bearer before the key got HTTP ${bearer}`;
			findings.settle('willo-bearer', isRefused ? 'A' : 'B', said);
		},
	);
}

async function askForParticipants(session: Session, client: WilloClient): Promise<WilloObject[]> {
	const { findings } = session;
	const rows: WilloObject[] = [];
	const facts = ['willo-dates', 'willo-interview-form', 'willo-list-ordering'];
	await session.group(
		{
			title: 'participants',
			asks: 'One page of the list, newest first, and one oldest first',
			atMost: 2,
			facts,
		},
		async () => {
			const newest = await client.page('participants', { ordering: '-created_at' });
			const oldest = await client.page('participants', { ordering: 'created_at' });
			rows.push(...newest.rows);
			if (rows.length === 0) {
				for (const id of facts) findings.notShown(id, 'The key sees no participants');
				return;
			}
			findDates(session, rows);
			findInterviewForm(session, rows);
			const keys = [newest, oldest].map((page) => page.rows.map((row) => keyOf(row)));
			const isSame = keys[0].join() === keys[1].join();
			if (rows.length < 2) {
				findings.notShown('willo-list-ordering', 'The key sees one participant only');
			} else if (isSame) {
				findings.settle('willo-list-ordering', 'B', 'Both orders gave the same page');
			} else if (keys[0][0] !== keys[1][0]) {
				findings.settle('willo-list-ordering', 'A', 'Each order gave another first row');
			} else findings.neither('willo-list-ordering', 'Both orders gave the same first row');
		},
	);
	return rows;
}

function findDates({ findings }: Session, rows: WilloObject[]): void {
	const created = rows.some((row) => createdAtOf(row) !== undefined);
	const responded = rows.some(hasRespondedAtField);
	const how = `When they were invited: ${yes(created)}; when they responded: ${yes(responded)}`;
	const isNaive = /"[\d-]{10}T[\d:.]+"/.test(JSON.stringify(rows));
	if (created && responded) findings.settle('willo-dates', isNaive ? 'B' : 'A', how);
	else if (!created && !responded) findings.settle('willo-dates', 'C', how);
	else findings.neither('willo-dates', how);
}

function findInterviewForm({ findings }: Session, rows: WilloObject[]): void {
	const id = 'willo-interview-form';
	for (const row of rows) {
		const { interview } = unwrapped(row);
		if (typeof interview === 'string') findings.settle(id, 'A', 'interview is text');
		else if (typeof interview === 'object' && interview !== null) {
			findings.settle(id, 'B', 'interview is an object');
		} else findings.neither(id, 'There is no interview in a row of the list');
	}
}

async function askForFilters(
	session: Session,
	client: WilloClient,
	rows: WilloObject[],
): Promise<void> {
	const { findings } = session;
	const id = 'willo-list-filters';
	await session.group(
		{
			title: 'filters',
			asks: 'The list narrowed to one interview, and to one email that is on the page above',
			atMost: 2,
			facts: [id],
		},
		async () => {
			const read = {
				interview: (row: WilloObject) => readParticipant(row).interview.key,
				email: (row: WilloObject) => readParticipant(row).email,
			};
			const outcomes: string[] = [];
			for (const [filter, valueOf] of Object.entries(read)) {
				const values = rows.map(valueOf);
				const wanted = values.find((value) => value !== null);
				if (!wanted || values.every((value) => value === wanted)) {
					outcomes.push(`${filter} cannot be told`);
					continue;
				}
				const { rows: narrowed } = await client.page('participants', { [filter]: wanted });
				const isTaken = narrowed.length > 0 && narrowed.every((row) => valueOf(row) === wanted);
				const isIgnored = narrowed.some((row) => valueOf(row) !== wanted);
				outcomes.push(`${filter} is ${isTaken ? 'taken' : isIgnored ? 'ignored' : 'unclear'}`);
			}
			const how = outcomes.join(', ');
			const known = outcomes.map((each) => each.split(' ').pop() ?? '');
			if (known.every((each) => each === 'taken')) findings.settle(id, 'A', how);
			else if (known.every((each) => each === 'ignored')) findings.settle(id, 'B', how);
			else if (known.includes('told')) {
				findings.notShown(id, 'The participants on the page have one interview or one email');
			} else findings.neither(id, how);
		},
	);
}

async function askForResponses(
	session: Session,
	client: WilloClient,
	rows: WilloObject[],
): Promise<void> {
	const facts = ['willo-responses', 'willo-list-responses', 'willo-response-stage'];
	await session.group(
		{
			title: 'responses',
			asks: `Up to ${MOST_DETAILS} participants one by one, until one has responded`,
			atMost: MOST_DETAILS,
			facts,
		},
		async () => {
			// Participants who seem to have responded come first.
			const likely = rows.filter(seemsResponded);
			const order = [...likely, ...rows.filter((row) => !likely.includes(row))];
			for (const row of order.slice(0, MOST_DETAILS)) {
				const key = keyOf(row);
				if (!key) continue;
				const whole = await client.get('participants', key);
				const hasResponded = seemsResponded(row) || seemsResponded(whole) || holdsAnswers(whole);
				if (!hasResponded) continue;
				findResponses(session, row, whole);
				return;
			}
			const why = `None of ${Math.min(order.length, MOST_DETAILS)} participants is known to have responded`;
			for (const id of facts) session.findings.notShown(id, why);
		},
	);
}

function findResponses({ findings }: Session, row: WilloObject, whole: WilloObject): void {
	const shapes = responseLists(whole);
	const inDetail = shapes.some(({ hasObjects }) => hasObjects !== undefined);
	const places = shapes.map(({ place }) => place).join(', ');
	const [first] = shapes;
	if (!inDetail) {
		findings.settle('willo-responses', 'C', 'A participant who has responded holds none');
	} else if (first.place === 'responses' && first.hasObjects) {
		findings.settle('willo-responses', 'A', `In ${places}, the question an object`);
	} else if (first.place === 'answers' && !first.hasObjects) {
		findings.settle('willo-responses', 'B', `In ${places}, the question text`);
	} else findings.neither('willo-responses', `In ${places}`);

	const inRow = responseLists(row).length > 0;
	if (!inDetail) findings.notShown('willo-list-responses', 'Nor does one participant hold them');
	else {
		const how = `The row of a participant who has responded holds ${inRow ? 'them' : 'none'}`;
		findings.settle('willo-list-responses', inRow ? 'B' : 'A', how);
	}

	const stages = stagesOf(whole);
	const isStage = (pattern: RegExp) => stages.some((stage) => pattern.test(stage));
	if (isStage(STAGES.responded)) {
		const how = 'Who has responded is in a stage with such a name';
		findings.settle('willo-response-stage', 'A', how);
	} else if (isStage(STAGES.invited) || isStage(STAGES.answering)) {
		const how = 'Who has responded is still in the stage of those who have not';
		findings.settle('willo-response-stage', 'B', how);
	} else {
		const why = 'A participant who responded is in another stage. Someone may have moved them';
		findings.notShown('willo-response-stage', why);
	}
}

/** The lists of responses, and whether the question of their first entry is an object. */
function responseLists(raw: WilloObject): { place: string; hasObjects?: boolean }[] {
	const it = unwrapped(raw);
	return Object.keys(PARTICIPANT.responses).flatMap((place) => {
		const list = it[place];
		if (!Array.isArray(list) || list.length === 0) return [];
		const entry = Object(list[0]) as Record<string, unknown>;
		const names = Object.keys(RESPONSE.question).filter((name) => !name.includes('.'));
		const question = names.map((name) => entry[name]).find((value) => value !== undefined);
		return [{ place, hasObjects: typeof question === 'object' && question !== null }];
	});
}

function seemsResponded(raw: WilloObject): boolean {
	const { respondedAt } = readCircumstances(raw);
	return respondedAt !== null || stagesOf(raw).some((stage) => STAGES.responded.test(stage));
}

function holdsAnswers(raw: WilloObject): boolean {
	return readResponses(raw).length > 0;
}

export function keyOf(row: WilloObject): string | null {
	return readParticipant(row).key;
}

function yes(is: boolean): string {
	return is ? 'yes' : 'no';
}
