import { ownTests } from '../../scripts/ownTests.cjs';

const WILLO = 'test/nodes/Willo';
const NOTE = `${WILLO}/response/note.test.mts`;
const ITEM = `${WILLO}/response/item.test.mts`;
const CLIENT = [`${WILLO}/client/client.test.mts`, `${WILLO}/client/client.tries.test.mts`];
const FAR = [1, 2, 3, 4].map((number) => `test/nodes/shared/far${number}.test.mts`);
const TESTS = [NOTE, ITEM, ...CLIENT, ...FAR];

test.each([
	['those with its name', 'nodes/Willo/client/client.ts', CLIENT],
	['else those of its folder', 'nodes/Willo/response/parameters.ts', [NOTE, ITEM]],
	['else the first few that reach it', 'nodes/Ashby/Ashby.node.ts', TESTS.slice(0, 4)],
	['itself, if it is a test', ITEM, [ITEM]],
	['none, if it is no code', 'package.json', []],
	['those beside it, if they share it', `${WILLO}/response/setUp.mts`, [NOTE, ITEM]],
])('a changed file has %s', (_what, file, tests) => {
	expect(ownTests(file, TESTS)).toEqual(tests);
});
