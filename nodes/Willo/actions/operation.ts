import type { Operation as AnyOperation, Run as AnyRun } from '../../shared/operations';
import type { WilloClient } from '../client/client';
import type { LookedUp } from './interview/locator';

/** One execution of the node, shared by its items. */
export interface Run extends AnyRun<WilloClient> {
	/** What was found for the titles and invite links that were looked up. */
	interviews: Map<string, LookedUp>;
}

export type Operation = AnyOperation<Run>;
