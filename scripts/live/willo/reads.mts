/** Facts about Willo that need no writes. */
import { PARTICIPANT, RESPONSE, STAGES } from '../../../nodes/Willo/client/alternatives.ts';
import { bareKey } from '../../../nodes/Willo/client/apiKey.ts';
import { WilloClient } from '../../../nodes/Willo/client/client.ts';
import * as read from '../../../nodes/Willo/client/participant.ts';
import type { WilloObject } from '../../../nodes/Willo/client/types.ts';
import { undefinedIf } from '../../../nodes/shared/api/failure.ts';
import { yes } from '../findings.mts';
import type { Session } from '../session.mts';
import { isOf } from '../session.mts';

export type WilloSession = ReturnType<typeof willoOf>;

/** Can't be a key of Willo, since those are hexadecimal. */
const MADE_UP_KEY = 'made-up-key-of-npm-run-live';
/** The maximum number of participants to read in search of one who has responded. */
const MOST_DETAILS = 5;

export function willoOf(session: Session) {
	return {
		...session,
		client: new WilloClient(...session.connect(bareKey(session.key))),
		/** The newest participants. */
		rows: [] as WilloObject[],
		/** Of the participants who were invited by this command. */
		keys: [] as string[],
	};
}

async function askForKey({ ask, client, connect, key, latest, tell }: WilloSession) {
	const [failure, scheme] = ['willo-auth-failure', 'willo-bearer'];
	const says =
		'the key. The first page of interviews: with this key, with a key that is made up, and with Bearer before this key';
	ask(says, 3, [failure, scheme]);
	await client.page('interviews');
	const statusOf = async (authorization: string) => {
		const page = new WilloClient(...connect(authorization)).page('interviews');
		await undefinedIf(isOf('credential'), page);
		return latest().status;
	};
	const status = await statusOf(MADE_UP_KEY);
	tell(failure, [status === 401, status === 403], `A key that is made up got HTTP ${status}`);
	const bearer = await statusOf(`Bearer ${bareKey(key)}`);
	tell(scheme, [401, 403].includes(bearer), `Bearer before the key got HTTP ${bearer}`);
}

async function askForParticipants(willo: WilloSession): Promise<void> {
	const { client, tell } = willo;
	const [dates, form, ordering] = ['willo-dates', 'willo-interview-form', 'willo-list-ordering'];
	const says = 'participants. One page of the list, newest first, and one oldest first';
	willo.ask(says, 2, [dates, form, ordering]);
	const newest = await client.page('participants', { ordering: '-created_at' });
	const oldest = await client.page('participants', { ordering: 'created_at' });
	const { rows } = newest;
	willo.rows = rows;
	if (rows.length === 0) return;

	const created = rows.some((row) => read.createdAtOf(row) !== undefined);
	const responded = rows.some(read.hasRespondedAtField);
	const isNaive = /"[\d-]{10}T[\d:.]+"/.test(JSON.stringify(rows));
	const how = `When they were invited: ${yes(created)}; when they responded: ${yes(responded)}`;
	const both = created && responded;
	tell(dates, [both && !isNaive, both && isNaive, !created && !responded], how);
	for (const { interview } of rows.map(read.unwrapped)) {
		tell(form, [typeof interview === 'string', Object(interview) === interview]);
	}
	if (rows.length < 2) return;
	const [down, up] = [newest, oldest].map((page) => page.rows.map(keyOf));
	tell(ordering, [down[0] !== up[0], down.join() === up.join()]);
}

async function askForFilters({ ask, client, rows, tell }: WilloSession): Promise<void> {
	const id = 'willo-list-filters';
	const says =
		'filters. The list narrowed to one interview, and to one email that is on the page above';
	ask(says, 2, [id]);
	const filters = {
		interview: (row: WilloObject) => read.readParticipant(row).interview.key,
		email: (row: WilloObject) => read.readParticipant(row).email,
	};
	const outcomes: { isTaken: boolean; isIgnored: boolean }[] = [];
	for (const [filter, valueOf] of Object.entries(filters)) {
		const wanted = rows.map(valueOf).find((value) => value !== null);
		const isOther = (row: WilloObject) => valueOf(row) !== wanted;
		if (!wanted || !rows.some(isOther)) return;
		const { rows: narrowed } = await client.page('participants', { [filter]: wanted });
		const isIgnored = narrowed.some(isOther);
		outcomes.push({ isIgnored, isTaken: narrowed.length > 0 && !isIgnored });
	}
	const all = (name: 'isTaken' | 'isIgnored') => outcomes.every((each) => each[name]);
	tell(id, [all('isTaken'), all('isIgnored')]);
}

async function askForResponses(willo: WilloSession): Promise<void> {
	const { client, rows } = willo;
	const says = `responses. Up to ${MOST_DETAILS} participants one by one, until one has responded`;
	const facts = ['willo-responses', 'willo-list-responses', 'willo-response-stage'];
	willo.ask(says, MOST_DETAILS, facts);
	// Participants who seem to have responded come first.
	const order = [...rows.filter(seemsResponded), ...rows.filter((row) => !seemsResponded(row))];
	for (const row of order.slice(0, MOST_DETAILS)) {
		const key = keyOf(row);
		if (!key) continue;
		const whole = await client.get('participants', key);
		if ([row, whole].some(seemsResponded) || read.readResponses(whole).length > 0) {
			return findResponses(willo, row, whole);
		}
	}
}

function findResponses({ tell }: Session, row: WilloObject, whole: WilloObject): void {
	const lists = responseLists(whole);
	const [first] = lists;
	const places = lists.map(({ place }) => place).join(', ') || 'nowhere';
	const how = `A participant who has responded holds them in: ${places}`;
	const isA = first?.place === 'responses' && first.hasObjects;
	const isB = first?.place === 'answers' && !first.hasObjects;
	tell('willo-responses', [isA, isB, !first], how);
	if (first) tell('willo-list-responses', responseLists(row).length === 0);
	const isIn = (name: RegExp) => read.stagesOf(whole).some((each) => name.test(each));
	const isReceived = isIn(STAGES.responded);
	const hasStayed = isIn(STAGES.invited) || isIn(STAGES.answering);
	// Otherwise, somebody may have moved them.
	if (isReceived || hasStayed) tell('willo-response-stage', isReceived);
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

/** The first one shows whether Willo can be asked at all. */
export const READS = [askForKey, askForParticipants, askForFilters, askForResponses];
