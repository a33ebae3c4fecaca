const unit = require('./jest.config.js');

/** Tests in the real n8n: started by `npm run test:e2e`, which installs and builds first. */
module.exports = {
	...unit,
	testMatch: ['<rootDir>/test/e2e/**/*.test.mts'],
	// Killing n8n takes its time: `npm run test:kill` does it.
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/kill'],
	// n8n starts in seconds, a scheduled poll comes within a minute.
	testTimeout: 300_000,
};
