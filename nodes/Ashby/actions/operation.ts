import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../client/client';

/** What the file of an operation exports. */
export interface Operation {
	/** The operation's own parameters. */
	description: INodeProperties[];
	/**
	 * Carries the operation out for one input item.
	 *
	 * @returns the output items' data
	 * @throws ApiFailure, or NodeOperationError when a parameter cannot be used
	 */
	execute: (
		this: IExecuteFunctions,
		client: AshbyClient,
		itemIndex: number,
	) => Promise<IDataObject[]>;
}
