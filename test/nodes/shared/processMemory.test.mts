import { readFileSync } from 'node:fs';
import { sourceFiles } from '../../../scripts/imports.cjs';
import { forgetProcess, processMemory } from '../../../nodes/shared/processMemory.ts';

test('a process that has just started remembers nothing', () => {
	const names = processMemory(new Set(['Ada']));
	forgetProcess();
	expect(names.size).toBe(0);
});

test('no module remembers anything past the reset', () => {
	// The names of constants are in capitals.
	const memory = /^(?:export )?(?:let \w+|const (?=\w*[a-z])\w+[^=]*= new (?:Map|Set)\b).*/gm;
	expect('const all = new Map<string, number>();').toMatch(memory);
	const sources = sourceFiles('nodes').map((file) => readFileSync(file, 'utf8'));
	const found = sources.flatMap((source) => source.match(memory) ?? []);
	// Only compared with itself, within one run of the node.
	expect(found).toEqual(['let written = 0;']);
});
