/** Test runs: what counts as one, and the switches that let one send and write. Contains nothing specific to a vendor. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** What people run in the editor to try a workflow: by hand, or with n8n's Evaluations. */
const TEST_MODES = ['manual', 'evaluation'];

/** The mark of a test run in what n8n keeps for an execution, also while it waits. */
const MARK = 'ashbyWilloTestRun';

/**
 * Whether the run is a test run, or began as one. Then nothing may be sent or written unless the node's switch is on.
 *
 * The first node of this package marks the execution. *Retry* and a wait keep the mark, and most versions of n8n also how the
 * run began (`source`). n8n says `integrated` of every sub-workflow, also below a test run: there only the items can tell.
 */
export function isTestRun(
	context: Pick<
		IExecuteFunctions,
		'getContext' | 'getExecutionContext' | 'getInputData' | 'getMode'
	>,
): boolean {
	const items = context.getInputData();
	const kept = context.getContext('flow');
	const modes = [context.getMode(), context.getExecutionContext?.()?.source];
	const isBuilt = items.length > 0 && items.every(({ json }) => json.testRun === true);
	if (isBuilt || modes.some((mode) => TEST_MODES.includes(String(mode)))) kept[MARK] = true;
	return kept[MARK] === true;
}

/**
 * Whether a step in a test run built the item, which then has `testRun: true`. What it contains was never sent or
 * written, so no later step may act on it, in any run.
 */
export function isBuiltInTestRun(
	context: Pick<IExecuteFunctions, 'getInputData'>,
	itemIndex: number,
): boolean {
	return context.getInputData()[itemIndex]?.json.testRun === true;
}

/** Whether a step in a test run built the note, as text or HTML. It isn't true, so it is never written, in any run. */
export function isTestRunNote(note: string): boolean {
	return /^(?:<[^<>]*>|\s)*Test run: .+ would be invited to /s.test(note);
}

/** A switch such as 'Write in Test Runs'. While it is off, a test run changes nothing. */
export function testRunSwitch(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'hint' | 'description'>,
): INodeProperties {
	return { ...field, type: 'boolean', noDataExpression: true, default: false };
}

/**
 * Whether to only show what would be done, because this is a test run or the item comes from one. Adds a hint above
 * the output.
 *
 * @param field the operation's switch
 * @param message what didn't happen, such as `nothing was sent to Willo`
 */
export function onlyShows(
	{ context }: { context: IExecuteFunctions },
	itemIndex: number,
	{ displayName, name }: INodeProperties,
	message: string,
): boolean {
	const isBuilt = isBuiltInTestRun(context, itemIndex);
	if (!isBuilt && !isTestRun(context)) return false;
	if (!isBuilt && context.getNodeParameter(name, itemIndex, false) === true) return false;
	if (itemIndex === 0) {
		const why = isBuilt
			? 'The step before this one only showed what it would do'
			: `Turn on '${displayName}' in this node to change that`;
		hintAtTestRun(context, `Test run: ${message}. ${why}`);
	}
	return true;
}

/** Shows a hint above the output of a test run. Older versions of n8n can't. */
function hintAtTestRun(context: IExecuteFunctions, message: string): void {
	if (typeof context.addExecutionHints === 'function') {
		context.addExecutionHints({ message, location: 'outputPane' });
	}
}
