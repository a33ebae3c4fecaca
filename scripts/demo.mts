import { SandboxPage } from '../test/sandbox/page.mts';
import { EVERY_MINUTE, type Everything, importTemplate, startEverything } from './everything.mts';
import { N8nClient, type Workflow } from './n8n/client.mts';
import type { N8nInstallation } from './n8n/install.mjs';
import getPort from 'get-port';

const PAGE_PORT = 4600;
const N8N_PORT = 5678;

/**
 * Starts everything with a published template, prints instructions, and stops on Ctrl-C.
 *
 * @param starting shows that it is starting
 */
export async function startDemo(
	installation: N8nInstallation,
	starting: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<void> {
	const started: { stop(): Promise<void> }[] = [];
	let stopping = false;
	const stop = async (exitCode: number) => {
		// A second Ctrl-C must not interrupt the shutdown.
		if (stopping) return;
		stopping = true;
		console.log('\nStopping …');
		for (const part of started.reverse()) await part.stop();
		process.exit(exitCode);
	};
	process.on('SIGINT', () => void stop(0));
	process.on('SIGTERM', () => void stop(0));
	try {
		const { page, workflowUrl } = await starting(async () => {
			const everything = await startEverything(installation, { port: N8N_PORT });
			started.push(everything);
			const workflow = await publish(everything);
			const workflowUrl = `${everything.n8n.url}/workflow/${workflow.id}`;
			const { ashbyApi: ashby, willoApi: willo } = everything.credentialData;
			const credentials = { ashby, willo };
			const page = new SandboxPage(everything, { workflowUrl, pollEveryMs: 60_000, credentials });
			await page.start(await getPort({ port: PAGE_PORT }));
			started.push(page);
			return { page, workflowUrl };
		});
		if (stopping) return;
		const { email, password } = N8nClient.owner;
		console.log(`
Sandbox page  ${page.url}
n8n editor    ${workflowUrl}
              sign in with ${email} and ${password}

1. On the page, move a candidate of "Customer Support Specialist" to "Video Interview": within a
   minute Willo's invitation and a note in Ashby appear. (The template polls every 5 minutes; here
   it does so every minute, so that nobody waits.)
2. Answer the interview on the page as the candidate would: the response becomes a note in Ashby.
3. On the page, select that Ashby or Willo is down, move another candidate, and let it work again:
   the candidate is invited anyway, once.

Ctrl-C stops everything.`);
	} catch (error) {
		if (!stopping) console.error(error);
		await stop(1);
	}
}

async function publish(everything: Everything): Promise<Workflow> {
	const { client, demo } = everything;
	const workflow = await importTemplate(
		everything,
		'scale-enterprise',
		{
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		},
		{ pollTimes: EVERY_MINUTE },
	);
	const refusal = await client.publish(workflow.id);
	if (refusal !== null) throw new Error(`n8n did not publish the workflow: ${refusal}`);
	return workflow;
}
