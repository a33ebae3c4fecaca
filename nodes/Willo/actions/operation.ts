import type { Operation as AnyOperation, Run as AnyRun } from '../../shared/node/operations';
import type { WilloClient } from '../client/client';
import type { LookedUp } from './interview/locator';
import type { ParticipantList } from './participant/lookUp';

/** One execution of the node, shared by its items. */
export interface Run extends AnyRun<WilloClient> {
	/** What was found for the titles and invite links that were looked up. */
	interviews: Map<string, LookedUp>;
	/** The participants of each interview, by its key. */
	participants: Map<string, ParticipantList>;
}

export type Operation = AnyOperation<Run>;
