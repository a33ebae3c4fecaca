/** What the tests of the Willo Response Trigger share. */
import '../noWaits.mts';
import type { INodeParameters } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../../nodes/Willo/WilloResponseTrigger.node.ts';
import type { WilloObject } from '../../../../nodes/Willo/client/types.ts';
import type { TriggerItem } from '../../../../nodes/Willo/response/item.ts';
import type { Client, PollSettings } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import { poll } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import type { State } from '../../../../nodes/Willo/responseTrigger/state.ts';
import type { WilloSwitches } from '../../../sandbox/willo.mts';
import type { Engine } from '../../../support/engines.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { startEach, type Poller } from '../../setUp.mts';
import { invitedParticipant } from '../setUp.mts';
import { TriggerSetting } from '../triggerSetting.mts';

export { POLLERS } from '../../setUp.mts';

const noDates = { participantDates: 'absent' } as const;
const unmoved = { responseMovesStage: false };
/** Every reading of Willo's JSON that makes a difference to this trigger. */
export const READINGS: Array<[string, Partial<WilloSwitches>]> = [
	['dates and stages', {}],
	['dates, but stages that nobody moves', unmoved],
	['stages, but no dates', noDates],
	['responses in the list alone', { ...noDates, ...unmoved, listResponses: 'present' }],
	['responses of a single participant alone', { ...noDates, ...unmoved }],
	['such responses, written another way', { ...noDates, ...unmoved, responseShape: 'flat' }],
	['no responses at all', { responseShape: 'absent' }],
];

/** People at a local Willo, and n8n's pollers. */
export class ResponseSetting extends TriggerSetting {
	override now = new Date('2026-03-02T09:00:00.000Z');
	private number = 0;

	pass(ms = 30 * MINUTE): void {
		this.now = new Date(this.now.getTime() + ms);
	}

	engine(Kind: Poller, parameters: INodeParameters = {}): Engine {
		return new Kind(new WilloResponseTrigger(), { parameters, credentials: this.credentials });
	}

	async published(Kind: Poller, parameters: INodeParameters = {}): Promise<Engine> {
		const engine = this.engine(Kind, parameters);
		await engine.publish();
		return engine;
	}

	/** Invites this many people, one second after the other. Returns their keys. */
	invites(count: number, interviewKey = this.interview.key): string[] {
		return Array.from({ length: count }, () => {
			this.pass(1000);
			const name = `Person ${++this.number}`;
			const email = `person${this.number}@example.com`;
			const person = invitedParticipant({ interviewKey, name, email, createdAt: this.now });
			this.willo.participants.set(person.key, person);
			return person.key;
		});
	}

	invite(interviewKey?: string): string {
		return this.invites(1, interviewKey)[0];
	}

	async respond(...keys: string[]): Promise<void> {
		for (const key of keys) {
			this.pass(1000);
			await this.willo.respond(key);
		}
	}

	/** Lets n8n poll on schedule. Returns the requests of each poll. */
	async polls(engine: Engine, count = 1, every = 30 * MINUTE): Promise<string[][]> {
		const asked: string[][] = [];
		for (let poll = 0; poll < count; poll++) {
			this.pass(every);
			this.willo.requests = [];
			await engine.tick();
			asked.push(this.asked);
		}
		return asked;
	}
}

/** The setting of the current test, in files that call `useSetting`. */
export let setting: ResponseSetting;

export const useSetting = () => startEach(() => (setting = new ResponseSetting()));

/** The keys of the participants whose response started the workflow. */
export function returned(engine: Engine): Array<string | null> {
	return engine.executions.map((item) => (item as unknown as TriggerItem).participant.key);
}

export const NOW = Date.parse('2026-03-02T09:00:00Z');
export const keyOf = (number: number) => number.toString(16).padStart(32, '0');
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
export const answers = [{ question: 'Why us?', answer: 'Because.' }];
export const received = (number: number) => ({ key: keyOf(number), stage: 'Received' });

export const settings = (more: Partial<PollSettings> = {}): PollSettings => ({
	interviews: [],
	whenActivated: 'fromNowOn',
	watchForDays: 60,
	repeatForDays: 0,
	publishing: false,
	scheduled: true,
	isUnsure: false,
	timeLeftMs: () => Infinity,
	...more,
});

const responded = (key: string): WilloObject => ({ key, answers });

/** A Willo whose list is one page of these rows, in any shape, and the requests to it. */
export function onePage(rows: WilloObject[], whole = responded, serverTime = NOW) {
	const asked: string[] = [];
	const client = {
		page: async () => {
			asked.push('list');
			return { rows, serverTime };
		},
		get: async (resource: string, key: string) => {
			asked.push(`${resource} ${key}`);
			return whole(key);
		},
	};
	return { client: client as unknown as Client, asked };
}

/** The state after a first poll that found this many participants waiting. */
export async function waitingFor(count: number, more: Partial<PollSettings> = {}): Promise<State> {
	const rows = upTo(count).map((number) => ({ key: keyOf(number), completed_at: null }));
	return (await poll(undefined, settings(more), onePage(rows).client)).state;
}
