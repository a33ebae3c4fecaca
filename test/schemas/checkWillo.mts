import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import type { Exchange } from '../sandbox/server.mts';
import { queryOf } from '../sandbox/willo.mts';
import { demand, differencesFrom, schemasIn } from './check.mts';
import type { Difference } from './check.mts';

/** What a request and its answer must be like; names are files of ./willo. */
interface Rule {
	query: string;
	body?: string;
	answer: string;
	status: number;
}

const BASE = '/api/integrations/v2';

const RULES: Record<string, Rule> = {
	'GET /interviews/': { query: 'interviewsQuery', answer: 'interviews', status: 200 },
	'GET /interviews/{key}/': { query: 'noQuery', answer: 'interviewDetail', status: 200 },
	'GET /participants/': { query: 'participantsQuery', answer: 'participants', status: 200 },
	'POST /participants/': { query: 'noQuery', body: 'invite', answer: 'invited', status: 201 },
	'GET /participants/{key}/': { query: 'noQuery', answer: 'participantDetail', status: 200 },
	'DELETE /participants/{key}/': { query: 'noQuery', answer: 'nothing', status: 204 },
	'GET /webhooks/': { query: 'pageQuery', answer: 'webhooks', status: 200 },
	'POST /webhooks/': { query: 'noQuery', body: 'webhookCreate', answer: 'webhook', status: 201 },
	'PATCH /webhooks/{key}/': {
		query: 'noQuery',
		body: 'webhookUpdate',
		answer: 'webhook',
		status: 200,
	},
	'DELETE /webhooks/{key}/': { query: 'noQuery', answer: 'nothing', status: 204 },
};

const REFUSALS: Record<number, string> = {
	400: 'badRequest',
	401: 'detail',
	403: 'detail',
	404: 'detail',
	429: 'detail',
};

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
for (const [file, schema] of schemasIn('willo')) ajv.addSchema({ ...schema, $id: `willo/${file}` });

/** What a value has otherwise than a schema of ./willo describes it. */
function differences(schema: string, value: unknown): Difference[] {
	return differencesFrom(ajv.getSchema(`willo/${schema}.json`) as ValidateFunction, value);
}

function check(what: string, schema: string, value: unknown): void {
	demand(what, differences(schema, value), value);
}

/** `GET /participants/{key}/` for a request; keys are 32 hexadecimal digits, and nothing else is one. */
function endpointOf({ method, path: address }: Exchange): string {
	const own = address.startsWith(BASE) ? address.slice(BASE.length) : address;
	return `${method} ${own.replace(/\/[0-9a-f]{32}\/$/, '/{key}/')}`;
}

/**
 * Checks a request that a node sent to the local Willo, and what was answered, against the JSON
 * Schemas in ./willo. Answers that a fault gave are not Willo's and are passed over.
 * @throws Error that names the request and what is not as described
 */
export function checkWilloExchange(exchange: Exchange): void {
	const endpoint = endpointOf(exchange);
	const rule = RULES[endpoint];
	if (!rule) throw new Error(`${endpoint} is not a request that Willo describes`);
	const query = queryOf(exchange);
	if (query) check(`${endpoint}, query`, rule.query, query);
	if (rule.body) check(`${endpoint}, body`, rule.body, exchange.body);
	else if (exchange.body !== undefined) throw new Error(`${endpoint} takes no body`);

	const { fault, status, answer } = exchange;
	if (fault && ['status', 'code', 'drop'].includes(fault.kind)) return;
	demand(`${endpoint}, ${status}`, willoAnswerDifferences({ endpoint, status, answer }), answer);
}

/**
 * What an answer of Willo has otherwise than its schema describes it.
 * @param endpoint such as `GET /participants/{key}/`
 */
export function willoAnswerDifferences({
	endpoint,
	status,
	answer,
}: {
	endpoint: string;
	status: number;
	answer: unknown;
}): Difference[] {
	const rule = RULES[endpoint];
	if (!rule) return [{ pointer: '', says: 'is of an endpoint that is not described' }];
	if (status !== rule.status) {
		const refusal = REFUSALS[status];
		return refusal
			? differences(refusal, answer)
			: [{ pointer: '', says: `has the status ${status}, which is not described` }];
	}
	if (rule.answer !== 'nothing') return differences(rule.answer, answer);
	return answer === '' ? [] : [{ pointer: '', says: 'has a body, where none is described' }];
}

/** Checks the body of a webhook that the local Willo delivers. */
export function checkWilloDelivery(delivery: { body: unknown }): void {
	check('Delivery', 'delivery', delivery.body);
}
