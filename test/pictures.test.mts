/** The pictures of the templates show the templates as they are. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

test('each template has an up-to-date picture (else run npm run pictures)', () => {
	const files = readdirSync('workflows').filter((name) => name.endsWith('.json'));
	const expected = files.map((file) => [
		`templates/${file.replace(/^ashby-willo-|\.json$/g, '')}.png`,
		createHash('sha256')
			.update(readFileSync(`workflows/${file}`))
			.digest('hex'),
	]);
	const shown = JSON.parse(readFileSync('docs/images/pictures.json', 'utf8'));
	expect(shown).toEqual(Object.fromEntries(expected));
	for (const picture of Object.keys(shown)) {
		const png = readFileSync(`docs/images/${picture}`);
		expect(png.subarray(1, 4).toString()).toBe('PNG');
		expect(png.length).toBeLessThan(400_000);
	}
});
