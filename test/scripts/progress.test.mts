import { lineOf } from '../../scripts/progress.cjs';

const steps = () => [
	{ label: 'the dependencies', seconds: 80, begun: 0, ended: 100_000 },
	{ label: 'n8n', seconds: 200, begun: 0 },
	{ label: 'the package', seconds: 20, begun: 100_000 },
	{ label: 'start', seconds: 60 },
];

test('the line shows what is being done, and what is left at the speed so far', () => {
	const begin = 'Preparing (1 of 4 done): n8n, the package … about';
	// 80 + 110 + 10 of 360 seconds in 110.
	expect(lineOf(steps(), 0, 110_000)).toBe(`${begin} 1 min left`);
	// Half as fast.
	const slower = steps().map((step) => ({ ...step, seconds: step.seconds * 2 }));
	expect(lineOf(slower, 0, 110_000)).toBe(`${begin} 3 min left`);
});

test('a step that takes longer than expected is not done before it ends', () => {
	const [, n8n] = steps();
	const begin = 'Preparing (0 of 1 done): n8n … ';
	expect(lineOf([n8n], 0, 399_000)).toBe(`${begin}less than a minute left`);
	expect(lineOf([n8n], 0, 401_000)).toBe(`${begin}this takes longer than usual`);
});

test('the end is near when less than a minute is left', () => {
	const [dependencies] = steps();
	const line = lineOf([dependencies, { label: 'start', seconds: 10, begun: 100_000 }], 0, 101_000);
	expect(line).toBe('Preparing (1 of 2 done): start … less than a minute left');
});
