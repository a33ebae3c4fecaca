/** CommonJS, so that jest can load it. */
/** How often the line is written where it can't be rewritten, as in a log. */
const LOG_EVERY_MS = 15_000;
const REDRAW_EVERY_MS = 1_000;

/** @typedef {{ label: string, seconds: number, begun?: number, ended?: number }} Step */

/** What this process has to do before its actual task, in the order in which it was announced. */
const steps = [];
let begun;
let ticker;

/**
 * Announces a step. All steps share one line, which says what is being done and how long all of it still takes.
 *
 * @param {string} label what the step is about, e.g. "the package"
 * @param {number} seconds about how long it takes on two cores
 * @returns {<T>(work: () => Promise<T>) => Promise<T>} performs it; the last one that ends ends the line
 */
function expectStep(label, seconds) {
	const step = { label, seconds };
	steps.push(step);
	return async (work) => {
		step.begun = Date.now();
		if (begun === undefined) start();
		try {
			return await work();
		} finally {
			step.ended = Date.now();
			if (steps.every(({ ended }) => ended)) stop();
		}
	};
}

function start() {
	begun = Date.now();
	const isTerminal = process.stdout.isTTY;
	const write = () => {
		const line = lineOf(steps, begun, Date.now());
		if (isTerminal)
			process.stdout.write(`\r\u001b[K${line.slice(0, (process.stdout.columns || 80) - 1)}`);
		else console.log(line);
	};
	write();
	ticker = setInterval(write, isTerminal ? REDRAW_EVERY_MS : LOG_EVERY_MS);
	ticker.unref();
}

function stop() {
	clearInterval(ticker);
	const clear = process.stdout.isTTY ? '\r\u001b[K' : '';
	console.log(`${clear}Ready after ${Math.round((Date.now() - begun) / 1000)} s`);
	steps.length = 0;
	begun = undefined;
}

/**
 * "Preparing (2 of 5 done): the dependencies, n8n 2.41.1 … about 3 min left".
 *
 * @param {Step[]} all
 * @param {number} since when the first one began
 * @param {number} now
 */
function lineOf(all, since, now) {
	const done = all.filter(({ ended }) => ended).length;
	const doing = all
		.filter((step) => step.begun !== undefined && !step.ended)
		.map(({ label }) => label);
	return `Preparing (${done} of ${all.length} done): ${doing.join(', ')} … ${timeLeft(all, since, now)}`;
}

/** From how fast the steps went so far; at first, as if two of them ran at a time. */
function timeLeft(all, since, now) {
	const isSlow = ({ seconds, begun: from, ended }) =>
		!ended && from !== undefined && now - from > 2000 * seconds;
	if (all.some(isSlow)) return 'this takes longer than usual';
	const total = all.reduce((sum, { seconds }) => sum + seconds, 0);
	const progress = all.reduce((sum, step) => sum + secondsDone(step, now), 0);
	const rate = now - since < 10_000 ? 2 : (progress / (now - since)) * 1000;
	const seconds = (total - progress) / Math.max(rate, 0.1);
	return seconds < 60 ? 'less than a minute left' : `about ${Math.round(seconds / 60)} min left`;
}

/** A step that takes longer than expected stays nearly done. */
function secondsDone({ seconds, begun: from, ended }, now) {
	if (ended) return seconds;
	return from === undefined ? 0 : Math.min((now - from) / 1000, seconds * 0.9);
}

module.exports = { expectStep, lineOf };
