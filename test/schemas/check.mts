import addFormats from 'ajv-formats';
import type { ValidateFunction } from 'ajv/dist/2020';
import Ajv from 'ajv/dist/2020';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Exchange } from '../sandbox/server.mts';

/**
 * The schemas in ./ashby are written from the vendor's published OpenAPI description: one file for the endpoints of a
 * category, with the request (nothing beyond what is described) and the results (which may hold more). Where recordings
 * of the real API differ, a schema is wider and its $comment says so.
 */
interface Endpoint {
	request: { properties?: object };
	results?: object;
	/** Of a list, which returns its results in pages. */
	rows?: object;
}

const BASE = 'https://schemas.test/ashby';

const ajv = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
for (const [file, schemas] of schemasIn('ashby')) {
	if (file === 'common.json') ajv.addSchema(schemas);
	else addEndpoints(path.parse(file).name, schemas as Record<string, Endpoint>);
}

/** The files of a folder next to this file. */
export function schemasIn(name: string): Array<[file: string, content: object]> {
	const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), name);
	const read = (file: string) =>
		JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object;
	return readdirSync(folder).map((file) => [file, read(file)]);
}

function addEndpoints(category: string, endpoints: Record<string, Endpoint>): void {
	for (const [method, { request, results, rows }] of Object.entries(endpoints)) {
		const closed = request.properties ? { type: 'object', additionalProperties: false } : {};
		const answer = answerWith(rows ? pageOf(rows) : { results });
		const $defs = { request: { ...request, ...closed }, answer };
		ajv.addSchema({ $id: `${BASE}/${category}.${method}.json`, $defs });
	}
}

function pageOf(rows: object): object {
	return {
		results: { type: 'array', items: rows },
		moreDataAvailable: { type: 'boolean' },
		nextCursor: { $ref: 'common.json#/$defs/nextCursor' },
		syncToken: { type: 'string' },
	};
}

/** The envelope of a success with these properties, or of a failure. */
function answerWith(properties: object): object {
	const optional = ['nextCursor', 'syncToken'];
	const required = Object.keys(properties).filter((name) => !optional.includes(name));
	return {
		type: 'object',
		required: ['success'],
		properties: { success: { type: 'boolean' } },
		if: { properties: { success: { const: true } } },
		then: { required, properties },
		else: { $ref: 'common.json#/$defs/failure' },
	};
}

/** Faults whose answer is not Ashby's. */
const NOT_ASHBYS = ['status', 'code', 'drop'];

/** One thing that is not as a schema describes it. Neither part holds a value. */
export interface Difference {
	/** A JSON pointer, such as `/results/0/archivedAt`. */
	pointer: string;
	says: string;
}

/**
 * Checks a request to Ashby and what was answered against the JSON Schemas of the endpoint. Attach it
 * with `sandbox.onExchange = checkAshbyExchange`; what it throws is collected in `sandbox.violations`.
 * Plain text under a status of 400 and more is let through, as is the answer of a fault.
 * @param exchange `path` with its slash, such as `/application.list`; bodies as parsed JSON
 * @throws Error that begins with `request` or `answer` and names the endpoint and what does not fit
 */
export function checkAshbyExchange(
	exchange: Pick<Exchange, 'path' | 'body' | 'status' | 'answer' | 'fault'>,
): void {
	const { path: address, body, answer, fault } = exchange;
	const id = `${address}.json`;
	if (!ajv.getSchema(BASE + id)) throw new Error(`request: Ashby describes no endpoint ${address}`);
	demand(`request ${address}`, differences(`${id}#/$defs/request`, body), body);
	if (fault && NOT_ASHBYS.includes(fault.kind)) return;
	demand(`answer ${address}`, ashbyAnswerDifferences(exchange), answer);
}

/** What an answer of Ashby has otherwise than its schema describes it. */
export function ashbyAnswerDifferences({
	path: address,
	status,
	answer,
}: Pick<Exchange, 'path' | 'status' | 'answer'>): Difference[] {
	if (status >= 400 && typeof answer === 'string') return [];
	const id = status === 403 ? '/common.json#/$defs/failure' : `${address}.json#/$defs/answer`;
	return differences(id, answer);
}

function differences(id: string, value: unknown): Difference[] {
	const validate = ajv.getSchema(`${BASE}${id}`) as ValidateFunction | undefined;
	if (!validate) throw new Error(`There is no schema ${id}`);
	return differencesFrom(validate, value);
}

/** What a value has otherwise than a compiled schema describes it. */
export function differencesFrom(validate: ValidateFunction, value: unknown): Difference[] {
	if (validate(value)) return [];
	// "Must match then" adds nothing to what the then branch itself says.
	const errors = validate.errors?.filter(({ keyword }) => keyword !== 'if') ?? [];
	return errors.map(({ instancePath, message, params }) =>
		'additionalProperty' in params
			? { pointer: `${instancePath}/${params.additionalProperty}`, says: 'is not described' }
			: { pointer: instancePath, says: message ?? 'does not fit' },
	);
}

/** @throws Error that says what differs */
export function demand(what: string, found: Difference[], value: unknown): void {
	if (found.length === 0) return;
	const said = found.map(({ pointer, says }) => `${pointer} ${says}`.trim()).join(', ');
	throw new Error(`${what}: ${said} in ${JSON.stringify(value)}`);
}
