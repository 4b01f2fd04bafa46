/** Data that exists at ClickSend before a test begins. */
import { fetch } from 'undici';

interface Answer {
	data: { messages: Array<{ message_id: string }> };
}

const post = async (url: string, path: string, body: object) =>
	await fetch(`${url}/clicksend${path}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			authorization: `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`,
		},
		body: JSON.stringify(body),
	});

/** Sends a native ClickSend request to the sandbox; returns the ids of its messages. */
export async function seedMessages(url: string, path: string, body: object): Promise<string[]> {
	const { data } = (await (await post(url, path, body)).json()) as Answer;
	return data.messages.map(({ message_id }) => message_id);
}

/** Adds a rule to the account that keeps received messages or receipts (`voice`: of calls) for polling. */
export async function addPollRule(
	url: string,
	kind: 'inbound' | 'receipts' | 'voice',
): Promise<void> {
	const rules = kind === 'voice' ? 'voice/receipts' : `sms/${kind}`;
	const { ok } = await post(url, `/v3/automations/${rules}`, {
		rule_name: 'n8n',
		action: 'POLL',
		enabled: 1,
		dedicated_number: '*',
	});
	expect(ok).toBe(true);
}
