/** What tests of the Willo half share: a local Willo, whose every exchange is checked, and a credential. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { http } from '../../../scripts/http.mts';
import { WilloApi } from '../../../credentials/WilloApi.credentials.ts';
import { Willo } from '../../../nodes/Willo/Willo.node.ts';
import type { Fault } from '../../sandbox/faults.mts';
import type { Participant } from '../../sandbox/willo.mts';
import { BASE_PATH, newKey } from '../../sandbox/willo/routes.mts';
import { CheckedWillo } from '../../sandbox/willo/checkedWillo.mts';
import type { ContextOptions, GivenCredential } from '../../support/nodeWorkflow.mts';
import { locator, outputOf, startEach } from '../setUp.mts';

export class WilloSetUp extends CheckedWillo {
	get credentials(): GivenCredential[] {
		return [willoCredential(this.key, this.willo.baseUrl)];
	}

	options(parameters: INodeParameters, more: ContextOptions = {}): ContextOptions {
		return { credentials: this.credentials, parameters, ...more };
	}

	/** The parameters with which the Willo node invites Ada. */
	invitation(more: INodeParameters = {}): INodeParameters {
		return {
			resource: 'participant',
			operation: 'invite',
			interview: locator('list', this.interview.key),
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			...more,
		};
	}

	/** Puts a fault on the first `times` invitations from now on, and on nothing else. */
	faultOnInvite(fault: Fault, times = 1): void {
		let left = times;
		this.willo.fault = ({ path, body }) =>
			path.endsWith('/participants/') && body !== undefined && left-- > 0 ? fault : undefined;
	}

	/** Puts a fault on the invitations of one person, and on nothing else. */
	faultFor(name: string, fault: Fault): void {
		this.willo.onExchange = undefined;
		this.willo.fault = ({ body }) => ((body as IDataObject)?.name === name ? fault : undefined);
	}

	/** Who is invited, in the order of the invitations. */
	get names(): string[] {
		return [...this.willo.participants.values()].map(({ name }) => name);
	}

	/** The output of the Willo node for one item, or for these, in a workflow that is published. */
	async run(
		parameters: INodeParameters,
		items?: INodeExecutionData[],
		more: ContextOptions = {},
	): Promise<INodeExecutionData[]> {
		const options = this.options(parameters, { mode: 'trigger', ...more });
		return await outputOf(new Willo(), options, items);
	}

	/** Somebody else is invited, by other means than the node. */
	async willoInvites(number: number): Promise<void> {
		const email = `stranger${number}@example.com`;
		const stranger = { name: `Stranger ${number}`, email, interview: this.interview.key };
		const headers = { authorization: this.key };
		await http.post(`${this.willo.baseUrl}/participants/`, stranger, { headers });
	}

	/** The requests that arrived, as `METHOD /path/`. */
	get asked(): string[] {
		const { requests } = this.willo;
		return requests.map(({ method, path }) => `${method} ${path.replace(BASE_PATH, '')}`);
	}
}

/** The local Willo of the current test, in files that call `useWillo`. */
export let setUp: WilloSetUp;

export const useWillo = () => startEach(() => (setUp = new WilloSetUp()));

/** Somebody who was invited and has not responded yet, as the local Willo keeps them. */
export const invitedParticipant = (
	more: Pick<Participant, 'interviewKey' | 'name' | 'email' | 'createdAt'>,
): Participant => ({
	key: newKey(),
	phone: null,
	externalId: null,
	stage: 'Invited',
	answers: [],
	comments: [],
	score: null,
	reviewUrl: null,
	respondedAt: null,
	...more,
});

export function willoCredential(apiKey: string, baseUrl: string): GivenCredential {
	return { type: new WilloApi(), data: { apiKey, baseUrl } };
}
