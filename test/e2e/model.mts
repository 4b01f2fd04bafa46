/** A scripted model in place of a language model: OpenAI's chat completions, as far as n8n's node asks. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Message {
	readonly role: string;
	readonly content?: unknown;
}

/** A tool as the model sees it. */
export interface Tool {
	readonly name: string;
	readonly parameters: unknown;
}

/** What the model says next: a text, or the tools that it wants to use, with their arguments. */
export type Said = string | ReadonlyArray<{ readonly tool: string; readonly args: object }>;

/** Decides what the model says, from all messages so far. */
export type Script = (messages: readonly Message[], tools: readonly Tool[]) => Said;

interface Asked {
	readonly model: string;
	readonly stream?: boolean;
	readonly messages: readonly Message[];
	readonly tools?: ReadonlyArray<{ readonly function: Tool }>;
}

export class ScriptedModel {
	script: Script = () => 'Hello';
	/** The messages of each request. */
	readonly asked: Array<readonly Message[]> = [];
	private server: Server | undefined;
	private calls = 0;

	/** The base URL for the credential. */
	get url(): string {
		return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/v1`;
	}

	async open(): Promise<void> {
		const server = createServer((request, response) => {
			void text(request).then((body) => {
				const answer = this.answer(JSON.parse(body) as Asked);
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(answer));
			});
		});
		this.server = server;
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve);
		});
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	private answer({ model, messages, tools = [], stream }: Asked): object {
		if (stream === true) throw new Error('The scripted model does not stream');
		this.asked.push(messages);
		const said = this.script(
			messages,
			tools.map((one) => one.function),
		);
		const isText = typeof said === 'string';
		const calls = isText
			? []
			: said.map(({ tool: name, args }) => ({
					...{ id: `call_${++this.calls}`, type: 'function' },
					function: { name, arguments: JSON.stringify(args) },
				}));
		return {
			...{ id: `answer_${this.asked.length}`, object: 'chat.completion', created: 1, model },
			choices: [
				{
					index: 0,
					finish_reason: isText ? 'stop' : 'tool_calls',
					message: {
						role: 'assistant',
						content: isText ? said : null,
						...(!isText && { tool_calls: calls }),
					},
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}
