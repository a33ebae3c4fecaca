/** Both vendors with three people each, and an item for each of them that any operation can use. */
import type { IDataObject, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { resources as ashbyResources } from '../../../nodes/Ashby/actions/index.ts';
import { Ashby } from '../../../nodes/Ashby/Ashby.node.ts';
import { resources as willoResources } from '../../../nodes/Willo/actions/index.ts';
import { Willo } from '../../../nodes/Willo/Willo.node.ts';
import { WilloSetUp } from '../../nodes/Willo/setUp.mts';
import type { SandboxServer } from '../../sandbox/server.mts';
import type { GivenCredential } from '../../support/nodeWorkflow.mts';
import { TwoJobs } from '../../support/twoJobs.mts';
import { DJANGO, ENVELOPES, type Trouble, TROUBLES } from './faults.mts';

export interface Vendor {
	name: 'Ashby' | 'Willo';
	node: INodeType;
	sandbox: SandboxServer;
	credentials: GivenCredential[];
	/** What must be seen nowhere but in the header. */
	secrets: string[];
	items: INodeExecutionData[];
	/** Of the polling trigger. */
	parameters: INodeParameters;
	/** How often each person was written to: moves, notes and feedback, or invitations. */
	written: () => number[];
}

export interface Sample {
	vendor: Vendor['name'];
	resource: string;
	operation: string;
	parameters: INodeParameters;
	/** Its request that writes, which must not be repeated if it may have been carried out. */
	writes?: (request: { method: string; path: string }) => boolean;
	/** It succeeds whatever happens, and its item says what did. */
	reports?: true;
}

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
const candidate = locator('id', '={{ $json.candidateId }}');
const filledIn = (name: string) => ({
	fields: {
		field: [{ field: locator('name', name), value: locator('value', '={{ $json.email }}') }],
	},
});
const isChange = ({ path }: { path: string }) => path === '/application.changeStage';
const isFeedback = ({ path }: { path: string }) => path === '/applicationFeedback.submit';
const isNote = ({ path }: { path: string }) => path === '/candidate.createNote';
const isInvitation = ({ method, path }: { method: string; path: string }) =>
	method === 'POST' && path.endsWith('/participants/');

/** What a person would fill in. An operation without an entry here fails the suite. */
const FILLED_IN: Record<string, Pick<Sample, 'parameters' | 'reports' | 'writes'>> = {
	'Ashby application changeStage': {
		parameters: {
			applicationId: '={{ $json.applicationId }}',
			stage: locator('id', '={{ $json.stageId }}'),
		},
		writes: isChange,
	},
	'Ashby application get': { parameters: { applicationId: '={{ $json.applicationId }}' } },
	'Ashby application getAll': { parameters: { returnAll: true } },
	'Ashby application setCustomFields': {
		parameters: { applicationId: '={{ $json.applicationId }}', ...filledIn('Willo Link') },
	},
	'Ashby application submitFeedback': {
		parameters: {
			applicationId: '={{ $json.applicationId }}',
			feedbackForm: locator('name', 'Screening'),
			...filledIn('Summary'),
		},
		writes: isFeedback,
	},
	'Ashby candidate addNote': {
		parameters: { candidate, note: '=Called {{ $json.email }}' },
		writes: isNote,
	},
	'Ashby candidate addTag': {
		parameters: {
			candidate,
			tag: locator('name', '={{ $json.email }}'),
			options: { createIfNotFound: true },
		},
	},
	'Ashby candidate get': { parameters: { candidate } },
	'Ashby candidate getAll': { parameters: { email: '={{ $json.email }}' } },
	'Ashby candidate getNotes': { parameters: { candidate } },
	'Ashby candidate removeTag': {
		parameters: { candidate, tag: locator('id', '={{ $json.tagId }}') },
	},
	'Ashby candidate setCustomFields': { parameters: { candidate, ...filledIn('Willo Link') } },
	'Ashby connection check': { parameters: {}, reports: true },
	'Ashby job get': { parameters: { job: locator('id', '={{ $json.jobId }}') } },
	'Ashby job getAll': { parameters: { returnAll: true } },
	'Willo connection check': { parameters: {}, reports: true },
	'Willo interview get': { parameters: { interview: locator('id', '={{ $json.interview }}') } },
	'Willo interview getAll': { parameters: { returnAll: true } },
	'Willo participant get': {
		parameters: { participant: locator('id', '={{ $json.participant }}') },
	},
	'Willo participant getAll': { parameters: { returnAll: true } },
	'Willo participant invite': {
		parameters: {
			interview: locator('id', '={{ $json.interview }}'),
			name: 'Ada',
			email: '={{ $json.email }}',
		},
		writes: isInvitation,
	},
};

/** Their own tests try them with faults: the first runs once for all items, and who is deleted can't be used again. */
const APART = ['Ashby customField setChoices', 'Willo participant delete'];

/** Every other operation of both nodes with what was filled in. */
export const SAMPLES: Sample[] = [
	{ vendor: 'Ashby' as const, resources: ashbyResources },
	{ vendor: 'Willo' as const, resources: willoResources },
]
	.flatMap(({ vendor, resources }) =>
		Object.entries(resources).flatMap(([resource, { operations }]) =>
			Object.keys(operations).map((operation) => ({
				vendor,
				resource,
				operation,
				name: `${vendor} ${resource} ${operation}`,
			})),
		),
	)
	.filter(({ name }) => !APART.includes(name))
	.map(({ name, ...sample }) => ({ ...sample, ...FILLED_IN[name] }));

/** Whether the configuration of jest asks for every fault everywhere, which takes minutes. */
export const { everyFault = false } = globalThis as { everyFault?: boolean };

/** All faults of a vendor, or the first of each kind. */
export function troublesOf(vendor: Vendor['name'], isWhole = everyFault): Trouble[] {
	const all = [...TROUBLES, ...(vendor === 'Ashby' ? ENVELOPES : DJANGO)];
	return all.filter(
		({ kind }, index) => isWhole || index === all.findIndex((each) => each.kind === kind),
	);
}

const asItems = (rows: IDataObject[]) => rows.map((json) => ({ json }));

export async function startAshby(): Promise<Vendor> {
	const org = new TwoJobs();
	const { ashby } = org;
	await ashby.start();
	const text = { title: 'Willo Link', fieldType: 'String' } as const;
	ashby.addCustomField({ ...text, objectType: 'Application' });
	ashby.addCustomField({ ...text, objectType: 'Candidate' });
	ashby.addFeedbackForm('Screening', [{ title: 'Summary', type: 'RichText' }]);
	const { id: tagId } = ashby.addTag('Willo invited');
	const people = ['Ada', 'Bea', 'Cid'].map((name) => org.apply(name));
	const moves = () =>
		people.map(
			({ id }) => ashby.historyOf(id).filter(({ title }) => title === 'Video Interview').length,
		);
	const feedback = () =>
		people.map(
			({ id }) => [...ashby.feedback.values()].filter((each) => each.applicationId === id).length,
		);
	const notes = () => people.map(({ candidateId }) => ashby.notesOf(candidateId).length);
	return {
		name: 'Ashby',
		node: new Ashby(),
		sandbox: ashby,
		credentials: org.credentials(),
		secrets: [org.key, Buffer.from(`${org.key}:`).toString('base64')],
		items: asItems(
			people.map(({ id, candidateId }, index) => ({
				applicationId: id,
				candidateId,
				jobId: String(ashby.applications.get(id)?.jobId),
				stageId: org.stage('Video Interview'),
				tagId,
				email: ['ada', 'bea', 'cid'].map((name) => `${name}@example.com`)[index],
			})),
		),
		parameters: org.parameters(),
		written: () => moves().map((count, index) => count + notes()[index] + feedback()[index]),
	};
}

export async function startWillo(): Promise<Vendor> {
	const setUp = new WilloSetUp();
	await setUp.start();
	const { willo } = setUp;
	const emails = ['ada', 'bea', 'cid'].map((name) => `${name}@example.com`);
	for (const number of [0, 1, 2]) await setUp.willoInvites(number);
	const strangers = [...willo.participants.values()];
	willo.resetLog();
	return {
		name: 'Willo',
		node: new Willo(),
		sandbox: willo,
		credentials: setUp.credentials,
		secrets: [setUp.key],
		items: asItems(
			emails.map((email, index) => ({
				interview: setUp.interview.key,
				participant: strangers[index].key,
				email,
			})),
		),
		parameters: {},
		written: () =>
			emails.map(
				(email) => [...willo.participants.values()].filter((each) => each.email === email).length,
			),
	};
}
