/** What each picture in docs/images shows: a picture is as new as the hash of that. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { AshbyApi } from '../credentials/AshbyApi.credentials.ts';
import { AshbyStageTrigger } from '../nodes/Ashby/AshbyStageTrigger.node.ts';

const WORKFLOWS = 'workflows';
const PAGE = 'test/sandbox/page';
/** The template in the README. */
const LEADING = 'ashby-willo-scale-enterprise.json';

/** The SHA-256 of what each picture shows, by its name in docs/images. Run from the project's root. */
export function sourcesOfPictures(): Record<string, string> {
	const templates = readdirSync(WORKFLOWS).filter((name) => name.endsWith('.json'));
	const page = readdirSync(PAGE).sort();
	return {
		'ashby-credential.png': digest(JSON.stringify(new AshbyApi())),
		'demo.webp': digest(...page.map((name) => textOf(PAGE, name))),
		'sandbox.png': digest(...page.map((name) => textOf(PAGE, name))),
		'stage-trigger.png': digest(JSON.stringify(new AshbyStageTrigger().description)),
		'workflow.png': digest(textOf(WORKFLOWS, LEADING)),
		...Object.fromEntries(
			templates.map((file) => [
				`templates/${file.replace(/^ashby-willo-|\.json$/g, '')}.png`,
				digest(textOf(WORKFLOWS, file)),
			]),
		),
	};
}

/** The screenshot of the end-to-end tests that a picture is taken from. */
export function screenshotOf(picture: string): string {
	return picture === 'workflow.png' ? 'scale-enterprise.png' : picture.replace('templates/', '');
}

/** How much faster the film is than what it shows, which mostly waits for the next poll. */
const FRAMES_PER_SECOND = 2;

/** Makes a film of frames, in the order of their names. */
export async function makeFilm(folder: string, target: string): Promise<void> {
	const frames = readdirSync(folder).sort();
	const small = await Promise.all(
		frames.map(async (name) => await sharp(join(folder, name)).resize({ width: 1080 }).toBuffer()),
	);
	const delay = frames.map(() => 1000 / FRAMES_PER_SECOND);
	await sharp(small, { join: { animated: true } })
		.webp({ quality: 60, delay, loop: 0, mixed: true })
		.toFile(target);
}

function textOf(...path: string[]): string {
	return readFileSync(join(...path), 'utf8');
}

function digest(...texts: string[]): string {
	const hash = createHash('sha256');
	for (const text of texts) hash.update(text);
	return hash.digest('hex');
}
