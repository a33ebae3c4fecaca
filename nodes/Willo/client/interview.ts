import { INTERVIEW } from './alternatives';
import { first, text, unwrapped, webAddress } from './participant';

export interface Interview {
	key: string | null;
	title: string | null;
	/** The name of the department, which Willo's app calls company. */
	company: string | null;
	/** The owner's name or email. */
	owner: string | null;
	/** Such as `https://app.willotalent.com/invite/AbCd12/`. */
	inviteLink: string | null;
}

/** An interview in an answer of Willo. Nothing is required, and absent values become `null`. */
export function readInterview(raw: unknown): Interview {
	const it = unwrapped(raw);
	return {
		key: first(it, INTERVIEW.key, text),
		title: first(it, INTERVIEW.title, text),
		company: first(it, INTERVIEW.company, text),
		owner: first(it, INTERVIEW.owner, text),
		inviteLink: first(it, INTERVIEW.inviteLink, webAddress),
	};
}
