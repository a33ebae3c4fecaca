import { itemOf } from '../../../../nodes/Willo/response/item.ts';
import type { WilloObject } from '../../../../nodes/Willo/client/types.ts';

const key = 'a'.repeat(32);
const client = { get: async (): Promise<never> => await Promise.reject(new Error('away')) };

const item = async (raw: WilloObject) =>
	await itemOf(client, 'new_response', [], { key, name: 'Ada', ...raw }, '2026-03-05');

test('an item has the score and the address of the response if Willo gives them', async () => {
	const reviewUrl = 'https://app.willo.video/review/1';
	await expect(item({ score: 4.5, review_url: reviewUrl })).resolves.toMatchObject({
		score: 4.5,
		reviewUrl,
	});
});

test.each([{}, { score: ' ', share_link: 'javascript:alert(1)' }])(
	'otherwise both are null: %j',
	async (raw) => {
		await expect(item(raw)).resolves.toMatchObject({ score: null, reviewUrl: null });
	},
);
