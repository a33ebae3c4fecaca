import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { AshbyApi } from '../../../credentials/AshbyApi.credentials.ts';
import { Ashby } from '../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbySandbox, type Application, type Candidate } from '../../sandbox/ashby.mts';
import type { Fault } from '../../sandbox/faults.mts';
import { checkAshbyExchange } from '../../schemas/check.mts';
import { loadOptionsContext } from '../../support/contexts.mts';
import type { ContextOptions, GivenCredential } from '../../support/nodeWorkflow.mts';
import { locator, outputOf } from '../setUp.mts';

export { expectError, locator } from '../setUp.mts';

/** The parameter `fields`. Each row names a field, by the mode, and the value for it. */
export const filledIn = (...rows: Array<[string, unknown, mode?: string]>): INodeParameters => {
	const field = rows.map(([name, value, mode = 'name']) => {
		return { field: locator(mode, name), value: locator('value', value) };
	});
	return { fields: { field } };
};

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
		const mode = 'trigger' as const;
		const given = { parameters, credentials: [this.credential], mode, ...options };
		return await outputOf(new Ashby(), given, items);
	}

	/** The same with the data of the items only. */
	async rows(parameters: INodeParameters, options?: ContextOptions, items?: IDataObject[]) {
		const given = items?.map((json) => ({ json }));
		return (await this.run(parameters, options, given)).map(({ json }) => json);
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

/** Ada Lovelace and her application, in files that call `useAda`. */
export let ada: Candidate;
export let application: Application;

/** The same, with somebody who has applied for a job. */
export function useAda(): AshbySetUp {
	const setUp = setUpAshby();
	beforeEach(() => {
		const { sandbox } = setUp;
		ada = sandbox.addCandidate({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const { id: jobId } = sandbox.addJob({ title: 'Engineer' });
		application = sandbox.addApplication({ candidateId: ada.id, jobId });
	});
	return setUp;
}
