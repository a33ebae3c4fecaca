/**
 * Who is meant if *Candidate* doesn't say so: nobody knows the ID, or the candidate was deleted or merged. Ashby moves the
 * notes along when it merges candidates, but has no search for notes.
 */
import type { INodeProperties } from 'n8n-workflow';
import { textOf } from '../../../shared/node/parameters';
import type { Candidate } from '../../client/types';
import type { Run } from '../operation';
import { several } from './locator';
import { candidatesWithEmail } from './search';

/** The options that find somebody. */
export interface Clues {
	fallbackEmail?: string;
	fallbackName?: string;
	notesContain?: string;
}

export const clueOptions: INodeProperties[] = [
	{
		displayName: 'Fallback Email',
		name: 'fallbackEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. ada@example.com',
		description:
			"Email to find the candidate by if 'Candidate' is empty. If 'Candidate' no longer exists, only somebody with this email whose notes contain the text in 'Fallback Text in Notes' counts.",
	},
	{
		displayName: 'Fallback Name',
		name: 'fallbackName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ada Lovelace',
		description:
			"Name to search for if nobody else is found. Only somebody whose notes contain the text in 'Fallback Text in Notes' counts.",
	},
	{
		displayName: 'Fallback Text in Notes',
		name: 'notesContain',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0f3c…',
		description:
			"Text in the notes of the right candidate, for 'Fallback Email' and 'Fallback Name'. Also tells apart several candidates with the same email.",
	},
];

export interface Recipient {
	id: string;
	/** The email that is the only evidence, if it comes from 'Fallback Email'. */
	matchedBy?: string;
}

/** Of the candidates whom a search for a name finds, at most this many have their notes read. */
const MOST_NAMESAKES = 10;

/**
 * The candidate whose notes contain the text, among those with one of the emails or with the name. If there is none,
 * the only candidate with one of the emails, unless `isGone`: somebody else may have the same address.
 *
 * @param email the email in 'Candidate', if there is one
 * @param isGone whether 'Candidate' is the ID of somebody who no longer exists
 * @param looked receives what was searched for, such as `the email a@b.c`
 * @throws NodeOperationError if several candidates match
 * @throws ApiFailure if a search fails
 */
export async function recipientByClues(
	run: Run,
	itemIndex: number,
	{ email = '', isGone, ...clues }: Clues & { email?: string; isGone: boolean },
	looked: string[],
): Promise<Recipient | undefined> {
	const text = textOf(clues.notesContain);
	const saying = ` and a note that contains ${text ? `'${text}'` : "'Fallback Text in Notes', which is empty"}`;
	const found: Array<{ email: string; sharing: Candidate[] }> = [];
	for (const each of new Set([email, textOf(clues.fallbackEmail)])) {
		if (!each) continue;
		const sharing = await candidatesWithEmail(run.client, each);
		const who = `the email ${each}`;
		const own = await theirs(who + saying, sharing);
		if (own) return own;
		found.push({ email: each, sharing });
		looked.push(sharing.length > 0 && isGone ? who + saying : who);
	}
	const name = text && textOf(clues.fallbackName);
	if (name) {
		const { results } = await run.client.call<Candidate[]>('candidate.search', { name });
		const who = `the name ${name}${saying}`;
		const own = await theirs(who, results.slice(0, MOST_NAMESAKES));
		if (own) return own;
		looked.push(who);
	}
	const sharesEmail = isGone ? undefined : found.find(({ sharing }) => sharing.length > 0);
	if (!sharesEmail) return undefined;
	const [only, ...others] = sharesEmail.sharing;
	if (others.length === 0) {
		return { id: only.id, matchedBy: sharesEmail.email === email ? undefined : sharesEmail.email };
	}
	const none = text ? `, and none has a note that contains '${text}'` : '';
	throw several(run, itemIndex, `the email ${sharesEmail.email}${none}`, sharesEmail.sharing);

	async function theirs(who: string, candidates: Candidate[]): Promise<Recipient | undefined> {
		const own: Candidate[] = [];
		for (const candidate of text ? candidates : []) {
			if (await run.notes.withText(candidate.id, text)) own.push(candidate);
		}
		if (own.length > 1) throw several(run, itemIndex, who, own);
		return own[0] && { id: own[0].id };
	}
}
