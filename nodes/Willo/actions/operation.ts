import type { Operation as AnyOperation, Run as AnyRun } from '../../shared/operations';
import type { WilloClient } from '../client/client';

/** One execution of the node, shared by its items. */
export interface Run extends AnyRun<WilloClient> {
	/** The keys of interviews by invite link, as far as they were looked up. */
	linkedInterviews: Map<string, string>;
}

export type Operation = AnyOperation<Run>;
