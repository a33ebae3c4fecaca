/** Facts about Willo that need no writes. */
import { PARTICIPANT, RESPONSE, STAGES } from '../../../nodes/Willo/client/alternatives.ts';
import { bareKey } from '../../../nodes/Willo/client/apiKey.ts';
import { WilloClient } from '../../../nodes/Willo/client/client.ts';
import * as read from '../../../nodes/Willo/client/participant.ts';
import type { WilloObject } from '../../../nodes/Willo/client/types.ts';
import { undefinedIf } from '../../../nodes/shared/api/failure.ts';
import type { Session } from '../session.mts';
import { isOf } from '../session.mts';
import { writeWillo } from './writes.mts';

export type WilloSession = Session & { client: WilloClient };

/** Can't be a key of Willo, since those are hexadecimal. */
const MADE_UP_KEY = 'made-up-key-of-npm-run-live';
/** The maximum number of participants to read in search of one who has responded. */
const MOST_DETAILS = 5;

/** @returns why Willo can't be asked at all */
export async function askWillo(session: Session): Promise<string | undefined> {
	const { ask, tell, options } = session;
	const key = bareKey(session.key);
	const client = clientOf(session, key);
	const statusOf = async (authorization: string) => {
		const page = clientOf(session, authorization).page('interviews');
		await undefinedIf(isOf('credential'), page);
		return session.latest().answer.status;
	};
	const says =
		'the key. The first page of interviews: with this key, with a key that is made up, and with Bearer before this key';
	const failure = await ask(says, 3, ['willo-auth-failure', 'willo-bearer'], async () => {
		await client.page('interviews');
		const status = await statusOf(MADE_UP_KEY);
		const how = `A key that is made up got HTTP ${status}`;
		tell('willo-auth-failure', how, status === 401, status === 403);
		const bearer = await statusOf(`Bearer ${key}`);
		const isRefused = bearer === 401 || bearer === 403;
		tell('willo-bearer', `Bearer before the key got HTTP ${bearer}`, isRefused);
	});
	if (failure) return failure;
	const willo = { ...session, client };
	const rows = await askForParticipants(willo);
	await askForFilters(willo, rows);
	await askForResponses(willo, rows);
	if (options.write) await writeWillo(willo, options.write);
	return undefined;
}

function clientOf({ send, baseUrl, around: { wait } }: Session, authorization: string) {
	return new WilloClient(send(authorization), baseUrl, { wait });
}

async function askForParticipants({ client, ask, tell }: WilloSession): Promise<WilloObject[]> {
	const rows: WilloObject[] = [];
	const says = 'participants. One page of the list, newest first, and one oldest first';
	const facts = ['willo-dates', 'willo-interview-form', 'willo-list-ordering'];
	await ask(says, 2, facts, async (notShown) => {
		const newest = await client.page('participants', { ordering: '-created_at' });
		const oldest = await client.page('participants', { ordering: 'created_at' });
		rows.push(...newest.rows);
		if (rows.length === 0) return notShown('The key sees no participants');

		const created = rows.some((row) => read.createdAtOf(row) !== undefined);
		const responded = rows.some(read.hasRespondedAtField);
		const isNaive = /"[\d-]{10}T[\d:.]+"/.test(JSON.stringify(rows));
		const yes = (is: boolean) => (is ? 'yes' : 'no');
		const how = `When they were invited: ${yes(created)}; when they responded: ${yes(responded)}`;
		const both = created && responded;
		tell('willo-dates', how, both && !isNaive, both && isNaive, !created && !responded);
		for (const { interview } of rows.map(read.unwrapped)) {
			const isKey = typeof interview === 'string';
			tell('willo-interview-form', 'A row of the list', isKey, Object(interview) === interview);
		}
		if (rows.length < 2) return notShown('The key sees one participant only');
		const [down, up] = [newest, oldest].map((page) => page.rows.map(keyOf));
		const orders = 'The list was read in both orders';
		tell('willo-list-ordering', orders, down[0] !== up[0], down.join() === up.join());
	});
	return rows;
}

async function askForFilters({ client, ask, tell }: WilloSession, rows: WilloObject[]) {
	const id = 'willo-list-filters';
	const says =
		'filters. The list narrowed to one interview, and to one email that is on the page above';
	await ask(says, 2, [id], async (notShown) => {
		const filters = {
			interview: (row: WilloObject) => read.readParticipant(row).interview.key,
			email: (row: WilloObject) => read.readParticipant(row).email,
		};
		const outcomes: { isTaken: boolean; isIgnored: boolean }[] = [];
		for (const [filter, valueOf] of Object.entries(filters)) {
			const wanted = rows.map(valueOf).find((value) => value !== null);
			const isOther = (row: WilloObject) => valueOf(row) !== wanted;
			if (!wanted || !rows.some(isOther)) {
				return notShown('The participants on the page have one interview or one email');
			}
			const { rows: narrowed } = await client.page('participants', { [filter]: wanted });
			const isIgnored = narrowed.some(isOther);
			outcomes.push({ isIgnored, isTaken: narrowed.length > 0 && !isIgnored });
		}
		const areTaken = outcomes.every(({ isTaken }) => isTaken);
		const areIgnored = outcomes.every(({ isIgnored }) => isIgnored);
		tell(id, 'The list was narrowed by each filter', areTaken, areIgnored);
	});
}

async function askForResponses(willo: WilloSession, rows: WilloObject[]) {
	const says = `responses. Up to ${MOST_DETAILS} participants one by one, until one has responded`;
	const facts = ['willo-responses', 'willo-list-responses', 'willo-response-stage'];
	await willo.ask(says, MOST_DETAILS, facts, async (notShown) => {
		// Participants who seem to have responded come first.
		const order = [...rows.filter(seemsResponded), ...rows.filter((row) => !seemsResponded(row))];
		for (const row of order.slice(0, MOST_DETAILS)) {
			const key = keyOf(row);
			if (!key) continue;
			const whole = await willo.client.get('participants', key);
			if ([row, whole].some(seemsResponded) || read.readResponses(whole).length > 0) {
				return findResponses(willo, row, whole);
			}
		}
		notShown('No participant who was read is known to have responded');
	});
}

function findResponses({ tell, notShown }: Session, row: WilloObject, whole: WilloObject): void {
	const lists = responseLists(whole);
	const [first] = lists;
	const places = lists.map(({ place }) => place).join(', ') || 'nowhere';
	const how = `A participant who has responded holds them in: ${places}`;
	const isA = first?.place === 'responses' && first.hasObjects;
	const isB = first?.place === 'answers' && !first.hasObjects;
	tell('willo-responses', how, isA, isB, !first);
	if (first) {
		const isInRow = responseLists(row).length > 0;
		tell('willo-list-responses', 'A participant who has responded', !isInRow);
	} else notShown(['willo-list-responses'], 'Nor does one participant hold them');

	const stage = 'willo-response-stage';
	const isIn = (name: RegExp) => read.stagesOf(whole).some((each) => name.test(each));
	if (isIn(STAGES.responded)) {
		tell(stage, 'Who has responded is in a stage with such a name', true);
	} else if (isIn(STAGES.invited) || isIn(STAGES.answering)) {
		tell(stage, 'Who has responded is still in the stage of those who have not', false);
	} else {
		const why = 'A participant who responded is in another stage. Someone may have moved them';
		notShown([stage], why);
	}
}

/** The lists of responses, and whether the question of their first entry is an object. */
function responseLists(raw: WilloObject): { place: string; hasObjects: boolean }[] {
	const it = read.unwrapped(raw);
	const names = RESPONSE.question.filter((name) => !name.includes('.'));
	return PARTICIPANT.responses.flatMap((place) => {
		const list = it[place];
		if (!Array.isArray(list) || list.length === 0) return [];
		const question = names.map((name) => Object(list[0])[name]).find((each) => each !== undefined);
		return [{ place, hasObjects: typeof question === 'object' && question !== null }];
	});
}

function seemsResponded(raw: WilloObject): boolean {
	const { respondedAt } = read.readCircumstances(raw);
	return respondedAt !== null || read.stagesOf(raw).some((stage) => STAGES.responded.test(stage));
}

export function keyOf(row: WilloObject): string | null {
	return read.readParticipant(row).key;
}
