/** What tests of the Ashby client share: a client whose requests get scripted responses. */
import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import type { ApiFailure } from '../../../../nodes/shared/api/failure.ts';
import type { HttpAnswer, HttpRequest } from '../../../../nodes/shared/api/http.ts';
import { rejection } from '../../../support/rejection.mts';

export type Scripted = Partial<HttpAnswer> | Error;

/** A client whose requests get these responses in order, repeating the last. */
export function clientFor(...answers: Scripted[]) {
	const requests: HttpRequest[] = [];
	const waits: number[] = [];
	const client = new AshbyClient(
		async (request) => {
			requests.push(request);
			const answer = answers[Math.min(requests.length, answers.length) - 1];
			if (answer instanceof Error) throw answer;
			return { status: 200, headers: {}, body: { success: true, results: [] }, ...answer };
		},
		'https://ashby.test',
		{
			wait: async (ms) => {
				waits.push(ms);
			},
		},
	);
	return { client, requests, waits };
}

export const refusal = (body: object, status = 200): Scripted => ({
	status,
	body: { success: false, ...body },
});

/** The failure with which it ends. */
export const failureOf = async (promise: Promise<unknown>) =>
	(await rejection(promise)) as unknown as ApiFailure;
