/** How the vendors treat n8n's requests: as somebody on the page selects, to show what the workflow makes of it. */
import type { SandboxServer } from '../server.mts';

export const CONDITIONS = ['works', 'isDown', 'refusesKey'] as const;
export type Condition = (typeof CONDITIONS)[number];

const STATUS = { isDown: 503, refusesKey: 401 };

/** What the page shows of a vendor's condition. */
export class Vendor {
	private condition: Condition = 'works';
	private since?: Date;
	private requestsBefore = 0;

	constructor(private readonly sandbox: SandboxServer) {}

	set(condition: Condition): void {
		const { sandbox } = this;
		this.condition = condition;
		this.since = sandbox.now();
		this.requestsBefore = sandbox.requests.length;
		sandbox.fault =
			condition === 'works' ? undefined : () => ({ kind: 'status', status: STATUS[condition] });
	}

	get view() {
		const { condition, requestsBefore, sandbox, since } = this;
		return {
			condition,
			since: since?.toISOString() ?? null,
			/** Since the condition was selected. */
			requests: sandbox.requests.length - requestsBefore,
		};
	}
}
