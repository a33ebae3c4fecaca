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
import { writeWillo } from './writes.mts';

/** Can't be a key of Willo, since those are hexadecimal. */
const MADE_UP_KEY = 'made-up-key-of-npm-run-live';
/** The maximum number of participants to read in search of one who has responded. */
const MOST_DETAILS = 5;

/** @throws Stopped if Willo doesn't accept the key or can't be reached */
export async function askWillo(session: Session): Promise<void> {
	const key = bareKey(session.key);
	const client = clientOf(session, key);
	await askAboutKey(session, client, key);
	const rows = await askForParticipants(session, client);
	await askForFilters(session, client, rows);
	await askForResponses(session, client, rows);
	const { write } = session.options;
	if (write) await writeWillo(session, client, write);
}

function clientOf(session: Session, authorization: string): WilloClient {
	const { wait } = session.around;
	return new WilloClient(session.send(authorization), session.baseUrl, { wait });
}

async function askAboutKey(session: Session, client: WilloClient, key: string): Promise<void> {
	const { findings } = session;
	const statusOf = async (header: string) => {
		await clientOf(session, header).page('interviews').catch(unlessKind('credential'));
		return session.latest.answer.status;
	};
	const group = {
		title: 'the key',
		asks: 'The first page of interviews: with this key, with a key that is made up, and with Bearer before this key',
		atMost: 3,
		facts: ['willo-auth-failure', 'willo-bearer'],
		isEssential: true,
	};
	await session.ask(group, async () => {
		await client.page('interviews');
		const status = await statusOf(MADE_UP_KEY);
		const fits = { A: status === 401, B: status === 403 };
		findings.tell('willo-auth-failure', `A key that is made up got HTTP ${status}`, fits);
		const bearer = await statusOf(`Bearer ${key}`);
		const isRefused = bearer === 401 || bearer === 403;
		const said = `Bearer before the key got HTTP ${bearer}`;
		findings.settle('willo-bearer', isRefused ? 'A' : 'B', said);
	});
}

async function askForParticipants(session: Session, client: WilloClient): Promise<WilloObject[]> {
	const id = 'willo-list-ordering';
	const rows: WilloObject[] = [];
	const asks = 'One page of the list, newest first, and one oldest first';
	const facts = ['willo-dates', 'willo-interview-form', id];
	await session.ask({ title: 'participants', asks, atMost: 2, facts }, async () => {
		const newest = await client.page('participants', { ordering: '-created_at' });
		const oldest = await client.page('participants', { ordering: 'created_at' });
		rows.push(...newest.rows);
		if (rows.length === 0) return 'The key sees no participants';
		findDates(session, rows);
		for (const { interview } of rows.map(unwrapped)) {
			session.findings.tell('willo-interview-form', 'A row of the list', {
				A: typeof interview === 'string',
				B: typeof interview === 'object' && interview !== null,
			});
		}
		if (rows.length < 2) return 'The key sees one participant only';
		const [down, up] = [newest, oldest].map((page) => page.rows.map(keyOf));
		const fits = { A: down[0] !== up[0], B: down.join() === up.join() };
		session.findings.tell(id, 'The list was read in both orders', fits);
		return undefined;
	});
	return rows;
}

function findDates({ findings }: Session, rows: WilloObject[]): void {
	const created = rows.some((row) => createdAtOf(row) !== undefined);
	const responded = rows.some(hasRespondedAtField);
	const isNaive = /"[\d-]{10}T[\d:.]+"/.test(JSON.stringify(rows));
	const yes = (is: boolean) => (is ? 'yes' : 'no');
	const how = `When they were invited: ${yes(created)}; when they responded: ${yes(responded)}`;
	findings.tell('willo-dates', how, {
		A: created && responded && !isNaive,
		B: created && responded && isNaive,
		C: !created && !responded,
	});
}

async function askForFilters(
	session: Session,
	client: WilloClient,
	rows: WilloObject[],
): Promise<void> {
	const id = 'willo-list-filters';
	const asks = 'The list narrowed to one interview, and to one email that is on the page above';
	await session.ask({ title: 'filters', asks, atMost: 2, facts: [id] }, async () => {
		const read = {
			interview: (row: WilloObject) => readParticipant(row).interview.key,
			email: (row: WilloObject) => readParticipant(row).email,
		};
		const outcomes: { isTaken: boolean; isIgnored: boolean }[] = [];
		for (const [filter, valueOf] of Object.entries(read)) {
			const wanted = rows.map(valueOf).find((value) => value !== null);
			const isOther = (row: WilloObject) => valueOf(row) !== wanted;
			if (!wanted || !rows.some(isOther)) {
				return 'The participants on the page have one interview or one email';
			}
			const { rows: narrowed } = await client.page('participants', { [filter]: wanted });
			const isIgnored = narrowed.some(isOther);
			outcomes.push({ isIgnored, isTaken: narrowed.length > 0 && !isIgnored });
		}
		session.findings.tell(id, 'The list was narrowed by each filter', {
			A: outcomes.every(({ isTaken }) => isTaken),
			B: outcomes.every(({ isIgnored }) => isIgnored),
		});
		return undefined;
	});
}

async function askForResponses(
	session: Session,
	client: WilloClient,
	rows: WilloObject[],
): Promise<void> {
	const group = {
		title: 'responses',
		asks: `Up to ${MOST_DETAILS} participants one by one, until one has responded`,
		atMost: MOST_DETAILS,
		facts: ['willo-responses', 'willo-list-responses', 'willo-response-stage'],
	};
	await session.ask(group, async () => {
		// Participants who seem to have responded come first.
		const likely = rows.filter(seemsResponded);
		const order = [...likely, ...rows.filter((row) => !likely.includes(row))];
		for (const row of order.slice(0, MOST_DETAILS)) {
			const key = keyOf(row);
			if (!key) continue;
			const whole = await client.get('participants', key);
			if (!seemsResponded(row) && !seemsResponded(whole) && readResponses(whole).length === 0) {
				continue;
			}
			findResponses(session, row, whole);
			return undefined;
		}
		return 'No participant who was read is known to have responded';
	});
}

function findResponses({ findings }: Session, row: WilloObject, whole: WilloObject): void {
	const lists = responseLists(whole);
	const [first] = lists;
	const places = lists.map(({ place }) => place).join(', ') || 'nowhere';
	findings.tell('willo-responses', `A participant who has responded holds them in: ${places}`, {
		A: first?.place === 'responses' && first.hasObjects,
		B: first?.place === 'answers' && !first.hasObjects,
		C: !first,
	});
	if (first) {
		const isInRow = responseLists(row).length > 0;
		findings.settle('willo-list-responses', isInRow ? 'B' : 'A', 'A participant who has responded');
	} else findings.notShown(['willo-list-responses'], 'Nor does one participant hold them');

	const id = 'willo-response-stage';
	const isStage = (pattern: RegExp) => stagesOf(whole).some((stage) => pattern.test(stage));
	if (isStage(STAGES.responded)) {
		findings.settle(id, 'A', 'Who has responded is in a stage with such a name');
	} else if (isStage(STAGES.invited) || isStage(STAGES.answering)) {
		findings.settle(id, 'B', 'Who has responded is still in the stage of those who have not');
	} else {
		const why = 'A participant who responded is in another stage. Someone may have moved them';
		findings.notShown([id], why);
	}
}

/** The lists of responses, and whether the question of their first entry is an object. */
function responseLists(raw: WilloObject): { place: string; hasObjects: boolean }[] {
	const it = unwrapped(raw);
	return PARTICIPANT.responses.flatMap((place) => {
		const list = it[place];
		if (!Array.isArray(list) || list.length === 0) return [];
		const entry = Object(list[0]) as Record<string, unknown>;
		const names = RESPONSE.question.filter((name) => !name.includes('.'));
		const question = names.map((name) => entry[name]).find((value) => value !== undefined);
		return [{ place, hasObjects: typeof question === 'object' && question !== null }];
	});
}

function seemsResponded(raw: WilloObject): boolean {
	const { respondedAt } = readCircumstances(raw);
	return respondedAt !== null || stagesOf(raw).some((stage) => STAGES.responded.test(stage));
}

export function keyOf(row: WilloObject): string | null {
	return readParticipant(row).key;
}
