import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { toNodeError } from './failure';

/** Somebody is waiting for a list to open: one more try, not three. */
const PATIENCE = { tries: 2 };

/**
 * A vendor's answer to a request of the editor, such as what to show in a list.
 *
 * @param connect creates the vendor's client
 * @throws NodeApiError that says what the problem is
 */
export async function askForEditor<Client, T>(
	context: ILoadOptionsFunctions,
	connect: (context: ILoadOptionsFunctions, patience: { tries: number }) => Promise<Client>,
	ask: (client: Client) => Promise<T>,
): Promise<T> {
	try {
		return await ask(await connect(context, PATIENCE));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
