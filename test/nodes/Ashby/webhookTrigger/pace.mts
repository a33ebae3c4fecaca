/** How the node waits in tests. */
export const pace: {
	/** The share of its waits that it really waits: none in publishing, which few tests are about. */
	share: number;
	/** What it does instead of waiting. */
	instead?: () => Promise<unknown>;
} = { share: 1 };

/** n8n-workflow with waits at that pace, for jest.mock. */
export function atPace(actual: typeof import('n8n-workflow')): typeof import('n8n-workflow') {
	const sleep = async (ms: number) => {
		await (pace.instead?.() ?? actual.sleep(pace.share * ms));
	};
	return { ...actual, sleep };
}
