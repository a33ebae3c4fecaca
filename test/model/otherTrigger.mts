/** Another trigger of the workflow, which watches the same. n8n only disturbs the first one. */
import type { INodeType } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import type { Delivered } from './observed.mts';
import type { Oracle } from './oracle.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import type { Change, Script } from './script.mts';
import { parametersOf } from './workflow.mts';

export const OTHER_NAME = 'Other Trigger';

export class OtherTrigger {
	private readonly engine: Engine;
	private workflow: Required<Change>;
	/** n8n makes changes of the workflow wait until it has been activated. */
	isActivating = false;

	/**
	 * @param started is called with the entries for which it runs the workflow
	 * @param otherNodes the name of the first trigger at present
	 */
	constructor(
		private readonly script: Script,
		private readonly org: RecordedAshby,
		private readonly oracle: Oracle,
		private readonly started: (ids: string[]) => void,
		otherNodes: () => string[],
	) {
		this.workflow = script.workflow;
		const EngineClass = script.engine === 'classic' ? ClassicEngine : DurableEngine;
		const node = { nodeName: OTHER_NAME, nodeId: 'other', otherNodes };
		const options = { parameters: {}, budgetMs: script.budgetMs, ...node };
		Object.defineProperty(options, 'credentials', { get: () => org.credentials() });
		this.engine = new EngineClass(new AshbyStageTrigger() as INodeType, options);
		if (script.hasOther) oracle.share();
	}

	get isRunning(): boolean {
		return !this.script.hasOther || this.engine.isRunning;
	}

	async publish(workflow: Required<Change>): Promise<void> {
		this.workflow = { ...workflow };
		const parameters = parametersOf(workflow, this.script, this.org);
		if (this.engine.isRunning) return await this.activate(() => this.engine.update(parameters));
		Object.assign(this.engine, { parameters });
		await this.activate(() => this.engine.publish());
	}

	unpublish(): void {
		this.engine.unpublish();
	}

	/** n8n has started again, perhaps before it published what a person had saved. */
	async restart(workflow: Required<Change>): Promise<void> {
		this.workflow = { ...workflow };
		Object.assign(this.engine, { parameters: parametersOf(workflow, this.script, this.org) });
		await this.activate(() => this.engine.restart());
	}

	async tick(): Promise<void> {
		if (this.engine.isRunning) await this.run(async () => await this.engine.tick());
	}

	private async activate(what: () => Promise<void>): Promise<void> {
		this.isActivating = true;
		await this.run(what);
		this.isActivating = false;
	}

	private async run(what: () => Promise<void>): Promise<void> {
		if (!this.script.hasOther) return;
		const { engine, org, script } = this;
		const before = engine.executions.length;
		const [startAct, startTime] = [org.acts, org.time];
		await what().catch(() => undefined);
		const items = engine.executions.slice(before) as unknown as Delivered[];
		const { repeats, minMinutesInStage } = script;
		const poll = { workflow: this.workflow, startAct, startTime, repeats, minMinutesInStage };
		const unsure = { publishing: false, endAct: org.acts, calm: false, stored: false };
		this.oracle.takenByOther({ ...poll, ...unsure, isOther: true }, items);
		this.started(items.map(({ id }) => id));
	}
}
