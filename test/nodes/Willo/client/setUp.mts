/** What tests of the Willo client share: a client whose requests get scripted responses. */
import { WilloClient } from '../../../../nodes/Willo/client/client.ts';
import { ApiFailure } from '../../../../nodes/shared/api/failure.ts';
import type { HttpAnswer, HttpRequest } from '../../../../nodes/shared/api/http.ts';
import { rejection } from '../../../support/rejection.mts';

export const BASE = 'https://willo.invalid/api/integrations/v2';

/** A client whose requests get these answers, in order; an Error is a request without an answer. */
export function clientOf(...answers: Array<Partial<HttpAnswer> | Error>) {
	const requests: HttpRequest[] = [];
	const waits: number[] = [];
	const send = async (request: HttpRequest): Promise<HttpAnswer> => {
		requests.push(request);
		const answer = answers[requests.length - 1];
		if (!answer) throw new Error(`Request ${requests.length} was not expected`);
		if (answer instanceof Error) throw answer;
		return { status: 200, headers: {}, body: {}, ...answer };
	};
	const wait = async (ms: number) => void waits.push(ms);
	return { client: new WilloClient(send, `${BASE}/`, { wait }), requests, waits };
}

export async function failureOf(outcome: Promise<unknown>): Promise<ApiFailure> {
	const failure: unknown = await rejection(outcome);
	expect(failure).toBeInstanceOf(ApiFailure);
	return failure as ApiFailure;
}

export const page = (rows: unknown[], next: string | null = null) => ({
	body: { count: rows.length, next, previous: null, results: rows },
});

export const all = async <T,>(rows: AsyncGenerator<T>): Promise<T[]> => {
	const found: T[] = [];
	for await (const row of rows) found.push(row);
	return found;
};

export const lost = (code: string) => Object.assign(new Error('no answer'), { code });
