import type { Operation as AnyOperation, Run as AnyRun } from '../../shared/node/operations';
import type { WilloClient } from '../client/client';
import type { Interview } from '../client/interview';
import type { ParticipantList } from './participant/lookUp';

/** One execution of the node, shared by its items. */
export interface Run extends AnyRun<WilloClient> {
	/** What was found for the titles and invite links that were looked up. */
	interviews: Map<string, LookedUp>;
	/** The participants of each interview, by its key. */
	participants: Map<string, ParticipantList>;
}

/** What was found for a title or an invite link. */
export interface LookedUp {
	/** The interviews with this title or link. */
	found: Interview[];
	/** Some of those that the key has access to, similar ones first. */
	listed: Interview[];
}

export type Operation = AnyOperation<Run>;
