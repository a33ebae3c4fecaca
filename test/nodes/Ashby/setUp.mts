import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { AshbyApi } from '../../../credentials/AshbyApi.credentials.ts';
import { Ashby } from '../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbySandbox } from '../../sandbox/ashby.mts';
import { checkAshbyExchange } from '../../schemas/check.mts';
import { executeContext, loadOptionsContext } from '../../support/contexts.mts';
import type { ContextOptions, GivenCredential } from '../../support/nodeWorkflow.mts';

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
		items?: INodeExecutionData[],
		options: Partial<ContextOptions> = {},
	): Promise<INodeExecutionData[]> {
		const node = new Ashby();
		const mode = 'trigger' as const;
		const given = { parameters, credentials: [this.credential], mode, ...options };
		const [output] = await node.execute.call(executeContext(node, given, items));
		return output;
	}

	/** The data of the items that `run` returns. */
	async rows(parameters: INodeParameters): Promise<IDataObject[]> {
		return (await this.run(parameters)).map(({ json }) => json);
	}

	/** The context of the editor's request for a list of the Ashby node. */
	editor(parameters: INodeParameters) {
		return loadOptionsContext(new Ashby(), { parameters, credentials: [this.credential] });
	}

	/** The same for the stage of the first link of an Ashby Stage Trigger. */
	triggerEditor(job: INodeParameters) {
		return loadOptionsContext(
			new AshbyStageTrigger(),
			{
				parameters: { links: { link: [{ job: { __rl: true, ...job }, stage: '' }] } },
				credentials: [this.credential],
			},
			'parameters.links.link[0].stage',
		);
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
