/**
 * `npm run pictures`: takes the pictures in docs/images in the real editor and on the sandbox page by running the
 * end-to-end tests that open them, and stores which templates they show.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';
import { jestStep } from './results.mjs';

const IMAGES = 'docs/images';
/** Other pictures, taken by the tests of the editor and of `npm start`. */
const OTHERS = ['ashby-credential', 'sandbox', 'stage-trigger'];

process.chdir(projectRoot);
await ensureDependencies();
await build();
const { register } = await import('tsx/esm/api');
register();
const { ensureN8n } = await import('./n8n/install.mts');
const installation = await ensureN8n();
const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
const { failed } = await jestStep(
	'Pictures from the real n8n',
	['--config', 'jest.e2e.config.js', '--runInBand', 'test/e2e/(canvas|editor|start)'],
	{ N8N_INSTALLATION: JSON.stringify(installation), SCREENSHOT_DIR: folder },
);
if (failed > 0) process.exit(1);
await mkdir(join(IMAGES, 'templates'), { recursive: true });
/** The SHA-256 of each template, by the picture that shows it. */
const shown = {};
for (const file of (await readdir('workflows')).filter((name) => name.endsWith('.json'))) {
	const name = file.replace(/^ashby-willo-|\.json$/g, '');
	await copyFile(join(folder, `${name}.png`), join(IMAGES, 'templates', `${name}.png`));
	const content = await readFile(join('workflows', file));
	shown[`templates/${name}.png`] = createHash('sha256').update(content).digest('hex');
}
await copyFile(join(folder, 'scale-enterprise.png'), join(IMAGES, 'workflow.png'));
for (const name of OTHERS) {
	await copyFile(join(folder, `${name}.png`), join(IMAGES, `${name}.png`));
}
await writeFile(join(IMAGES, 'pictures.json'), `${JSON.stringify(shown, null, '\t')}\n`);
await rm(folder, { recursive: true });
