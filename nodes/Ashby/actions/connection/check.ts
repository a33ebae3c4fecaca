/**
 * The health check: whether the key has the required permissions, whether the triggers poll, what they watch,
 * and which candidates are waiting. It is an operation, not part of the trigger: its result is an item, so it
 * can run manually or on a schedule, and one node reports all triggers with its credential.
 */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/api/failure';
import {
	checkClock,
	checkPolls,
	checkWebhooks,
	counted,
	Findings,
	includeTriggersProperty,
	nameOf,
	pollOf,
	webhookOf,
} from '../../../shared/node/health';
import type { VendorsView } from '../../../shared/node/health';
import { lastFailureOf } from '../../../shared/trigger/attemptRecords';
import type { PollRecord } from '../../../shared/trigger/pollRecords';
import { pollRecords } from '../../../shared/trigger/pollRecords';
import type { TriggerRecord } from '../../../shared/trigger/triggerRecords';
import { credentialIdsOf } from '../../../shared/trigger/triggerRecords';
import type { WebhookRecord } from '../../../shared/trigger/webhookRecords';
import { webhookRecords } from '../../../shared/trigger/webhookRecords';
import { KEYS_PAGE, OUTDATED } from '../../client/failures';
import { permissionsOf } from '../../client/missingPermissions';
import { API_KEYS_WRITE, INTERVIEWS_READ, NEEDED } from '../../client/permissions';
import { webhookInfo } from '../../client/webhooks';
import { alsoWatched } from '../../health/otherWorkflows';
import type { Summary, WaitingEntry } from '../../health/summary';
import { watchedWith } from '../../health/webhookStages';
import { brokenWatches } from '../../stageEntry/brokenWatches';
import type { WatchedStage } from '../../stageEntry/watchedStages';
import type { Operation, Run } from '../operation';
import { StageCounts } from './stageCounts';

/** How long to look up the stages of triggers. The remaining ones aren't reported. */
const LONGEST_MS = 30_000;

const OPTIONAL = [INTERVIEWS_READ, API_KEYS_WRITE];

export const option: Operation['option'] = {
	name: 'Check',
	action: 'Check the connection and its triggers',
	description:
		'Check the permissions of the API key and whether the triggers that use it are working',
};

export const properties: INodeProperties[] = [includeTriggersProperty];

/**
 * One item: `status` (`ok` or `attention`), `findings` (sentences), and the data they are based on. Writes
 * nothing. If Ashby refuses the key, that is a finding as well.
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client, context } = run;
	const findings = new Findings();
	const permissions = await checkPermissions(run, findings);
	const clockAheadMs = client.now() - Date.now();
	checkClock(findings, 'Ashby', clockAheadMs);
	if (client.isOutdated) findings.problem(OUTDATED);
	const triggers: IDataObject[] = [];
	const webhooks: IDataObject[] = [];
	if (context.getNodeParameter('includeTriggers', itemIndex, true) === true) {
		const records = pollRecords<Summary>('ashbyStageTrigger', credentialIdsOf(context));
		const waiting = webhookRecords('ashbyTrigger', credentialIdsOf(context));
		// A workflow may use only Ashby's webhook.
		if (records.length > 0 || waiting.length === 0) {
			checkPolls(findings, 'Ashby Stage Trigger', records);
		}
		await checkWebhooks(findings, 'Ashby', waiting, async (record) => await viewOf(run, record));
		webhooks.push(...waiting.map(webhookOf));
		const deadline = Date.now() + LONGEST_MS;
		const timeLeftMs = () => deadline - Date.now();
		const counts = new StageCounts(client, timeLeftMs);
		for (const record of waiting) {
			await checkStages(run, findings, record, watchedWith(record.registration), timeLeftMs);
		}
		for (const record of records) {
			for (const sentence of alsoWatched(record.workflow.id, record.summary?.stages ?? [])) {
				findings.problem(`${nameOf(record)}: ${sentence}`);
			}
			await checkStages(run, findings, record, record.summary?.stages ?? [], timeLeftMs);
			checkWaiting(findings, record);
			triggers.push(await triggerOf(record, counts));
		}
	}
	return [
		findings.item(context, {
			clockDifferenceSeconds: Math.round(clockAheadMs / 1000),
			permissions,
			triggers,
			webhooks,
		}),
	];
}

/** Each permission by name, null if that can't be told; or null if Ashby gave no usable answer. */
async function checkPermissions({ client }: Run, findings: Findings): Promise<IDataObject | null> {
	const granted = await permissionsOf(client, OPTIONAL).catch((failure: unknown) => {
		if (!(failure instanceof ApiFailure)) throw failure;
		findings.failure(failure);
		return undefined;
	});
	if (!granted) return null;
	const lacking = NEEDED.filter((permission) => !granted.get(permission));
	for (const { name, serves } of lacking) {
		findings.problem(
			`The API key is missing the ${name} permission (needed for ${serves}). Grant it to this key in ${KEYS_PAGE}`,
		);
	}
	if (lacking.length === 0) {
		findings.fine('Ashby accepts the API key, and it has all required permissions');
	}
	return Object.fromEntries([...granted].map(([{ name }, has]) => [name, has ?? null]));
}

/** What Ashby says about the webhook of an Ashby Trigger. */
async function viewOf({ client }: Run, { webhookId }: WebhookRecord): Promise<VendorsView> {
	if (webhookId === undefined) return { unknown: 'n8n did not create it' };
	const webhook = await webhookInfo(client, webhookId);
	if (webhook === 'unknown') return { unknown: 'the API key is missing apiKeysRead' };
	if (!webhook) return 'missing';
	return webhook.enabled ? 'healthy' : 'disabled';
}

async function checkStages(
	{ client }: Run,
	findings: Findings,
	record: TriggerRecord,
	stages: WatchedStage[],
	timeLeftMs: () => number,
): Promise<void> {
	const broken = await brokenWatches(client, stages, timeLeftMs);
	for (const sentence of broken ?? []) {
		findings.problem(`${nameOf(record)}: ${sentence}. Select another one, or delete the row`);
	}
	if (!broken) {
		findings.fine(
			`${nameOf(record)}: whether all of its stages exist was not checked, because the API key doesn't show all interview plans, or there are too many`,
		);
	}
}

function checkWaiting(findings: Findings, record: PollRecord<Summary>): void {
	const { summary } = record;
	if (!summary) return;
	const { waiting, repeatUntilNoted, givenUp, isListing } = summary;
	const name = nameOf(record);
	if (repeatUntilNoted && waiting.overdue > 0) {
		findings.problem(
			`${name}: ${counted(waiting.overdue, 'candidate')} returned several times but still without a note${triedSoFar(waiting.entries[0])}. Check the failed executions of this workflow. The trigger retries automatically for a week`,
		);
	}
	if (givenUp > 0) {
		findings.problem(
			`${name} gave up on ${counted(givenUp, 'candidate')} after a week without a note. Move them out of the stage and back in`,
		);
	}
	if (waiting.count > waiting.overdue) {
		const what = `${counted(waiting.count - waiting.overdue, 'candidate')} waiting`;
		// The first ones are overdue.
		const tried = triedSoFar(waiting.entries[waiting.overdue]) || ', as expected';
		const how = repeatUntilNoted ? ` for a note${tried}` : ' to be returned, as expected';
		findings.fine(`${name}: ${what}${how}`);
	}
	if (isListing) {
		findings.fine(`${name} is still reading Ashby's complete list of applications`);
	}
}

/** How often an entry was tried, why in vain, and when next. Empty if nothing is known to have gone wrong. */
function triedSoFar(entry: WaitingEntry | undefined): string {
	if (!entry) return '';
	const why = lastFailureOf(entry.entryId);
	if (entry.attempts < 2 && why === undefined) return '';
	const next = entry.nextAttemptAt.replace(/\.\d+Z$/, 'Z');
	const reason = why === undefined ? '' : `. The last attempt failed: ${why.replace(/\.+$/, '')}`;
	return ` after ${counted(entry.attempts, 'attempt')}${reason}. The next one is at ${next}`;
}

async function triggerOf(record: PollRecord<Summary>, counts: StageCounts): Promise<IDataObject> {
	const { summary } = record;
	const stages: IDataObject[] = [];
	for (const stage of summary?.stages ?? []) {
		stages.push({ ...stage, candidates: await counts.of(stage) });
	}
	return {
		...pollOf(record),
		readUntil: summary?.readUntil ?? null,
		stages,
		waitingForNote: (summary?.waiting ?? null) as IDataObject | null,
	};
}
