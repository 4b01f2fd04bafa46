/** A call without proof costs next to nothing: no credential is decrypted, no filter is read. */
import type { IWebhookFunctions } from 'n8n-workflow';
import { receive } from '../../nodes/SmsWebhookTrigger/receive';
import { type Push, SECRET, signV2, v2Message } from '../support/webhook-signers.mts';

async function answerTo({ method = 'POST', headers, body = '' }: Push) {
	const asked: string[] = [];
	const told = { status: 0 };
	const response = {
		on: () => undefined,
		status(status: number) {
			told.status = status;
			return { type: () => ({ send: () => undefined }) };
		},
	};
	const values: Record<string, unknown> = {
		provider: 'smsMobileApi',
		smsMobileApiVersion: 'v2',
		events: ['messageReceived'],
		simplify: true,
		filters: { pattern: '(' },
		verifySignature: true,
	};
	const ctx = {
		getNode: () => ({
			...{ id: 'n', name: 'Trigger', webhookId: 'w', parameters: {}, typeVersion: 1 },
			credentials: { smsWebhookApi: { id: '1', name: 'x' } },
		}),
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: '1' }),
		getWorkflowStaticData: () => ({}),
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, fallback: unknown) => {
			asked.push(name);
			return values[name] ?? fallback ?? 'v2';
		},
		getCredentials: async () => {
			asked.push('credential');
			return await Promise.resolve({ secret: SECRET });
		},
		getRequestObject: () => ({ method, headers, rawBody: Buffer.from(body) }),
		getQueryData: () => ({}),
		getBodyData: () => ({}),
		getResponseObject: () => response,
		logger: { debug: () => undefined, error: () => undefined },
	};
	await receive(ctx as unknown as IWebhookFunctions);
	return { status: told.status, asked };
}

const genuine = signV2(v2Message('1'));

test.each([
	['another method', { ...genuine, method: 'GET' as const }, 405],
	['no signature', { ...genuine, headers: {} }, 401],
	['an old signature', signV2(v2Message('1'), SECRET, 1_000_000_000), 401],
])('%s: nothing is decrypted and no filter is read', async (_what, push, status) => {
	const answer = await answerTo(push);
	expect(answer.status).toBe(status);
	expect(answer.asked).not.toContain('credential');
	expect(answer.asked).not.toContain('filters');
});

test('a wrong signature: only the secret is decrypted', async () => {
	const answer = await answerTo(signV2(v2Message('1'), 'another-secret-of-24-ch'));
	expect(answer.status).toBe(401);
	expect(answer.asked.filter((name) => name === 'credential')).toHaveLength(1);
	expect(answer.asked).not.toContain('filters');
});

test('a genuine call: the filter is read, and one that cannot be used is said', async () => {
	const answer = await answerTo(genuine);
	expect(answer.asked).toContain('filters');
	expect(answer.status).toBe(503);
});
