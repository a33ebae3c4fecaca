/**
 * The resources of Willo that the nodes use, with their methods and with slashes as Django has them.
 * The others of Willo's reference (users, templates, …) are not there: asking for one is a 404.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

import type { Answer } from '../faults.mts';
import type { SandboxRequest } from '../server.mts';
import { pageOf } from './paging.mts';
import {
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
import { checkBody, email, keyOf, text, url } from './validation.mts';

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
	const search = call.address.searchParams.get('search');
	const rows = [...call.store.interviews.values()].filter(({ title, owner, department }) =>
		contains(search, title, owner.email, department.name),
	);
	return list(call, rows.reverse(), interviewJson);
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
	const sign = ordering === 'created_at' ? 1 : -1;
	// Without an ordering, the newest comes first.
	const sorted = ordering
		? rows.sort((a, b) => sign * (a.createdAt.getTime() - b.createdAt.getTime()))
		: rows.reverse();
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
	const outcome = checkBody(
		call.body,
		z.object({
			name: text,
			interview: keyOf(store.interviews),
			email: email.nullish(),
			phone: text.nullish(),
			external_id: z.string().trim().nullish(),
		}),
	);
	if ('messages' in outcome) return refused(outcome.messages);
	const { name, interview, email: address = null, phone = null, external_id } = outcome.values;
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
		interviewKey: interview,
		name,
		email: address,
		phone,
		externalId: switches.externalId === 'echoed' ? (external_id ?? null) : null,
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

/** Writes the known fields of a body into a webhook. */
function writeWebhook(call: Call, webhook: Webhook, status: number): Answer {
	const { store, body } = call;
	const schema = z.object({
		url,
		event: z.enum(WILLO_EVENTS),
		interviews: z.array(keyOf(store.interviews)).optional(),
		follow_all_interviews: z.boolean().optional(),
	});
	const isNew = !store.webhooks.has(webhook.key);
	const outcome = checkBody(body, isNew ? schema : schema.partial());
	if ('messages' in outcome) return refused(outcome.messages);
	const { follow_all_interviews: followAllInterviews, ...values } = outcome.values;
	Object.assign(webhook, values, followAllInterviews === undefined ? {} : { followAllInterviews });
	store.webhooks.set(webhook.key, webhook);
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
	return writeWebhook(call, webhook, 201);
};

const deleteWebhook: Endpoint = (call) =>
	one(call, call.store.webhooks, ({ key }) => {
		call.store.webhooks.delete(key);
		return { status: 204, body: '' };
	});

const changeWebhook: Endpoint = (call) =>
	one(call, call.store.webhooks, (webhook) => writeWebhook(call, webhook, 200));

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
		one: { PATCH: changeWebhook, DELETE: deleteWebhook },
	},
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
