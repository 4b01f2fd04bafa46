/** Data that exists at ClickSend before a test begins. */
import { fetch } from 'undici';

interface Answer {
	data: { messages: Array<{ message_id: string }> };
}

const headers = {
	'content-type': 'application/json',
	authorization: `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`,
};

const post = async (url: string, path: string, body: object) =>
	await fetch(`${url}/clicksend${path}`, { method: 'POST', headers, body: JSON.stringify(body) });

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

export interface InboundRule {
	rule_name: string;
	action: string;
	action_address: string;
	message_search_type: number;
	message_search_term: string;
}

/** The inbound rules of the account, in the order of their creation. */
export async function inboundRules(url: string): Promise<InboundRule[]> {
	const answer = await fetch(`${url}/clicksend/v3/automations/sms/inbound?limit=100`, { headers });
	return ((await answer.json()) as { data: { data: InboundRule[] } }).data.data;
}

/** Adds an inbound rule as a person would. */
export async function addInboundRule(url: string, rule: Partial<InboundRule>): Promise<void> {
	const { ok } = await post(url, '/v3/automations/sms/inbound', {
		dedicated_number: '*',
		enabled: 1,
		message_search_type: 0,
		message_search_term: '',
		webhook_type: 'json',
		...rule,
	});
	expect(ok).toBe(true);
}
