/** Whether the node's waits are cut short: publishing has some that few tests are about. */
export const pace = { isHurried: false };

/** n8n-workflow with waits at that pace, for jest.mock. */
export function atPace(actual: typeof import('n8n-workflow')): typeof import('n8n-workflow') {
	const sleep = async (ms: number) => await actual.sleep(pace.isHurried ? 0 : ms);
	return { ...actual, sleep };
}
