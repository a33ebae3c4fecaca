import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Lint of what runs in Node itself: tests, sandbox and scripts (.mts, .mjs). The package proper has
 * n8n's own rules in eslint.config.mjs, which may not be changed.
 */
export default defineConfig(
	globalIgnores(['dist/', 'coverage/']),
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
