import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import type { Exchange } from '../sandbox/server.mts';
import { queryOf } from '../sandbox/willo.mts';
import { demand, differencesFrom, schemasIn, type Difference } from './check.mts';

/** What a request and its answer must be like; names are files of ./willo. */
type Rule = [query: string, answer: string, status: number, body?: string];

const BASE = '/api/integrations/v2';

const RULES: Record<string, Rule> = {
	'GET /interviews/': ['interviewsQuery', 'interviews', 200],
	'GET /interviews/{key}/': ['noQuery', 'interviewDetail', 200],
	'GET /participants/': ['participantsQuery', 'participants', 200],
	'POST /participants/': ['noQuery', 'invited', 201, 'invite'],
	'GET /participants/{key}/': ['noQuery', 'participantDetail', 200],
	'DELETE /participants/{key}/': ['noQuery', 'nothing', 204],
	'GET /webhooks/': ['pageQuery', 'webhooks', 200],
	'POST /webhooks/': ['noQuery', 'webhook', 201, 'webhookCreate'],
	'PATCH /webhooks/{key}/': ['noQuery', 'webhook', 200, 'webhookUpdate'],
	'DELETE /webhooks/{key}/': ['noQuery', 'nothing', 204],
};

const refusalWith = (status: number) =>
	status === 400 ? 'badRequest' : [401, 403, 404, 429].includes(status) && 'detail';

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
	const [querySchema, , , bodySchema] = rule;
	const query = queryOf(exchange);
	if (query) check(`${endpoint}, query`, querySchema, query);
	if (bodySchema) check(`${endpoint}, body`, bodySchema, exchange.body);
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
}: Pick<Exchange, 'status' | 'answer'> & { endpoint: string }): Difference[] {
	if (!RULES[endpoint]) return [{ pointer: '', says: 'is of an endpoint that is not described' }];
	const [, schema, expected] = RULES[endpoint];
	const described = status === expected ? schema : refusalWith(status);
	if (!described) {
		return [{ pointer: '', says: `has the status ${status}, which is not described` }];
	}
	if (described !== 'nothing') return differences(described, answer);
	return answer === '' ? [] : [{ pointer: '', says: 'has a body, where none is described' }];
}

/** Checks the body of a webhook that the local Willo delivers. */
export function checkWilloDelivery(delivery: { body: unknown }): void {
	check('Delivery', 'delivery', delivery.body);
}
