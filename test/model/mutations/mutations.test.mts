import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READING_BROKEN } from './reading.mts';
import { RULES_BROKEN } from './rules.mts';

test.each([...READING_BROKEN, ...RULES_BROKEN])(
	'the code has what the mutation replaces, once: $what',
	(mutation) => {
		for (const { file, find } of [mutation, ...(mutation.and ? [mutation.and] : [])]) {
			const source = readFileSync(join('nodes', file), 'utf8');
			expect(source.split(find)).toHaveLength(2);
		}
	},
);
