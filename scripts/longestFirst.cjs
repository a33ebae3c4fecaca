/** The order of jest's test files. */
const Sequencer = require('@jest/test-sequencer').default;

/** They take minutes. jest itself only knows how long a file takes once it has run it. */
const LONG = /\/test\/(model\/|chaos\/faults\/|e2e\/(crash|tagsAndFields|batch|templates)\.)/;

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const sorted = super.sort(tests);
		const isLong = ({ path }) => LONG.test(path);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
};
