import type { IDataObject } from 'n8n-workflow';
import type { Operation as AnyOperation, Run as AnyRun } from '../../shared/node/operations';
import type { AshbyClient } from '../client/client';
import type { Metadata } from '../client/metadata';
import type { ExistingNotes } from './candidate/existingNotes';

/** One execution of the node, shared by its items. */
export interface Run extends AnyRun<AshbyClient> {
	metadata: Metadata;
	notes: ExistingNotes;
}

export type Operation = AnyOperation<Run>;

/** Ashby's objects as items: both are plain JSON. */
export function asItems(rows: object[]): IDataObject[] {
	return rows as IDataObject[];
}
