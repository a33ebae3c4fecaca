/** A script as text for people. */
import { DEFAULT_SWITCHES } from '../sandbox/ashby/types.mts';
import type { AshbySwitches } from '../sandbox/ashby.mts';
import { LINKS, linkName } from './recordedAshby.mts';
import type { Script } from './script.mts';

/** A script in a few lines, as short as possible. */
export function scriptText(script: Script): string {
	const { steps, there, switches: given, ...rest } = script;
	const changed = Object.fromEntries(
		Object.entries(given).filter(
			([name, value]) => DEFAULT_SWITCHES[name as keyof AshbySwitches] !== value,
		),
	);
	const words = (value: unknown) =>
		JSON.stringify(value, (key, part: unknown) =>
			key === 'links' ? (part as number[]).map((number) => linkName(LINKS[number])) : part,
		).replaceAll('"', '');
	return [
		`${words(rest)} switches ${words(changed)}`,
		...there.map(({ job: of, stage: title }) => `  there: ${title} of job ${of}`),
		...steps.map((one, index) => {
			const { do: what, ...more } = one;
			const details = Object.keys(more).length > 0 ? ` ${words(more)}` : '';
			return `  ${index + 1}. ${what}${details}`;
		}),
	].join('\n');
}
