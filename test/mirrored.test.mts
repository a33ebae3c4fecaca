import { mirrorsOf } from '../scripts/mirrored.cjs';

const TESTS = [
	'test/map.test.mts',
	'test/nodes/Willo/response/note.test.mts',
	'test/nodes/Willo/response/noteLines.test.mts',
	'test/nodes/Ashby/stageTrigger/poll.test.mts',
	'test/nodes/Ashby/stageTrigger/decide.test.mts',
	'test/nodes/Willo/client/client.test.mts',
	'test/nodes/Willo/client/client.tries.test.mts',
	'test/nodes/Willo/actions/check.more.test.mts',
];

const IMPORTERS = {
	'nodes/Ashby/stageTrigger/table.ts': ['nodes/Ashby/stageTrigger/poll.ts'],
	'nodes/Willo/response/parameters.ts': ['nodes/Willo/WilloTrigger.node.ts'],
	'nodes/Willo/WilloTrigger.node.ts': ['nodes/Willo/index.ts'],
	'nodes/shared/text.ts': ['nodes/shared/failure.ts', 'nodes/Willo/response/note.ts'],
};

test.each([
	['the test of its very name', 'nodes/Willo/client/client.ts', [TESTS[5]]],
	['else those that begin with its name', 'nodes/Willo/actions/check.ts', [TESTS[7]]],
	['those of the file beside it that imports it', 'nodes/Ashby/stageTrigger/table.ts', [TESTS[3]]],
	['those of a file elsewhere that imports it', 'nodes/shared/text.ts', [TESTS[1]]],
	[
		'all of its folder where no importer has any',
		'nodes/Willo/response/parameters.ts',
		TESTS.slice(1, 3),
	],
	['itself, if it is a test', 'test/map.test.mts', [TESTS[0]]],
	[
		'those beside it, if it is shared by them',
		'test/nodes/Ashby/stageTrigger/setUp.mts',
		TESTS.slice(3, 5),
	],
	['none, if it is no code of the package', 'docs/tests.md', []],
	['none, if it concerns all of them', 'package.json', []],
])('a changed file has %s', (_what, file, tests) => {
	expect(mirrorsOf(file, TESTS, IMPORTERS)).toEqual(tests);
});

test('the imports are those of the package', () => {
	const poll = 'test/nodes/Ashby/stageTrigger/poll.test.mts';
	expect(mirrorsOf('nodes/Ashby/stageTrigger/decide.ts', [poll, TESTS[0]])).toEqual([poll]);
	expect(mirrorsOf('nodes/Ashby/stageTrigger/table.ts', TESTS)).toEqual([poll]);
});
