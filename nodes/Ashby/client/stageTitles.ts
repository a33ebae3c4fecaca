import { processMemory } from '../../shared/processMemory';
import type { AshbyClient } from './client';
import { activeStages } from './stages';

export interface StageTitle {
	title: string;
	/** In how many interview plans there is such a stage. */
	plans: number;
}

/** The editor asks again for each letter that a person types. */
const KNOWN_FOR_MS = 5 * 60_000;

/** Of more plans, the first ones are enough for a list. */
const MOST_PLANS = 100;

const known = processMemory(new Map<string, { at: number; titles: Promise<StageTitle[]> }>());

/**
 * The distinct titles of the stages of all active interview plans, the most common ones first, and otherwise as they come
 * in a plan. Case doesn't count. Takes one request per plan.
 *
 * @param key identifies the API key, which may not see all plans
 * @throws ApiFailure if Ashby can't be read, or the key may list neither plans nor jobs
 */
export async function stageTitles(client: AshbyClient, key: string): Promise<StageTitle[]> {
	const { at, titles } = known.get(key) ?? {};
	if (titles && Date.now() - at! < KNOWN_FOR_MS) return await titles;
	const reading = readTitles(client);
	known.set(key, { at: Date.now(), titles: reading });
	reading.catch(() => known.delete(key));
	return await reading;
}

async function readTitles(client: AshbyClient): Promise<StageTitle[]> {
	const byTitle = new Map<string, StageTitle>();
	let plans = 0;
	await activeStages(client, (stages) => {
		const inPlan = new Map(stages.map(({ title }) => [title.trim().toLowerCase(), title.trim()]));
		for (const [name, title] of inPlan) {
			const before = byTitle.get(name);
			byTitle.set(name, { title: before?.title ?? title, plans: (before?.plans ?? 0) + 1 });
		}
		return ++plans >= MOST_PLANS;
	});
	return [...byTitle.values()].sort((a, b) => b.plans - a.plans);
}
