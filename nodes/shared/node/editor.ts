import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { toNodeError } from '../api/failure';

/** A person is waiting for a list to open, so there is only one retry. */
const PATIENCE = { tries: 2 };

/**
 * Sends a request for the editor, for example to fill a list.
 *
 * @param connect creates the vendor's client
 * @throws NodeApiError with the reason and the next step
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

/** What the panel beside a trigger says. Without it, n8n speaks of a mock event. */
export function panelHelp(testing: string, published: string): string {
	return `<b>To try it out:</b> ${testing} In a test run, the Ashby and Willo nodes send and write nothing.<br /><br /><b>Once the workflow is published,</b> ${published} You find these executions in the <a data-key="executions">executions list</a>, not here.`;
}

/** Between the title and the details in the name of a choice. */
export const BEFORE_DETAILS = ' · ';

/**
 * The name of an item in a list, with details that distinguish it from others with the same title. n8n shows nothing
 * else, and stores the name next to the value.
 *
 * @param details empty ones are left out
 */
export function choiceName(title: string, ...details: Array<string | null | undefined>): string {
	const known = details.map((detail) => detail?.trim()).filter(Boolean);
	return [title, known.join(', ')].filter(Boolean).join(BEFORE_DETAILS);
}

/** Compares titles for a list in alphabetical order. */
export function byTitle(one: string, other: string): number {
	return one.localeCompare(other, 'en', { numeric: true });
}

/** The title in a name with details. */
export function titleInChoice(name: string): string {
	const end = name.lastIndexOf(BEFORE_DETAILS);
	return end > 0 ? name.slice(0, end) : name;
}
