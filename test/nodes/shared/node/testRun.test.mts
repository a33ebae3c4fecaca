import type { IExecuteContextData, WorkflowExecuteMode } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { onlyShows, testRunSwitch } from '../../../../nodes/shared/node/testRun.ts';
import { executeContext } from '../../../support/contexts.mts';

const SWITCH = testRunSwitch({ displayName: 'Write in Test Runs', name: 'writeInTestRuns' });

interface Given {
	mode: WorkflowExecuteMode;
	began?: WorkflowExecuteMode;
	isOn?: boolean;
	isBuilt?: boolean;
	contextData?: IExecuteContextData;
}

function contextOf({ isOn = false, isBuilt = false, ...given }: Given) {
	const parameters = { resource: 'candidate', operation: 'addNote', writeInTestRuns: isOn };
	const items = [{ json: isBuilt ? { testRun: true } : {} }];
	return executeContext(new Ashby(), { ...given, parameters }, items);
}

const shows = (context: ReturnType<typeof contextOf>) =>
	onlyShows({ context }, 0, SWITCH, 'nothing was written');

test.each<[string, Given, boolean]>([
	['a manual run', { mode: 'manual' }, true],
	["one of n8n's Evaluations", { mode: 'evaluation' }, true],
	['the retry of a manual run', { mode: 'retry', began: 'manual' }, true],
	['a manual run with the switch on', { mode: 'manual', isOn: true }, false],
	['the retry of a published run', { mode: 'retry', began: 'trigger' }, false],
	['a published run', { mode: 'trigger' }, false],
	['a sub-workflow', { mode: 'integrated' }, false],
	['an item from a test run, in a sub-workflow', { mode: 'integrated', isBuilt: true }, true],
	['an item from a test run, in a retry', { mode: 'retry', began: 'trigger', isBuilt: true }, true],
	['an item from a test run, switched on', { mode: 'manual', isOn: true, isBuilt: true }, true],
])('%s: whether it only shows what it would do', (_what, given, expected) => {
	const context = contextOf(given);
	expect(shows(context)).toBe(expected);
	expect(context.hints.length).toBe(expected ? 1 : 0);
});

test('the retry of a manual run is one, too, if n8n doesn’t tell how it began', () => {
	const contextData = {};
	shows(contextOf({ mode: 'manual', contextData }));
	const retried = contextOf({ mode: 'retry', contextData });
	Object.assign(retried, { getExecutionContext: undefined });
	expect(shows(retried)).toBe(true);
});

test('a hint says what did not happen, and what to change', () => {
	const hint = (given: Given) => {
		const context = contextOf(given);
		shows(context);
		return context.hints[0].message;
	};
	expect(hint({ mode: 'manual' })).toBe(
		"Test run: nothing was written. Turn on 'Write in Test Runs' in this node to change that",
	);
	expect(hint({ mode: 'manual', isBuilt: true, isOn: true })).toContain('The step before this one');
});

test('older versions of n8n have no hints', () => {
	const context = contextOf({ mode: 'manual' });
	Object.assign(context, { addExecutionHints: undefined });
	expect(shows(context)).toBe(true);
});
