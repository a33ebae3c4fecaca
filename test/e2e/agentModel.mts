/** A language model that follows a script, behind the API of OpenAI's chat completions. */
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';

interface Tool {
	name: string;
	description: string;
	parameters: { required?: string[] };
}

interface Question {
	messages: { role: string; content: unknown }[];
	tools?: { function: Tool }[];
}

/** What the model does each time it is asked: calls tools by the names of their nodes, or says something. */
type Script = Array<{ tool: string; arguments: Record<string, unknown> }[] | string>;

export class ScriptedModel {
	/** What n8n asked, in order. */
	readonly questions: Question[] = [];
	private readonly server: FastifyInstance = fastify();

	constructor(private readonly script: Script) {
		this.server.post<{ Body: Question }>('/v1/chat/completions', async (request) => {
			const turn = this.questions.push(request.body) - 1;
			const message = messageOf(this.script[turn], turn);
			const finish_reason = 'tool_calls' in message ? 'tool_calls' : 'stop';
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			const choices = [{ index: 0, message, finish_reason }];
			const common = { id: `c${turn}`, created: 0, model: 'scripted' };
			return { ...common, object: 'chat.completion', choices, usage };
		});
	}

	/** What an OpenAI credential has as its base URL. */
	async start(): Promise<string> {
		return `${await this.server.listen({ port: 0, host: '127.0.0.1' })}/v1`;
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	/** The tools as the model sees them, by name. */
	get tools(): Record<string, Tool> {
		const tools = this.questions[0]?.tools ?? [];
		return Object.fromEntries(tools.map((tool) => [tool.function.name, tool.function]));
	}

	/** What the tools answered, in order. */
	get toolAnswers(): string[] {
		const messages = this.questions.at(-1)?.messages ?? [];
		return messages
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => JSON.stringify(content));
	}
}

function messageOf(step: Script[number], turn: number) {
	if (typeof step === 'string') return { role: 'assistant', content: step };
	const tool_calls = step.map(({ tool, arguments: given }, index) => ({
		index,
		id: `call-${turn}-${index}`,
		type: 'function',
		function: { name: tool.replace(/\W+/g, '_'), arguments: JSON.stringify(given) },
	}));
	return { role: 'assistant', content: '', tool_calls };
}
