/** How the vendors treat n8n's requests: as somebody on the page selects, to show what the workflow makes of it. */
import type { Exchange, SandboxServer } from '../server.mts';

export const CONDITIONS = ['works', 'isDown', 'refusesKey'] as const;
export type Condition = (typeof CONDITIONS)[number];

const STATUS = { isDown: 503, refusesKey: 401 };

/** What the page shows of a vendor's condition. */
export class Vendor {
	private condition: Condition = 'works';
	private since?: Date;
	private requestsBefore = 0;

	/** @param isPoll whether a request is the one that a trigger's poll begins with */
	constructor(
		private readonly sandbox: SandboxServer,
		private readonly isPoll: (exchange: Exchange) => boolean,
	) {}

	set(condition: Condition): void {
		const { sandbox } = this;
		this.condition = condition;
		this.since = sandbox.now();
		this.requestsBefore = sandbox.requests.length;
		sandbox.fault =
			condition === 'works' ? undefined : () => ({ kind: 'status', status: STATUS[condition] });
	}

	get view() {
		const { condition, isPoll, requestsBefore, sandbox, since } = this;
		const { requests } = sandbox;
		return {
			condition,
			since: since?.toISOString() ?? null,
			/** Since the condition was selected. */
			requests: requests.length - requestsBefore,
			polledAt: requests.filter(isPoll).at(-1)?.at.toISOString() ?? null,
		};
	}
}
