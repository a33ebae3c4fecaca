/** An n8n that Willo cannot reach, in the real n8n: responses are found by looking. */
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_TEN_SECONDS, importTemplate } from '../../scripts/everything.mts';
import { finish, invitationOf, notesOf, noteWith, quiet, start } from './setup.mts';

describe('The template without a public address', () => {
	let everything: Everything;

	beforeAll(async () => {
		everything = await start();
	});

	afterAll(async () => {
		await finish(everything);
	});

	test('writes the response to the notes, once, although Willo reaches nobody', async () => {
		const { ashby, willo, client, demo } = everything;
		const { id } = ashby.addCandidate({ name: 'Ada Byron', email: 'ada@example.com' });
		const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support });
		const workflow = await importTemplate(
			everything,
			'growth',
			{
				job: demo.jobs.support,
				stage: demo.videoStages.support,
				interview: demo.interviews.general,
			},
			{ pollTimes: EVERY_TEN_SECONDS },
		);
		willo.switches.deliveryRepeats = 0;
		expect(await client.publish(workflow.id)).toBeNull();
		await quiet(everything);
		expect(willo.webhooks.size).toBe(1);

		ashby.move(application.id, demo.videoStages.support);
		const key = await invitationOf(everything, 'ada@example.com', 90_000);
		await willo.respond(key, ['I can count', 'In May']);
		expect(await noteWith(everything, id, 'I can count', 90_000)).toContain(key);
		expect(willo.deliveries).toEqual([]);
		// Another look of each trigger.
		await new Promise((resolve) => setTimeout(resolve, 15_000));
		await quiet(everything);
		expect(notesOf(everything, id)).toHaveLength(2);
		expect(willo.invitations).toHaveLength(1);
	});
});
