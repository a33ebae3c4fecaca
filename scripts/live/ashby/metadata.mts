/** Facts shown by the lists of custom fields and feedback. */
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import { PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type { CustomField } from '../../../nodes/Ashby/client/types.ts';
import type { Session } from '../session.mts';

interface Feedback {
	formDefinition?: { sections?: { fields?: { field: { type: string; path: string } }[] }[] };
	submittedValues?: Record<string, unknown>;
}

export async function askForMetadata(session: Session, client: AshbyClient): Promise<void> {
	await askForFields(session, client);
	await askForFeedback(session, client);
}

async function askForFields(session: Session, client: AshbyClient): Promise<void> {
	const id = 'ashby-select-values';
	const emptyId = 'ashby-empty-job-fields';
	const asks = 'The first page of custom fields, and of jobs if they have any';
	const group = { title: 'custom fields', asks, atMost: 2, facts: [id, emptyId] };
	await session.group(group, async () => {
		const list = await client.call<CustomField[]>('customField.list', { limit: PAGE_SIZE });
		const selects = list.results.filter(({ fieldType }) => fieldType === 'ValueSelect');
		if (selects.length === 0) {
			session.findings.notShown(id, 'There is no custom field of the type ValueSelect');
		}
		for (const { selectableValues } of selects) {
			const isListed = Array.isArray(selectableValues);
			const how = `selectableValues was ${isListed ? 'there' : 'missing'}`;
			session.findings.settle(id, isListed ? 'A' : 'B', how);
		}
		const ofJobs = list.results.filter(
			({ objectType, isArchived }) => objectType === 'Job' && !isArchived,
		);
		if (ofJobs.length === 0) {
			session.findings.notShown(emptyId, 'There is no custom field of jobs');
			return;
		}
		const jobs = await client.call<{ customFields?: { value: unknown }[] }[]>('job.list', {
			limit: PAGE_SIZE,
		});
		for (const { customFields = [] } of jobs.results) {
			if (customFields.some(({ value }) => value === null)) {
				session.findings.settle(emptyId, 'B', 'A field of a job was null');
			} else if (customFields.length < ofJobs.length) {
				session.findings.settle(emptyId, 'A', 'A job had fewer fields than there are');
			}
		}
		session.findings.notShown(emptyId, 'Every job has a value for every field');
	});
}

async function askForFeedback(session: Session, client: AshbyClient): Promise<void> {
	const id = 'ashby-submitted-values';
	const asks = 'The first page of feedback';
	await session.group({ title: 'feedback', asks, atMost: 1, facts: [id] }, async () => {
		const list = await client.call<Feedback[]>('applicationFeedback.list', { limit: PAGE_SIZE });
		for (const { formDefinition, submittedValues = {} } of list.results) {
			const fields = formDefinition?.sections?.flatMap((section) => section.fields ?? []) ?? [];
			for (const { field } of fields.filter((each) => each.field.type === 'Score')) {
				const value = submittedValues[field.path] ?? null;
				if (value === null) continue;
				const isObject = typeof value === 'object';
				const how = `A score was ${isObject ? 'an object' : 'no object'}`;
				session.findings.settle(id, isObject ? 'A' : 'B', how);
			}
		}
		session.findings.notShown(id, 'The first page holds no score');
	});
}
