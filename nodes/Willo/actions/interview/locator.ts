import type { INodeProperties, NodeOperationError } from 'n8n-workflow';
import { choiceName } from '../../../shared/node/editor';
import { fromList, itemError, textOf, titlePicked } from '../../../shared/node/parameters';
import { plain } from '../../../shared/text';
import type { Interview } from '../../client/interview';
import { readInterview } from '../../client/interview';
import { isKey } from '../../client/types';
import type { LookedUp, Run } from '../operation';

const KEY_IN_TEXT = '(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])';

/** The most titles that an error lists. */
const MOST_LISTED = 10;

/** The text is read the same way in every mode, so that values of earlier modes, such as `url`, keep working. */
export const interviewLocator: INodeProperties = {
	displayName: 'Interview',
	name: 'interview',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		fromList('searchInterviews', 'Select an interview…'),
		{
			displayName: 'By Link, Key, or Title',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. https://app.willotalent.com/invite/AbCd12/',
			hint: "The interview's URL in Willo, its invite link, its key, or its exact title",
		},
	],
};

/** An interview with its title if it is known without another request; or why the parameter names none. */
export type Chosen =
	| { key: string; title: string | null; error?: undefined }
	| { value: string; error: NodeOperationError };

/** @throws NodeOperationError if the parameter names no interview; otherwise as `findInterview` */
export async function chosenInterview(
	run: Run,
	itemIndex: number,
): Promise<{ key: string; title: string | null }> {
	const chosen = await findInterview(run, itemIndex);
	if (chosen.error) throw chosen.error;
	return chosen;
}

/**
 * The interview in the parameter `interview`, by its link, key, or title (ignoring case and extra spaces).
 *
 * @returns it, or an error that names the field and what to enter, if it is empty or names no interview or several
 * @throws ApiFailure if a link or title can't be looked up
 */
export async function findInterview(run: Run, itemIndex: number): Promise<Chosen> {
	const { name, displayName } = interviewLocator;
	const chosen = run.context.getNodeParameter(name, itemIndex, '');
	const value = textOf(chosen);
	const wrong = (message: string, description: string) => ({
		value,
		error: itemError(run, itemIndex, message, description),
	});
	if (!value) {
		return wrong(
			`'${displayName}' is empty`,
			"Select from the list, or enter the interview's link, key, or title. If the field contains an expression, check what it returns for this item",
		);
	}
	const key = isKey(value) ? value : isLink(value) ? keyInLink(value) : undefined;
	if (key) {
		const title = titlePicked(chosen);
		return { key: key.toLowerCase(), title: title && !isKey(title) ? title : null };
	}
	const code = isLink(value) ? inviteCode(value) : undefined;
	if (isLink(value) && !code) {
		return wrong(
			`No interview found for the URL in '${displayName}': ${value}`,
			"Paste the interview's URL from Willo, which contains a key of 32 digits and letters, or its invite link (https://app.willotalent.com/invite/…)",
		);
	}
	const { found, listed } = await lookedUp(run, value, code);
	if (found.length === 1) return { key: String(found[0].key), title: found[0].title };
	if (code) {
		return wrong(
			`No interview found for the URL in '${displayName}': ${value}`,
			'None of your interviews in Willo has this invite link. Select the interview from the list, or enter its key',
		);
	}
	if (found.length > 1) {
		return wrong(
			`'${displayName}' fits ${found.length} interviews called '${value}'`,
			`Enter the key of the right one: ${found.map(named).join('; ')}`,
		);
	}
	return wrong(
		`'${displayName}': no interview in Willo is called '${value}'`,
		`Enter the exact title of one of these, or its link or key: ${listed.map(({ title }) => title).join('; ') || 'the API key has access to no interviews'}`,
	);
}

/** Each text is looked up once in an execution. */
async function lookedUp(run: Run, text: string, code: string | undefined): Promise<LookedUp> {
	const known = run.interviews.get(text);
	if (known) return known;
	// How Willo searches isn't documented, so if it finds nothing, the list is searched here.
	const similar = code ? [] : await listed(run, { search: text });
	const isIt = ({ inviteLink, title }: Interview) =>
		code ? inviteCode(inviteLink) === code : plain(title) === plain(text);
	const isFound = similar.some(isIt);
	const rows = isFound ? similar : [...similar, ...(await listed(run))];
	const all = [...new Map(rows.map((row) => [row.key, row])).values()];
	const result = { found: all.filter(isIt), listed: all.slice(0, MOST_LISTED) };
	run.interviews.set(text, result);
	return result;
}

async function listed(run: Run, query = {}): Promise<Interview[]> {
	const rows = await run.client.firstRows('interviews', Infinity, query);
	return rows.map(readInterview).filter(({ key }) => key !== null);
}

function named({ key, title, company, owner }: Interview): string {
	return `${key} (${choiceName(title ?? '', company, owner)})`;
}

/** Also without `https://`, as some browsers copy it. */
function isLink(text: string): boolean {
	return /^(https?:\/\/|[\w.-]*willo[\w-]*\.[\w.-]+\/)/i.test(text);
}

/** The key in an address of Willo's app. */
function keyInLink(address: string): string | undefined {
	const named = new RegExp(`/interviews?/(${KEY_IN_TEXT})`).exec(address)?.[1];
	return named ?? new RegExp(KEY_IN_TEXT).exec(address)?.[0];
}

/** The six letters and digits of an invite link, such as `AbCd12`. */
function inviteCode(address: unknown): string | undefined {
	return /\/invite\/([0-9a-zA-Z]+)\/?(?:[?#].*)?$/.exec(String(address ?? ''))?.[1];
}
