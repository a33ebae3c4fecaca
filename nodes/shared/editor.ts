import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { toNodeError } from './failure';

/** Somebody is looking at an opening list: one more try, not three. */
const PATIENCE = { tries: 2 };

/**
 * What a vendor says to a question of the editor, such as what to show in a list.
 *
 * @param connect makes the vendor's client
 * @throws NodeApiError that says what is in the way
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
