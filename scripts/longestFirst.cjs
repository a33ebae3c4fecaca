/** The order of jest's test files. */
const Sequencer = require('@jest/test-sequencer').default;

/** They take minutes, the first ones longest. jest itself only knows how long a file takes once it has run it. */
const LONG = [
	/\/test\/e2e\/editor\./,
	/\/test\/(model\/|chaos\/faults\/|workflows\/faults\.|e2e\/(crash|batch|templates)\.)/,
	/./,
];

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const rankOf = ({ path }) => LONG.findIndex((long) => long.test(path));
		return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
	}
};
