/** What tests of the health check share. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import Ajv from 'ajv';

import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import { executeContext } from '../../../../support/contexts.mts';
import type { TwoJobs } from '../../../../support/twoJobs.mts';
import type { Poller } from '../../stageTrigger/setUp.mts';
import { onlyDatePasses, publishedFor, setUpTwoJobs } from '../../stageTrigger/setUp.mts';
import schema from '../../../../schemas/health/ashby.json' with { type: 'json' };

export const setUp = setUpTwoJobs();
export const pass = onlyDatePasses();
const isAsDescribed = new Ajv({ allowUnionTypes: true }).compile(schema);

export interface Health extends IDataObject {
	status: string;
	findings: string[];
}

/** An organization with a trigger that is published. */
export async function published(more?: INodeParameters, Kind?: Poller) {
	const org = await setUp();
	return { org, engine: await publishedFor(org, org.parameters(more), Kind) };
}

/** Expects that something needs attention, and that this is the first finding. */
export async function expectFinding(
	org: TwoJobs,
	finding: string | RegExp,
	more?: INodeParameters,
): Promise<Health> {
	const health = await check(org, more);
	expect(health.status).toBe('attention');
	if (typeof finding === 'string') expect(health.findings[0]).toBe(finding);
	else expect(health.findings[0]).toMatch(finding);
	return health;
}

export async function check(org: TwoJobs, more: INodeParameters = {}): Promise<Health> {
	const parameters = { resource: 'connection', operation: 'check', ...more };
	const context = executeContext(new Ashby(), { parameters, credentials: org.credentials() });
	const [[{ json }]] = await new Ashby().execute.call(context);
	isAsDescribed(json);
	expect(isAsDescribed.errors).toBeNull();
	return json as Health;
}
