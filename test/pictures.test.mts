/** The pictures of the documentation show things as they are. */
import { readFileSync } from 'node:fs';
import { sourcesOfPictures } from '../scripts/pictures.mts';

test('each picture is up to date (else run npm run pictures)', () => {
	const shown = JSON.parse(readFileSync('docs/images/pictures.json', 'utf8'));
	expect(shown).toEqual(sourcesOfPictures());
	for (const picture of Object.keys(shown)) {
		const image = readFileSync(`docs/images/${picture}`);
		expect(image.subarray(0, 4).toString('latin1')).toMatch(/^(.PNG|RIFF)$/);
		expect(image.length).toBeLessThan(400_000);
	}
});
