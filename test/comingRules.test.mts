/** Rules that are in n8n's own lint already, but not yet in the version used here: docs/verification.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, nodes } from './docs/parameters.mts';

const ROOT = join(__dirname, '..');

/** All texts under a key such as `hint`, at any depth. */
function textsUnder(key: string, value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		name === key && typeof inner === 'string' ? [inner] : textsUnder(key, inner),
	);
}

const described = [...Object.values(nodes), ...credentials];

test('hints have at most 120 characters', () => {
	const hints = described.flatMap((each) => textsUnder('hint', each.properties));
	expect(hints.length).toBeGreaterThan(10);
	expect(hints.filter((hint) => hint.length > 120)).toEqual([]);
});

test.each(Object.values(nodes))('$displayName has one credential', ({ credentials: own }) => {
	expect(own).toHaveLength(1);
});

test('no default contains an ID or an email address', () => {
	const defaults = described.flatMap((each) => textsUnder('default', each.properties));
	expect(defaults.length).toBeGreaterThan(50);
	expect(defaults.filter((text) => /[0-9a-f]{8}-[0-9a-f]{4}-|@\w+\./i.test(text))).toEqual([]);
});

/** The canvas in n8n's light and dark themes is about white and about this gray. */
const BACKGROUNDS = { '.svg': '#ffffff', '.dark.svg': '#2d2e2e' };

/** The relative luminance of a color such as `#4338ca` (WCAG 2). */
function luminanceOf(color: string): number {
	const [red, green, blue] = [1, 3, 5]
		.map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(readdirSync(join(ROOT, 'icons')))('%s stands out from the canvas', (name) => {
	const background = BACKGROUNDS[name.endsWith('.dark.svg') ? '.dark.svg' : '.svg'];
	const colors = readFileSync(join(ROOT, 'icons', name), 'utf8').match(/#[0-9a-f]{6}/g) ?? [];
	expect(colors).not.toEqual([]);
	for (const color of colors) {
		const [low, high] = [luminanceOf(color), luminanceOf(background)].sort((a, b) => a - b);
		expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(3);
	}
});
