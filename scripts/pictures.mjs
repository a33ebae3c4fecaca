/**
 * `npm run pictures`: takes the pictures in docs/images in the real editor and on the sandbox page by running
 * the end-to-end tests that open them, and stores what they show.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { jestStep } from './results.mjs';

const IMAGES = 'docs/images';

const installation = await prepare({ n8n: true });
const { require: requireTs } = await import('tsx/cjs/api');
// Like the nodes that it loads, which are CommonJS.
const { makeFilm, screenshotOf, sourcesOfPictures } = requireTs('./pictures.mts', import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
const sources = sourcesOfPictures();
const { failed } = await jestStep(
	'Pictures from the real n8n',
	['--config', 'jest.e2e.config.js', '--runInBand', 'test/e2e/(editor|start)'],
	{ N8N_INSTALLATION: JSON.stringify(installation), SCREENSHOT_DIR: folder },
);
if (failed > 0) process.exit(1);
await makeFilm(join(folder, 'film'), join(folder, 'demo.webp'));
await mkdir(join(IMAGES, 'templates'), { recursive: true });
for (const picture of Object.keys(sources)) {
	await copyFile(join(folder, screenshotOf(picture)), join(IMAGES, picture));
}
await writeFile(join(IMAGES, 'pictures.json'), `${JSON.stringify(sources, null, '\t')}\n`);
await rm(folder, { recursive: true });
