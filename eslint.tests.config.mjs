import { defineConfig, globalIgnores } from 'eslint/config';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Modules that n8n gives to community nodes, as far as they are used. */
const PROVIDED = '^(?!\\.|(n8n-workflow|luxon|(node:)?crypto)$)';

/** Files that import nothing else from outside, and nothing from these folders. */
const imports = (files, ...others) => ({
	files: [files],
	rules: {
		'no-restricted-imports': [
			'error',
			{ patterns: [{ regex: PROVIDED }, ...others.map((name) => ({ group: [`**/${name}/**`] }))] },
		],
	},
});

/**
 * Lint of what runs in Node itself: tests, sandbox and scripts (.mts, .mjs), and of what imports what in the package.
 * Its other rules are n8n's own in eslint.config.mjs, which may not be changed.
 */
export default defineConfig(
	globalIgnores(['dist/', 'coverage/', '**/*.d.ts']),
	{
		// Nobody takes in more at once.
		files: ['**/*.{ts,mts,js,cjs,mjs}'],
		rules: { 'max-lines': ['error', 300] },
	},
	{
		files: ['{nodes,credentials,workflows}/**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		// Comments there address n8n's own rules.
		linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: true },
		plugins: { 'import-x': importX },
		settings: importX.flatConfigs.typescript.settings,
		rules: { 'import-x/no-cycle': 'error', 'no-restricted-syntax': ['error', 'ImportExpression'] },
	},
	imports('{nodes/Ashby/**/*,credentials/Ashby*}.ts', 'Willo'),
	imports('{nodes/Willo/**/*,credentials/Willo*}.ts', 'Ashby'),
	imports('nodes/shared/**/*.ts', 'Ashby', 'Willo'),
	// Only a trigger and its node import from its folder. These replace the lines above for the other folders.
	imports('nodes/Ashby/!(*Trigger)/**/*.ts', 'Willo', 'stageTrigger', 'webhookTrigger'),
	imports('nodes/Willo/!(*Trigger)/**/*.ts', 'Ashby', 'responseTrigger', 'webhookTrigger'),
	{
		files: ['**/*.{mts,mjs}'],
		extends: [tseslint.configs.recommended],
		languageOptions: { globals: globals.node },
		rules: {
			eqeqeq: 'error',
			'prefer-const': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
		},
	},
	{
		files: ['test/**/*.mts'],
		// The JSON of requests and answers is checked by schemas, not by types.
		rules: { '@typescript-eslint/no-explicit-any': 'off' },
	},
	{
		files: ['**/*.mjs'],
		rules: { 'no-undef': 'error' },
	},
);
