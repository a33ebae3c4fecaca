import { appendFileSync } from 'node:fs';

/** Adds one line to the result of the suite that is running, which `--record` writes to docs/tests.md. */
export function addFigure(text: string): void {
	if (process.env.FIGURES_FILE) appendFileSync(process.env.FIGURES_FILE, `${text}\n`);
}
