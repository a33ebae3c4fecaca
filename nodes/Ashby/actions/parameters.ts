import { onlyShows, testRunSwitch } from '../../shared/node/testRun';
import type { Run } from './operation';

/** For an operation that writes; see `writesNothing`. */
export const writeInTestRuns = testRunSwitch({
	displayName: 'Write in Test Runs',
	name: 'writeInTestRuns',
	hint: 'While this is off, running the workflow or step manually writes nothing to Ashby. It shows what would be written.',
	description:
		"Whether to write to Ashby when you run the workflow manually in the editor, or in n8n's Evaluations. A sub-workflow that a manual run calls writes anyway, because n8n doesn't tell it.",
});

/** Whether to only show what would be written, because this is a test run. */
export function writesNothing(run: Run, itemIndex: number): boolean {
	return onlyShows(run, itemIndex, writeInTestRuns, 'nothing was written to Ashby');
}
