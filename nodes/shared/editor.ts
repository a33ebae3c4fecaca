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

/** Between the title and the details in the name of a choice. */
export const BEFORE_DETAILS = ' · ';

/**
 * The name of a choice in a list, with what tells it from others of the same title. n8n shows nothing
 * else of a choice, and keeps the name beside the value.
 *
 * @param details those that are empty are left out
 */
export function choiceName(title: string, ...details: Array<string | null | undefined>): string {
	const known = details.map((detail) => detail?.trim()).filter(Boolean);
	return [title, known.join(', ')].filter(Boolean).join(BEFORE_DETAILS);
}

/** The title in a name that has details. */
export function titleInChoice(name: string): string {
	const end = name.lastIndexOf(BEFORE_DETAILS);
	return end > 0 ? name.slice(0, end) : name;
}
