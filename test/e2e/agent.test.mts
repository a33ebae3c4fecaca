/** The nodes as tools of n8n's AI Agent, driven by a model that calls them more often than it should. */
import type { IDataObject } from 'n8n-workflow';
import type { Everything } from '../../scripts/everything.mts';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { ScriptedModel } from './agentModel.mts';
import { finish, invitationsOf, notesOf, start } from './setup.mts';
import { apply, importOwn } from './templateRun.mts';

const EMAIL = 'ada.lovelace@example.com';
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
	let candidateId: string;

	beforeAll(async () => {
		everything = await start();
		candidateId = apply(everything, 'Ada Lovelace').id;
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
		const { id } = await importOwn(
			{ client, credentials: { ...credentials, openAiApi } },
			nodesFor(everything.demo.interviews.support),
			{
				Webhook: to('main'),
				Model: to('ai_languageModel'),
				[INVITE]: to('ai_tool'),
				[NOTE]: to('ai_tool'),
			},
		);
		expect(await client.publish(id)).toBeNull();
		await http.post(`${client.url}/webhook/${PATH}`, { text: 'Invite Ada Lovelace' });
		const ended = async () => {
			const [execution] = await client.executions(id);
			if (execution?.status === 'error') throw new Error(await client.executionData(execution.id));
			return execution?.status === 'success';
		};
		await waitFor('the agent to end', ended, { timeoutMs: 60_000 });
	});

	afterAll(async () => {
		await model?.stop();
		await finish(everything);
	});

	test('knows what each tool does and needs', () => {
		const { Invite_to_Interview: invite, Add_Note: addNote } = model.tools;
		expect(invite.description).toBe('Invite a person to an interview in Willo');
		expect(invite.parameters.required).toEqual(['name', 'email']);
		expect(addNote.description).toBe('Add a note to a candidate in Ashby');
		expect(addNote.parameters.required).toEqual(['email', 'note']);
	});

	test('invites a person once, however often it calls the tool, and is told of each repeated call', () => {
		const told = model.toolAnswers.map(
			(answer) => /alreadyInvited\\*":(true|false)/.exec(answer)?.[1],
		);
		expect(told.slice(0, 3)).toEqual(['false', 'true', 'true']);
		expect(everything.willo.invitations).toHaveLength(1);
		expect(invitationsOf(everything, EMAIL)).toHaveLength(1);
	});

	test('adds its note once', () => {
		expect(notesOf(everything, candidateId)).toEqual(['Invited by the assistant']);
	});
});

const to = (type: string) => ({ [type]: [[{ node: 'AI Agent', type, index: 0 }]] });

/** A webhook, an agent, its model and two tools, as a person would set them up. */
function nodesFor(interview: string) {
	const fromAi = (name: string, what: string) => `={{ $fromAI('${name}', '${what}') }}`;
	const note = fromAi('note', 'What the note says');
	const picked = (mode: string, value: string) => ({ __rl: true, mode, value });
	return [
		node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: PATH }),
		node('AI Agent', '@n8n/n8n-nodes-langchain.agent', 3, {
			promptType: 'define',
			text: '={{ $json.body.text }}',
			options: {},
		}),
		node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.3, {
			model: picked('id', 'scripted'),
			responsesApiEnabled: false,
			options: {},
		}),
		node(INVITE, 'n8n-nodes-ashby-willo.willoTool', 1, {
			interview: picked('id', interview),
			name: fromAi('name', 'Full name of the person'),
			email: fromAi('email', 'Email of the person'),
		}),
		node(NOTE, 'n8n-nodes-ashby-willo.ashbyTool', 1, {
			operation: 'addNote',
			candidate: picked('email', fromAi('email', 'Email of the candidate')),
			note,
			options: { identifyingText: note },
		}),
	];
}

function node(name: string, type: string, typeVersion: number, parameters: IDataObject) {
	return { name, type, typeVersion, parameters };
}
