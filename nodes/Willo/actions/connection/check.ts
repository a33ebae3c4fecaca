/** The health check, like the one in the Ashby node: whether the key works and the triggers poll. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/api/failure';
import {
	checkClock,
	checkPolls,
	checkUnseen,
	checkWebhooks,
	counted,
	Findings,
	includeTriggersProperty,
	nameOf,
	pollOf,
	webhookOf,
} from '../../../shared/node/health';
import { pollRecords } from '../../../shared/trigger/pollRecords';
import { credentialIdsOf } from '../../../shared/trigger/triggerRecords';
import { webhookRecords } from '../../../shared/trigger/webhookRecords';
import type { Page, WilloObject } from '../../client/types';
import { findWebhooks, isActive } from '../../client/webhooks';
import type { Summary } from '../../health/summary';
import type { Operation, Run } from '../operation';

export const option: Operation['option'] = {
	name: 'Check',
	action: 'Check the connection and its triggers',
	description: 'Check whether the API key and the triggers that use it are working',
};

export const properties: INodeProperties[] = [includeTriggersProperty];

/**
 * One item: `status` (`ok` or `attention`), `findings` (sentences), and the data they are based on. Writes
 * nothing. If Willo refuses the key, that is a finding as well.
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { context } = run;
	const findings = new Findings();
	const page = await interviewsOf(run, findings);
	const clockAheadMs = page?.serverTime === undefined ? 0 : page.serverTime - Date.now();
	checkClock(findings, 'Willo', clockAheadMs);
	const isIncluded = context.getNodeParameter('includeTriggers', itemIndex, true) === true;
	const records = isIncluded
		? pollRecords<Summary>('willoResponseTrigger', credentialIdsOf(context))
		: [];
	// A workflow may use Willo's webhook instead, so a missing poll isn't a finding.
	if (records.length > 0) checkPolls(findings, 'Willo Response Trigger', records);
	for (const record of records) {
		const { waiting = 0, isListing } = record.summary ?? {};
		if (waiting > 0) {
			findings.fine(`${nameOf(record)}: ${counted(waiting, 'participant')} may still respond`);
		}
		if (isListing) {
			findings.fine(`${nameOf(record)} is still reading Willo's complete list of participants`);
		}
	}
	const waiting = isIncluded ? webhookRecords('willoTrigger', credentialIdsOf(context)) : [];
	await checkWebhooks(findings, 'Willo', waiting, async ({ registration = '' }) => {
		const found = await findWebhooks(run.client, registration);
		if (found.length === 0) return 'missing';
		return found.some(isActive) ? 'healthy' : 'disabled';
	});
	if (isIncluded && records.length === 0 && waiting.length === 0) {
		checkUnseen(findings, 'Willo Response Trigger or Willo Trigger', false);
	}
	const webhooks = waiting.map(webhookOf);
	const triggers = records.map((record) => ({
		...pollOf(record),
		waitingForResponse: record.summary?.waiting ?? null,
	}));
	const clockDifferenceSeconds = Math.round(clockAheadMs / 1000);
	return [findings.item(context, { clockDifferenceSeconds, triggers, webhooks })];
}

async function interviewsOf(
	{ client }: Run,
	findings: Findings,
): Promise<Page<WilloObject> | undefined> {
	const page = await client.page('interviews').catch((failure: unknown) => {
		if (!(failure instanceof ApiFailure)) throw failure;
		findings.failure(failure);
		return undefined;
	});
	if (page && page.rows.length === 0) {
		findings.problem(
			'Willo accepts the API key, but it has no access to any interviews. Create an interview in Willo, or use the key of a user with access to one',
		);
	} else if (page) {
		const more = page.next === undefined ? '' : 'at least ';
		findings.fine(
			`Willo accepts the API key, and it has access to ${more}${counted(page.rows.length, 'interview')}`,
		);
	}
	return page;
}
