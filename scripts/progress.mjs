const INTERVAL_MS = 5_000;

/**
 * Prints when a step begins, its progress every few seconds, and how long it took.
 *
 * @template T
 * @param {string} label what is being done, e.g. "Building the package"
 * @param {() => Promise<T>} work
 * @param {() => Promise<string> | string} [detail] called for each progress line, e.g. "1.2 GB on disk"
 * @returns {Promise<T>}
 */
export async function withProgress(label, work, detail) {
	const start = Date.now();
	const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
	console.log(`${label} …`);
	const timer = setInterval(async () => {
		const more = detail ? `, ${await detail()}` : '';
		console.log(`  … still at it after ${elapsed()}${more}`);
	}, INTERVAL_MS);
	try {
		const result = await work();
		console.log(`  done in ${elapsed()}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}
