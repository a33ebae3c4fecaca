/** The nodes as tools of n8n's AI Agent, driven by a model that calls them more often than it should. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Everything } from '../../scripts/everything.mts';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { ScriptedModel } from './agentModel.mts';
import { finish, invitationsOf, notesOf, start } from './setup.mts';

const EMAIL = 'ada@example.com';
const INVITE = 'Invite to Interview';
const NOTE = 'Add Note';
const PATH = 'agent';

const twice = (tool: string, given: Record<string, unknown>) => [
	{ tool, arguments: given },
	{ tool, arguments: given },
];

describe('An AI agent', () => {
	let everything: Everything;
	let model: ScriptedModel;
	let folder: string;
	let candidateId: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'agent-'));
		everything = await start();
		const { ashby } = everything;
		candidateId = ashby.addCandidate({ name: 'Ada Lovelace', email: EMAIL }).id;
		model = new ScriptedModel([
			twice(INVITE, { name: 'Ada Lovelace', email: EMAIL }),
			[{ tool: INVITE, arguments: { name: 'Ada Lovelace', email: EMAIL.toUpperCase() } }],
			twice(NOTE, { email: EMAIL, note: 'Invited by the assistant' }),
			'Ada was invited.',
		]);
		const { client, credentials } = everything;
		const openAiApi = await client.createCredential('openAiApi', 'Scripted model', {
			apiKey: 'none',
			url: await model.start(),
		});
		const file = join(folder, 'agent.json');
		await writeFile(file, JSON.stringify(workflow(everything.demo.interviews.support)));
		const { id } = await client.importWorkflow(file, { ...credentials, openAiApi });
		expect(await client.publish(id)).toBeNull();
		await http.post(`${client.url}/webhook/${PATH}`, { text: 'Invite Ada Lovelace' });
		await waitFor(
			'the agent to end',
			async () => {
				const [execution] = await client.executions(id);
				if (execution?.status === 'error')
					throw new Error(await client.executionData(execution.id));
				return execution?.status === 'success';
			},
			{ timeoutMs: 60_000 },
		);
	});

	afterAll(async () => {
		await model?.stop();
		await finish(everything);
		await rm(folder, { recursive: true, force: true });
	});

	test('knows what each tool does and needs', () => {
		const { Invite_to_Interview: invite, Add_Note: addNote } = model.tools;
		expect(invite.description).toBe('Invite a person to an interview in Willo');
		expect(invite.parameters.required).toEqual(['name', 'email']);
		expect(addNote.description).toBe('Add a note to a candidate in Ashby');
		expect(addNote.parameters.required).toEqual(['email', 'note']);
	});

	test('is told of each repeated call that the person was invited before', () => {
		const told = model.toolAnswers.map(
			(answer) => /alreadyInvited\\*":(true|false)/.exec(answer)?.[1],
		);
		expect(told.slice(0, 3)).toEqual(['false', 'true', 'true']);
	});

	test('invites a person once, however often it calls the tool', () => {
		expect(model.toolAnswers.length).toBeGreaterThanOrEqual(3);
		expect(everything.willo.invitations).toHaveLength(1);
		expect(invitationsOf(everything, EMAIL)).toHaveLength(1);
	});

	test('adds its note once', () => {
		expect(notesOf(everything, candidateId)).toEqual(['Invited by the assistant']);
	});
});

/** A webhook, an agent, its model and two tools, as a person would connect them. */
function workflow(interview: string) {
	const nodes = [
		node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: PATH }),
		node('AI Agent', '@n8n/n8n-nodes-langchain.agent', 3, {
			promptType: 'define',
			text: '={{ $json.body.text }}',
			options: {},
		}),
		node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.3, {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: false,
			options: {},
		}),
		node(INVITE, 'n8n-nodes-ashby-willo.willoTool', 1, {
			interview: { __rl: true, mode: 'id', value: interview },
			name: "={{ $fromAI('name', 'Full name of the person') }}",
			email: "={{ $fromAI('email', 'Email of the person') }}",
		}),
		node(NOTE, 'n8n-nodes-ashby-willo.ashbyTool', 1, {
			operation: 'addNote',
			candidate: {
				__rl: true,
				mode: 'email',
				value: "={{ $fromAI('email', 'Email of the candidate') }}",
			},
			note: "={{ $fromAI('note', 'What the note says') }}",
			options: { identifyingText: "={{ $fromAI('note', 'What the note says') }}" },
		}),
	];
	const to = (type: string, name = 'AI Agent') => ({
		[type]: [[{ node: name, type, index: 0 }]],
	});
	return {
		id: 'agent',
		name: 'Agent',
		nodes,
		connections: {
			Webhook: to('main'),
			Model: to('ai_languageModel'),
			[INVITE]: to('ai_tool'),
			[NOTE]: to('ai_tool'),
		},
		// As the editor saves it. In the older order, the agent goes on before its tools have answered.
		settings: { executionOrder: 'v1' },
	};
}

function node(name: string, type: string, typeVersion: number, parameters: object) {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}
