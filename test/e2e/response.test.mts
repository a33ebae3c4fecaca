/** The response lane in the real n8n: who gets the note if Willo doesn't return the external ID. */
import { http } from '../../scripts/http.mts';
import type { Everything } from '../../scripts/everything.mts';
import { importTemplate } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { finish, invitationOf, nextPoll, notesOf, noteWith, quiet, start } from './setup.mts';

describe('A template, if Willo doesn’t return the external ID', () => {
	let everything: Everything;
	let workflowId: string;

	beforeAll(async () => {
		everything = await start();
		const { client, demo, willo } = everything;
		willo.switches.externalId = 'dropped';
		const workflow = await importTemplate(everything, 'launch', {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.general,
		});
		workflowId = workflow.id;
		expect(await client.publish(workflowId)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	test('Fetch Test Event says that nobody is in the stage', async () => {
		const { status, data } = await everything.client.runFrom(workflowId, 'Ashby Stage Trigger');
		expect(status).toBe('error');
		expect(data).toContain('No candidates are currently in the selected stages');
	});

	test('if two candidates have the email, the response goes to the one whose notes contain the key', async () => {
		const { ashby, demo, n8n, willo } = everything;
		const email = 'twins@example.com';
		const [invited, other] = ['Romulus', 'Remus'].map((name) => {
			const candidate = ashby.addCandidate({ name, email });
			const application = ashby.addApplication({
				candidateId: candidate.id,
				jobId: demo.jobs.support,
			});
			return { id: candidate.id, applicationId: application.id };
		});
		ashby.move(invited.applicationId, demo.videoStages.support);
		const polled = nextPoll(everything);
		await n8n.restart();
		await polled;
		const key = await invitationOf(everything, email);
		await willo.respond(key, ['To found a city', 'In April']);
		await noteWith(everything, invited.id, 'To found a city');
		expect(notesOf(everything, other.id)).toEqual([]);
	});

	test('a response that belongs to no candidate fails the execution', async () => {
		const { client, credentialData, demo, willo } = everything;
		const before = (await client.executions(workflowId)).length;
		const stranger = {
			interview: demo.interviews.general,
			name: 'Stranger',
			email: 'stranger@example.com',
		};
		const headers = { authorization: credentialData.willoApi.apiKey };
		const answer = await http.post(`${willo.baseUrl}/participants/`, stranger, { headers });
		expect(answer.status).toBeLessThan(300);
		await willo.respond(await invitationOf(everything, 'stranger@example.com'));
		const failed = await waitFor('the execution to end', async () => {
			const [newest, ...older] = await client.executions(workflowId);
			return older.length >= before && !['new', 'running'].includes(newest.status) && newest;
		});
		expect(failed.status).toBe('error');
		expect(await client.executionData(failed.id)).toContain('stranger@example.com');
	});
});
