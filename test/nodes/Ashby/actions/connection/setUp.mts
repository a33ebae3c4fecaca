/** What tests of the health check share. */
import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import Ajv from 'ajv';

import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { GivenCredential } from '../../../../support/nodeWorkflow.mts';
import { executeContext } from '../../../../support/contexts.mts';
import { ClassicEngine } from '../../../../support/engines.mts';
import type { TwoJobs } from '../../../../support/twoJobs.mts';
import type { Poller } from '../../stageTrigger/setUp.mts';
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
	EngineClass: Poller = ClassicEngine,
) {
	const parameters = org.parameters(more);
	return new EngineClass(new AshbyStageTrigger(), { parameters, credentials });
}

/** The same with a trigger that is published. */
export async function published(more?: INodeParameters, EngineClass?: Poller) {
	const { org, credentials } = await setUp();
	const engine = engineFor(org, credentials, more, EngineClass);
	await engine.publish();
	return { org, credentials, engine };
}

/** Expects that something needs attention, and that this is the first finding. */
export async function expectFinding(
	credentials: GivenCredential[],
	finding: string | RegExp,
	more?: INodeParameters,
): Promise<Health> {
	const health = await check(credentials, more);
	expect(health.status).toBe('attention');
	if (typeof finding === 'string') expect(health.findings[0]).toBe(finding);
	else expect(health.findings[0]).toMatch(finding);
	return health;
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
