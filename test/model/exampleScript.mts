/** What the examples of scripts share. */
import type { Act, Change, Disturbance, Script, Step } from './script.mts';

export type Example = Partial<Omit<Script, 'steps' | 'workflow'>> & {
	links?: number[];
	workflow?: Partial<Script['workflow']>;
	steps: Step[];
};

/** A script in which everything that isn't given is as usual. */
export function script({ links = [0], workflow, ...rest }: Example): Script {
	return {
		engine: 'classic',
		skewMs: 0,
		budgetMs: 300_000,
		workflow: { links, whenActivated: 'fromNowOn', includeWhoLeft: false, ...workflow },
		switches: {},
		there: [],
		published: true,
		repeats: false,
		hasOther: false,
		maxCandidates: 100,
		minMinutesInStage: 0,
		...rest,
	};
}

export const inInterview = { job: 0, stage: 'Video Interview' };
export const inScreen = { job: 0, stage: 'Phone Screen' };

export const tick: Step = { do: 'tick' };
export const unpublish: Step = { do: 'unpublish' };
export const rename: Step = { do: 'rename', copies: false };
export const pass = (ms: number): Step => ({ do: 'pass', ms });
export const publish = (change: Change): Step => ({ do: 'publish', change });
export const update = (change: Change): Step => ({ do: 'update', change });
export const add = (where: typeof inScreen): Act => ({ do: 'add', ...where });
export const transfer = (to: typeof inScreen): Act => ({ do: 'transfer', app: 0, ...to });
export const edit = (app: number): Act => ({ do: 'edit', app });
export const move = (app: number, stage = 'Video Interview'): Act => ({ do: 'move', app, stage });
/** Ashby refuses the token of the n-th request. */
export const expired = (at: number): Disturbance => ({
	at,
	fault: { kind: 'code', code: 'sync_token_expired' },
});
/** n8n does something else while the n-th request of a poll waits for its answer. */
export const meanwhile = (at: number, what: Disturbance['meanwhile']): Disturbance => ({
	at,
	meanwhile: what,
});
/** Ashby doesn't answer the first request about an application, however often it is repeated. */
export const unreadable: Disturbance[] = [{ at: 2, fault: { kind: 'drop' }, times: 4 }];
export const unreadableTick: Step = { do: 'tick', disturbances: unreadable };
