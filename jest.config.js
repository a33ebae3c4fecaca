const swc = [
	'@swc/jest',
	{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
];

// What n8n logs in the tests isn't theirs to read. N8N_LOG_LEVEL=info shows it.
process.env.N8N_LOG_LEVEL ??= 'silent';

/** Unit and integration tests. The end-to-end tests have a configuration of their own. */
module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/chaos/n8n',
		'<rootDir>/test/e2e/(?!kill/)',
	],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json', 'node'],
	transform: {
		'\\.m?ts$': swc,
		// ES modules alone, which jest cannot load as they are.
		'/node_modules/get-port/': swc,
	},
	transformIgnorePatterns: ['/node_modules/(?!get-port/)'],
	testEnvironment: 'node',
	setupFilesAfterEnv: ['<rootDir>/test/support/startOfN8n.mts'],
	testSequencer: '<rootDir>/scripts/longestFirst.cjs',
	maxWorkers: '100%',
	testTimeout: 30_000,
};
