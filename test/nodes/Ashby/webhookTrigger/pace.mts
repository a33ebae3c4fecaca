/** Which share of its waits the node really waits: none in publishing, which few tests are about. */
export const pace = { share: 1 };

/** n8n-workflow with waits at that pace, for jest.mock. */
export function atPace(actual: typeof import('n8n-workflow')): typeof import('n8n-workflow') {
	const sleep = async (ms: number) => await actual.sleep(pace.share * ms);
	return { ...actual, sleep };
}
