/** The test of SMS Webhook API: no server can check the secret, so the test looks for obvious mistakes. */
import { CredentialTestContext } from 'n8n-core';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

async function check(secret: unknown) {
	const { description, methods } = suite.engine.registry.getByNameAndVersion(
		'n8n-nodes-sms-suite.smsWebhookTrigger',
	);
	const type = 'smsWebhookApi';
	const name = description.credentials?.find((one) => one.name === type)?.testedBy;
	const run = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	const credential = {
		id: '1',
		name: 'mine',
		type,
		data: { secret: secret as string, username: '' },
	};
	return await run?.call(new CredentialTestContext(), credential);
}

test('a plausible secret', async () => {
	expect(await check('4f1c0a9d7b2e')).toEqual({
		status: 'OK',
		message: expect.stringContaining('first webhook call will show') as string,
	});
});

test.each([
	['', /empty/],
	['   ', /empty/],
	[undefined, /empty/],
	['short', /fewer than 8/],
	[' 4f1c0a9d7b2e', /space/],
	['4f1c0a9d7b2e\n', /space/],
	['https://n8n.example.com/webhook/x', /is a URL/],
])('%j is refused', async (secret, message) => {
	expect(await check(secret)).toEqual({
		status: 'Error',
		message: expect.stringMatching(message) as string,
	});
});
