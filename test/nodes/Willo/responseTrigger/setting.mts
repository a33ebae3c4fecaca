/** What tests of the Willo Response Trigger share: people at a local Willo, and n8n's pollers. */
import type { INodeParameters } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../../nodes/Willo/WilloResponseTrigger.node.ts';
import type { TriggerItem } from '../../../../nodes/Willo/response/item.ts';
import { newKey } from '../../../sandbox/willo/routes.mts';
import type { Engine, EngineOptions } from '../../../support/engines.mts';
import { TriggerSetting } from '../triggerSetting.mts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

type EngineClass = new (node: WilloResponseTrigger, options: EngineOptions) => Engine;

export class ResponseSetting extends TriggerSetting {
	override now = new Date('2026-03-02T09:00:00.000Z');
	private number = 0;

	pass(ms = 30 * MINUTE): void {
		this.now = new Date(this.now.getTime() + ms);
	}

	engine(Class: EngineClass, parameters: INodeParameters = {}): Engine {
		return new Class(new WilloResponseTrigger(), { parameters, credentials: this.credentials });
	}

	/** So many people are invited, one second after the other. Returns their keys. */
	invites(count: number, interviewKey = this.interview.key): string[] {
		return Array.from({ length: count }, () => {
			this.pass(1000);
			const key = newKey();
			this.willo.participants.set(key, {
				key,
				interviewKey,
				name: `Person ${++this.number}`,
				email: `person${this.number}@example.com`,
				phone: null,
				externalId: null,
				stage: 'Invited',
				answers: [],
				comments: [],
				createdAt: this.now,
				respondedAt: null,
			});
			return key;
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

	/** The schedule's time has come, each time half an hour later. Returns the requests of each poll. */
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

/** The keys of the participants whose response started the workflow. */
export function emitted(engine: Engine): Array<string | null> {
	return engine.executions.map((item) => (item as unknown as TriggerItem).participant.key);
}
