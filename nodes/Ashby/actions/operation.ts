import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Finishing } from '../../shared/items';
import type { AshbyClient } from '../client/client';
import type { StandingNotes } from './candidate/standingNotes';

/** What the file of an operation exports. */
export interface Operation extends Partial<Finishing> {
	/** The operation's own parameters. */
	description: INodeProperties[];
	/**
	 * Carries the operation out for one input item.
	 *
	 * @param notes shared by the items of one run of the node
	 * @returns the output items' data
	 * @throws ApiFailure, or NodeOperationError when a parameter cannot be used
	 */
	execute: (
		this: IExecuteFunctions,
		client: AshbyClient,
		itemIndex: number,
		notes: StandingNotes,
	) => Promise<IDataObject[]>;
}
