/** Messages that are at ClickSend before a test begins. */
import { fetch } from 'undici';

interface Answer {
	data: { messages: Array<{ message_id: string }> };
}

/** Sends a request of ClickSend's own to the sandbox; the ids of its messages. */
export async function seedMessages(url: string, path: string, body: object): Promise<string[]> {
	const response = await fetch(`${url}/clicksend${path}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			authorization: `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`,
		},
		body: JSON.stringify(body),
	});
	const { data } = (await response.json()) as Answer;
	return data.messages.map(({ message_id }) => message_id);
}
