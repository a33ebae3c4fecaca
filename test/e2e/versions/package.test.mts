/** What a person sees when setting up the package, in the n8n that `npm run test:n8n` was given. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Everything } from '../../../scripts/everything.mts';
import { importTemplate } from '../../../scripts/everything.mts';
import type { Workflow, WorkflowNode } from '../../../scripts/n8n/client.mts';
import { titleInEntry } from '../editor.mts';
import { finish, start } from '../setup.mts';

const PACKAGE = 'n8n-nodes-ashby-willo';

describe('The package in this n8n', () => {
	let everything: Everything;
	let workflow: Workflow;

	beforeAll(async () => {
		everything = await start();
		const { demo } = everything;
		workflow = await importTemplate(everything, 'growth', {
			job: demo.jobs.sales,
			stage: demo.videoStages.sales,
			interview: demo.interviews.sales,
		});
	});

	afterAll(async () => {
		await finish(everything);
	});

	test('provides all its nodes and credentials', async () => {
		const { nodes, credentials } = await everything.client.typesOf(PACKAGE);
		// n8n makes a tool of each node that can be one.
		const own = nodes.filter((name) => !name.endsWith('Tool'));
		expect(own.sort()).toEqual(
			[
				'ashby',
				'ashbyStageTrigger',
				'ashbyTrigger',
				'willo',
				'willoResponseTrigger',
				'willoTrigger',
			].map((name) => `${PACKAGE}.${name}`),
		);
		expect(credentials.sort()).toEqual(['ashbyApi', 'willoApi']);
	});

	test.each(readdirSync('workflows').filter((name) => name.endsWith('.json')))(
		'imports the template %s with all its nodes',
		async (file) => {
			const { client, credentials } = everything;
			const path = join('workflows', file);
			const { nodes } = await client.importWorkflow(path, credentials, (workflow) => {
				workflow.id = randomUUID();
			});
			const own = nodes.filter(({ type }) => type.startsWith(`${PACKAGE}.`));
			const { nodes: known } = await client.typesOf(PACKAGE);
			expect(own.length).toBeGreaterThan(0);
			for (const { type } of own) expect(known).toContain(type);
		},
	);

	test.each(['ashbyApi', 'willoApi'] as const)('tests a credential: %s', async (type) => {
		const { client, credentials, credentialData } = everything;
		const tested = async (apiKey: string) =>
			await client.testCredential(type, credentials[type], { ...credentialData[type], apiKey });
		expect(await tested(credentialData[type].apiKey)).toMatchObject({ status: 'OK' });
		const refused = await tested('wrong');
		expect(refused.status).toBe('Error');
		expect(refused.message).toContain('does not accept this API key');
	});

	test('lists jobs, the stages of the selected job, and interviews', async () => {
		const { client } = everything;
		const trigger = nodeOf('.ashbyStageTrigger');
		const listed = await client.list(trigger, 'links.link[0].job', 'searchJobsOrAny');
		const [anyJob, ...jobs] = listed.map(titleInEntry);
		expect(anyJob).toBe('Any Job');
		expect(jobs.sort()).toEqual([
			'Account Executive',
			'Customer Support Specialist',
			'Support Team Lead',
		]);
		const stages = (await client.list(trigger, 'links.link[0].stage', 'searchStages')).map(
			titleInEntry,
		);
		expect(stages).toEqual(expect.arrayContaining(['Recruiter Call', 'Video Interview']));
		expect(stages).not.toContain('Phone Screen');
		const invite = nodeOf('.willo', 'interview');
		const interviews = await client.list(invite, 'interview', 'searchInterviews');
		expect(interviews.map(titleInEntry).sort()).toEqual([
			'Account Executive, first interview',
			'Customer Support, first interview',
			'Getting to know you',
		]);
	});

	test('shows in a test run whom it would invite, and invites nobody', async () => {
		const { ashby, client, demo, willo } = everything;
		const email = 'ada@example.com';
		const { id } = ashby.addCandidate({ name: 'Ada Byron', email });
		const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.sales });
		ashby.move(application.id, demo.videoStages.sales);
		const { status, data } = await client.runFrom(
			workflow.id,
			'Ashby Stage Trigger',
			'Add Invitation Note',
		);
		expect(status).toBe('success');
		expect(data).toContain('Test run');
		expect(data).toContain(email);
		expect(willo.invitations).toEqual([]);
		expect(ashby.notesOf(id)).toEqual([]);
	});

	function nodeOf(type: string, parameter = ''): WorkflowNode {
		return workflow.nodes.find(
			(node) => node.type.endsWith(type) && (!parameter || parameter in node.parameters),
		)!;
	}
});
