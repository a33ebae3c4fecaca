import { inTurn } from '../../../nodes/shared/inTurn.ts';

test('runs one task after the other for the same key, even after a failure', async () => {
	const order: string[] = [];
	const task = (name: string, ms: number) => async () => {
		order.push(`${name} begins`);
		await new Promise((done) => setTimeout(done, ms));
		order.push(`${name} ends`);
		if (name === 'a') throw new Error('a failed');
		return name;
	};
	const outcomes = await Promise.allSettled([
		inTurn('x', task('a', 20)),
		inTurn('x', task('b', 0)),
		inTurn('y', task('c', 0)),
	]);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
	expect(order.filter((line) => !line.startsWith('c'))).toEqual([
		'a begins',
		'a ends',
		'b begins',
		'b ends',
	]);
	expect(order.indexOf('c ends')).toBeLessThan(order.indexOf('a ends'));
});
