/**
 * The resources of Willo that the nodes use, with their methods and with slashes as Django has them.
 * The others of Willo's reference (users, templates, …) are not there: asking for one is a 404.
 */
import { randomUUID } from 'node:crypto';

import type { Answer } from '../faults.mts';
import type { SandboxRequest } from '../server.mts';
import { ordered, pageOf } from './paging.mts';
import {
	departmentJson,
	interviewDetailJson,
	interviewJson,
	participantDetailJson,
	participantJson,
	participantRowJson,
	webhookJson,
} from './records.mts';
import { WILLO_KEY, detail, notFound, refused } from './rest.mts';
import { WILLO_EVENTS } from './types.mts';
import type { Interview, Participant, Webhook, WilloStore, WilloSwitches } from './types.mts';
import { checkBody, choice, email, keyOf, listOf, text, truth, url } from './validation.mts';

export const BASE_PATH = '/api/integrations/v2';

/** What an endpoint knows of a request. `address` is the absolute URL as the client sees it. */
export interface Call {
	store: WilloStore;
	switches: WilloSwitches;
	now: Date;
	address: URL;
	body: unknown;
	key: string;
}

type Endpoint = (call: Call) => Answer;

export const newKey = (): string => randomUUID().replaceAll('-', '');

function contains(part: string | null, ...texts: (string | null)[]): boolean {
	const sought = (part ?? '').toLowerCase();
	return texts.some((each) => (each ?? '').toLowerCase().includes(sought));
}

function list<T>({ address }: Call, rows: T[], toJson: (row: T) => unknown): Answer {
	const page = pageOf(rows, address, toJson);
	return page ? { status: 200, body: page } : detail(404, 'Invalid page.');
}

function one<T>({ key }: Call, things: Map<string, T>, answer: (thing: T) => Answer): Answer {
	const thing = WILLO_KEY.test(key) ? things.get(key) : undefined;
	return thing ? answer(thing) : notFound();
}

const listInterviews: Endpoint = (call) => {
	const query = call.address.searchParams;
	const department = query.get('department');
	const owner = query.get('owner');
	const rows = [...call.store.interviews.values()].filter(
		(interview) =>
			(!department || interview.department.key === department) &&
			(!owner || interview.owner.key === owner) &&
			contains(
				query.get('search'),
				interview.title,
				interview.owner.email,
				interview.department.name,
			),
	);
	const sorted = ordered(rows, query.get('ordering'), {
		title: (interview) => interview.title.toLowerCase(),
		created_at: (interview) => interview.createdAt.getTime(),
	});
	return list(call, sorted, interviewJson);
};

const getInterview: Endpoint = (call) =>
	one(call, call.store.interviews, (interview) => ({
		status: 200,
		body: interviewDetailJson(interview),
	}));

function interviewOf({ store }: Call, participant: Participant): Interview {
	return store.interviews.get(participant.interviewKey)!;
}

const listParticipants: Endpoint = (call) => {
	const { store, switches } = call;
	const query = call.address.searchParams;
	const same = (name: string, value: string | null) => {
		const wanted = query.get(name);
		return !wanted || wanted.toLowerCase() === value?.toLowerCase();
	};
	const rows = [...store.participants.values()].filter(
		(participant) =>
			switches.listFilters === 'ignored' ||
			(same('interview', participant.interviewKey) &&
				same('email', participant.email) &&
				// Without the field there is nothing to filter by, and an unknown filter is passed over.
				(switches.externalId === 'dropped' || same('external_id', participant.externalId)) &&
				contains(query.get('search'), participant.name, participant.email)),
	);
	const ordering = switches.listOrdering === 'honored' ? query.get('ordering') : 'created_at';
	const sorted = ordered(rows, ordering, {
		name: (participant) => participant.name.toLowerCase(),
		created_at: (participant) => participant.createdAt.getTime(),
	});
	return list(call, sorted, (participant) =>
		participantRowJson(participant, interviewOf(call, participant), switches),
	);
};

const getParticipant: Endpoint = (call) =>
	one(call, call.store.participants, (participant) => ({
		status: 200,
		body: participantDetailJson(participant, interviewOf(call, participant), call.switches),
	}));

const deleteParticipant: Endpoint = (call) =>
	one(call, call.store.participants, ({ key }) => {
		if (call.switches.deletedParticipant === 'gone') call.store.participants.delete(key);
		return { status: 204, body: '' };
	});

const invite: Endpoint = (call) => {
	const { store, switches, now } = call;
	const outcome = checkBody(call.body, {
		name: { required: true, check: text() },
		interview: { required: true, check: keyOf(store.interviews) },
		email: { nullable: true, check: email },
		phone: { nullable: true, check: text({ maxLength: 32 }) },
		external_id: { nullable: true, check: text({ blank: true }) },
	});
	if ('messages' in outcome) return refused(outcome.messages);
	const { name, interview, phone = null, external_id = null } = outcome.values;
	const address = (outcome.values.email ?? null) as string | null;
	const standing = [...store.participants.values()].some(
		(other) =>
			address !== null &&
			other.interviewKey === interview &&
			other.email?.toLowerCase() === address.toLowerCase(),
	);
	if (standing && switches.duplicateInvite === 'rejected') {
		return refused({
			non_field_errors: ['The fields interview, email must make a unique set.'],
		});
	}
	const participant: Participant = {
		key: newKey(),
		interviewKey: interview as string,
		name: name as string,
		email: address,
		phone: phone as string | null,
		externalId: switches.externalId === 'echoed' ? (external_id as string | null) : null,
		stage: 'Invited',
		answers: [],
		comments: [],
		score: null,
		reviewUrl: null,
		createdAt: now,
		respondedAt: null,
	};
	store.participants.set(participant.key, participant);
	if (address !== null) store.invitations.push({ participantKey: participant.key, at: now });
	const body = participantJson(participant, interviewOf(call, participant), switches);
	return { status: 201, body: switches.keyAt === 'key' ? body : { data: body } };
};

const listWebhooks: Endpoint = (call) =>
	list(call, [...call.store.webhooks.values()].reverse(), webhookJson);

/** Writes the known fields of a body into a webhook; `partial` leaves out what was not sent. */
function writeWebhook(call: Call, webhook: Webhook, status: number, partial: boolean): Answer {
	const anyKeys = listOf(text());
	const outcome = checkBody(
		call.body,
		{
			url: { required: true, check: url },
			event: { required: true, check: choice(WILLO_EVENTS) },
			interviews: { check: listOf(keyOf(call.store.interviews)) },
			follow_all_interviews: { check: truth },
			departments: { check: anyKeys },
			users: { check: anyKeys },
		},
		partial,
	);
	if ('messages' in outcome) return refused(outcome.messages);
	const { follow_all_interviews: followAllInterviews, ...values } = outcome.values;
	Object.assign(webhook, values);
	if (followAllInterviews !== undefined)
		webhook.followAllInterviews = followAllInterviews as boolean;
	call.store.webhooks.set(webhook.key, webhook);
	return { status, body: webhookJson(webhook) };
}

const createWebhook: Endpoint = (call) => {
	const webhook: Webhook = {
		key: newKey(),
		url: '',
		event: 'new_response',
		interviews: [],
		departments: [],
		users: [],
		followAllInterviews: false,
	};
	return writeWebhook(call, webhook, 201, false);
};

const deleteWebhook: Endpoint = (call) =>
	one(call, call.store.webhooks, ({ key }) => {
		call.store.webhooks.delete(key);
		return { status: 204, body: '' };
	});

const changeWebhook =
	(partial: boolean): Endpoint =>
	(call) =>
		one(call, call.store.webhooks, (webhook) => writeWebhook(call, webhook, 200, partial));

const listDepartments: Endpoint = (call) =>
	list(call, [...call.store.departments.values()], departmentJson);

type Methods = Partial<Record<string, Endpoint>>;

const RESOURCES: Record<string, { list: Methods; one?: Methods }> = {
	interviews: { list: { GET: listInterviews }, one: { GET: getInterview } },
	participants: {
		list: { GET: listParticipants, POST: invite },
		one: { GET: getParticipant, DELETE: deleteParticipant },
	},
	webhooks: {
		list: { GET: listWebhooks, POST: createWebhook },
		// Willo's reference has no GET of one webhook.
		one: { PUT: changeWebhook(false), PATCH: changeWebhook(true), DELETE: deleteWebhook },
	},
	departments: { list: { GET: listDepartments } },
};

/** The endpoint's methods and the key in the path; undefined for a path that no resource has. */
export function resolve(path: string): { methods: Methods; key: string } | undefined {
	const [, resource, key = ''] =
		new RegExp(`^${BASE_PATH}/([a-z-]+)/(?:([^/]+)/)?$`).exec(path) ?? [];
	if (resource === undefined || !Object.hasOwn(RESOURCES, resource)) return undefined;
	const methods = key === '' ? RESOURCES[resource].list : RESOURCES[resource].one;
	return methods && { methods, key };
}

/** Runs the endpoint of a resolved path; a body that is not JSON gets no further. */
export function run(methods: Methods, request: SandboxRequest, call: Call): Answer {
	const endpoint = methods[request.method];
	if (!endpoint) return detail(405, `Method "${request.method}" not allowed.`);
	if (['POST', 'PUT', 'PATCH'].includes(request.method)) {
		const type = request.headers['content-type'] ?? '';
		if (!type.startsWith('application/json')) {
			return detail(415, `Unsupported media type "${type}" in request.`);
		}
		if (request.body === undefined) {
			return detail(400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)');
		}
	}
	return endpoint(call);
}
