/** What tests of the Willo half share: a local Willo, whose every exchange is checked, and a credential. */
import type { INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { http } from '../../../scripts/http.mts';
import { WilloApi } from '../../../credentials/WilloApi.credentials.ts';
import { Willo } from '../../../nodes/Willo/Willo.node.ts';
import { WilloSandbox } from '../../sandbox/willo.mts';
import type { Interview, WilloSwitches } from '../../sandbox/willo.mts';
import { checkWilloDelivery, checkWilloExchange } from '../../schemas/checkWillo.mts';
import { executeContext } from '../../support/contexts.mts';
import type { ContextOptions, GivenCredential } from '../../support/nodeWorkflow.mts';

export class WilloSetUp {
	now = new Date();
	readonly willo = new WilloSandbox({ now: () => this.now });
	key = this.willo.addKey();
	readonly interview: Interview = this.willo.addInterview({
		title: 'First interview',
		questions: [
			{ text: 'Why us?', answerType: 'video' },
			{ text: 'From when?', answerType: 'text' },
		],
	});

	async start(): Promise<void> {
		this.willo.onExchange = checkWilloExchange;
		await this.willo.start();
	}

	/** Stops, and fails the test when anything was sent or answered that the schemas do not know. */
	async stop(): Promise<void> {
		await this.willo.stop();
		this.willo.deliveries.forEach(checkWilloDelivery);
		expect(this.willo.violations).toEqual([]);
	}

	flip(switches: Partial<WilloSwitches>): void {
		Object.assign(this.willo.switches, switches);
	}

	get credentials(): GivenCredential[] {
		return [willoCredential(this.key, this.willo.baseUrl)];
	}

	options(parameters: INodeParameters, more: ContextOptions = {}): ContextOptions {
		return { credentials: this.credentials, parameters, ...more };
	}

	/** The output of the Willo node for one item, or for these, in a workflow that is published. */
	async run(
		parameters: INodeParameters,
		items?: INodeExecutionData[],
		more: ContextOptions = {},
	): Promise<INodeExecutionData[]> {
		const node: INodeType = new Willo();
		const options = this.options(parameters, { mode: 'trigger', ...more });
		const context = executeContext(node, options, items);
		const output = (await node.execute!.call(context)) as INodeExecutionData[][];
		return output[0];
	}

	/** Somebody else is invited, by other means than the node. */
	async willoInvites(number: number): Promise<void> {
		const stranger = {
			name: `Stranger ${number}`,
			email: `stranger${number}@example.com`,
			interview: this.interview.key,
		};
		const headers = { authorization: this.key };
		await http.post(`${this.willo.baseUrl}/participants/`, stranger, { headers });
	}

	/** The requests that arrived, as `METHOD /path/`. */
	get asked(): string[] {
		return this.willo.requests.map(
			({ method, path }) => `${method} ${path.replace('/api/integrations/v2', '')}`,
		);
	}
}

export function willoCredential(apiKey: string, baseUrl: string): GivenCredential {
	return { type: new WilloApi(), data: { apiKey, baseUrl } };
}
