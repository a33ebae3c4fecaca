import { onlyShows, testRunSwitch } from '../../shared/parameters';
import type { Run } from './operation';

/** For an operation that writes; see `writesNothing`. */
export const writeInTestRuns = testRunSwitch({
	displayName: 'Write in Test Runs',
	name: 'writeInTestRuns',
	hint: 'Execute Workflow and Execute Step write nothing while this is off: they show what would be written',
	description: 'Whether Ashby is really changed when the workflow is run by hand in the editor',
});

/** Whether only to show what would be written, because somebody tries the workflow out. */
export function writesNothing(run: Run, itemIndex: number): boolean {
	return onlyShows(run, itemIndex, writeInTestRuns, 'nothing was written to Ashby');
}
