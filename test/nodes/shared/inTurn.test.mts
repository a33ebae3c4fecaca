import { inTurn } from '../../../nodes/shared/inTurn.ts';

test('a task does not wait for those with another key', async () => {
	let end!: () => void;
	const first = inTurn('x', async () => await new Promise<void>((done) => (end = done)));
	expect(await inTurn('y', async () => 'done')).toBe('done');
	end();
	await first;
});
