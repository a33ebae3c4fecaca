const unit = require('./jest.config.js');

/** Tests in the real n8n: started by `npm run test:e2e`, which installs and builds first. */
module.exports = {
	...unit,
	// test/chaos/faults then tries every fault everywhere.
	globals: { everyFault: true },
	testMatch: ['<rootDir>/test/{chaos,e2e}/**/*.test.mts'],
	// These have commands of their own, such as `npm run test:kill`, and take their time.
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/chaos',
		'<rootDir>/test/e2e/kill',
		'<rootDir>/test/e2e/load',
		'<rootDir>/test/e2e/outage',
		'<rootDir>/test/e2e/queue',
		'<rootDir>/test/e2e/versions',
		// Those that measure time: `npm run test:e2e` runs them by themselves, after the others.
		'\\.alone\\.test',
	],
	// They mostly wait. Each has an n8n of its own, which takes about 600 MB, and some a browser.
	maxWorkers: 3,
	// The same for the cases of one file.
	maxConcurrency: 3,
	// n8n starts in seconds, a scheduled poll comes within a minute.
	testTimeout: 360_000,
};
