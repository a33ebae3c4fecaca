/** What tests of the health check share. */
import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import Ajv from 'ajv';

import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { GivenCredential } from '../../../../support/nodeWorkflow.mts';
import { executeContext } from '../../../../support/contexts.mts';
import { ClassicEngine } from '../../../../support/engines.mts';
import type { DurableEngine } from '../../../../support/engines.mts';
import type { TwoJobs } from '../../../../support/twoJobs.mts';
import { onlyDatePasses, setUpTwoJobs } from '../../stageTrigger/setUp.mts';
import schema from '../../../../schemas/health/ashby.json' with { type: 'json' };

const twoJobs = setUpTwoJobs();
export const pass = onlyDatePasses();
const isAsDescribed = new Ajv({ allowUnionTypes: true }).compile(schema);

export interface Health extends IDataObject {
	status: string;
	findings: string[];
}

/** An organization with a credential of its own, so that no other test's triggers are seen. */
export async function setUp(): Promise<{ org: TwoJobs; credentials: GivenCredential[] }> {
	const org = await twoJobs();
	const credentials = org.credentials().map((each) => ({ ...each, id: randomUUID() }));
	return { org, credentials };
}

export function engineFor(
	org: TwoJobs,
	credentials: GivenCredential[],
	more: INodeParameters = {},
	EngineClass: typeof ClassicEngine | typeof DurableEngine = ClassicEngine,
) {
	const parameters = org.parameters(more);
	return new EngineClass(new AshbyStageTrigger(), { parameters, credentials });
}

export async function check(
	credentials: GivenCredential[],
	more: INodeParameters = {},
): Promise<Health> {
	const parameters = { resource: 'connection', operation: 'check', ...more };
	const context = executeContext(new Ashby(), { parameters, credentials });
	const [[{ json }]] = await new Ashby().execute.call(context);
	isAsDescribed(json);
	expect(isAsDescribed.errors).toBeNull();
	return json as Health;
}
