import { mirrorsOf } from '../scripts/mirrored.cjs';

const TESTS = [
	'test/map.test.mts',
	'test/nodes/Willo/response/note.test.mts',
	'test/nodes/Willo/response/noteLines.test.mts',
	'test/nodes/Ashby/stageTrigger/poll.test.mts',
	'test/nodes/Ashby/stageTrigger/rules.test.mts',
];

test.each([
	['the test of its name', 'nodes/Willo/response/note.ts', [TESTS[1]]],
	[
		'all of its folder where none has its name',
		'nodes/Ashby/stageTrigger/pending.ts',
		TESTS.slice(3),
	],
	['itself, if it is a test', 'test/map.test.mts', [TESTS[0]]],
	[
		'those beside it, if it is shared by them',
		'test/nodes/Ashby/stageTrigger/setUp.mts',
		TESTS.slice(3),
	],
	['none, if it is no code of the package', 'docs/tests.md', []],
])('a changed file has %s', (_what, file, tests) => {
	expect(mirrorsOf(file, TESTS)).toEqual(tests);
});
