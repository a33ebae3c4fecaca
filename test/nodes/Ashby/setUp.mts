import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { AshbyApi } from '../../../credentials/AshbyApi.credentials.ts';
import { Ashby } from '../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbySandbox } from '../../sandbox/ashby.mts';
import type { Fault } from '../../sandbox/faults.mts';
import { checkAshbyExchange } from '../../schemas/check.mts';
import { executeContext, loadOptionsContext } from '../../support/contexts.mts';
import type { ContextOptions, GivenCredential } from '../../support/nodeWorkflow.mts';
import { rejection } from '../../support/rejection.mts';

/** A parameter that can be given in several modes. */
export const locator = (mode: string, value: unknown) =>
	({ __rl: true, mode, value }) as INodeParameters;

/** A row of the parameter `fields`: a field, by the mode, and the value for it. */
export const fieldRow = (name: string, value: unknown, mode = 'name') => ({
	field: locator(mode, name),
	value: locator('value', value),
});

/** The parameter `fields` with these rows. */
export const filledIn = (...rows: INodeParameters[]): INodeParameters => ({
	fields: { field: rows },
});

/**
 * Expects an error with this message (a pattern matches part of it), whose description contains what to do.
 *
 * @returns the error
 */
export async function expectError(
	promise: Promise<unknown>,
	message: string | RegExp,
	...advice: string[]
) {
	const error = await rejection(promise);
	if (typeof message === 'string') expect(error.message).toBe(message);
	else expect(error.message).toMatch(message);
	for (const text of advice) expect(error.description).toContain(text);
	return error;
}

/** For a run in the editor. */
export const manual = { mode: 'manual' } as const;

/** A local Ashby for each test of a file, whose exchanges are checked against the schemas. */
export class AshbySetUp {
	sandbox = new AshbySandbox();
	key = '';

	get credential(): GivenCredential {
		return { type: new AshbyApi(), data: { apiKey: this.key, baseUrl: this.sandbox.url } };
	}

	/** Runs the Ashby node as in a published workflow, for one empty item by default. */
	async run(
		parameters: INodeParameters,
		options: ContextOptions = {},
		items?: INodeExecutionData[],
	): Promise<INodeExecutionData[]> {
		const node = new Ashby();
		const mode = 'trigger' as const;
		const given = { parameters, credentials: [this.credential], mode, ...options };
		return (await node.execute.call(executeContext(node, given, items)))[0];
	}

	/** The same with the data of the items only. */
	async rows(parameters: INodeParameters, options?: ContextOptions, items?: IDataObject[]) {
		const given = items?.map((json) => ({ json }));
		return (await this.run(parameters, options, given)).map(({ json }) => json);
	}

	/** The candidate Ada, who has applied for a job. */
	addAda() {
		const ada = this.sandbox.addCandidate({ name: 'Ada', email: 'ada@example.com' });
		const { id: jobId } = this.sandbox.addJob({ title: 'Engineer' });
		return { ada, application: this.sandbox.addApplication({ candidateId: ada.id, jobId }) };
	}

	/** The context of the editor's request for a list of the Ashby node. */
	editor(parameters: INodeParameters) {
		return loadOptionsContext(new Ashby(), { parameters, credentials: [this.credential] });
	}

	/** The same for the stage of the first link of an Ashby Stage Trigger. */
	triggerEditor(jobId: string, mode = 'list') {
		const parameters = { links: { link: [{ job: locator(mode, jobId), stage: '' }] } };
		const given = { parameters, credentials: [this.credential] };
		return loadOptionsContext(new AshbyStageTrigger(), given, 'parameters.links.link[0].stage');
	}

	/** From now on, requests to one endpoint meet a fault: all of them, or so many. */
	failAt(method: string, fault: Fault, times = Infinity): void {
		let left = times;
		this.sandbox.fault = ({ path }) => (path === `/${method}` && left-- > 0 ? fault : undefined);
	}

	/** The bodies of the requests to one endpoint, such as `candidate.createNote`. */
	sent(method: string): IDataObject[] {
		return this.sandbox.requests
			.filter(({ path }) => path === `/${method}`)
			.map(({ body }) => body as IDataObject);
	}
}

/** Call it at the top of a test file. */
export function setUpAshby(): AshbySetUp {
	const setUp = new AshbySetUp();
	beforeEach(async () => {
		setUp.sandbox = new AshbySandbox();
		setUp.sandbox.onExchange = checkAshbyExchange;
		await setUp.sandbox.start();
		setUp.key = setUp.sandbox.addKey();
	});
	afterEach(() => {
		setUp.sandbox.park();
		expect(setUp.sandbox.violations).toEqual([]);
	});
	return setUp;
}
