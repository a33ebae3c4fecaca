import type { IDataObject } from 'n8n-workflow';

type Rejection = Error & {
	description?: string;
	context: IDataObject;
	httpCode?: string | null;
};

/** What a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Rejection> {
	return await promise.then(
		(result) => {
			throw new Error(`This was expected to be rejected: ${JSON.stringify(result)}`);
		},
		(error: Rejection) => error,
	);
}
