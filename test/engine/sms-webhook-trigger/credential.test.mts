/** SMS Webhook API: nothing can test the secret, so nothing claims to; what is surely wrong is refused. */
import { useSuite } from '../../support/suite.mts';
import { SECRET, USER } from '../../support/webhook-signers.mts';
import { useWebhooks } from '../../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

const TYPE = 'smsWebhookApi';

afterEach(async () => {
	await suite.engine.credentials.add(TYPE, { secret: SECRET, username: USER });
});

test('has no test: the editor would call a made-up secret "tested successfully"', () => {
	// As n8n decides whether to offer a test: the credential has one, or a node has one for it.
	const { nodes, credentials } = suite.engine.registry;
	expect(credentials[TYPE]).toBeDefined();
	expect(credentials[TYPE]?.test).toBeUndefined();
	const users = Object.keys(nodes).flatMap((type) => {
		const { description } = suite.engine.registry.getByNameAndVersion(type);
		return (description.credentials ?? []).filter(({ name }) => name === TYPE);
	});
	expect(users).toHaveLength(1);
	expect(users.every(({ testedBy }) => testedBy === undefined)).toBe(true);
});

test.each([
	['', /not filled in/],
	['   ', /not filled in/],
	['short', /fewer than 8 characters/],
	['https://n8n.example.com/webhook/x', /Secret is a URL/],
	['HTTP://n8n.example.com/webhook/x', /Secret is a URL/],
])('%j is refused when the workflow is published', async (secret, message) => {
	await suite.engine.credentials.add(TYPE, { secret, username: USER });
	const hosted = host.add({ provider: 'submail' }, [TYPE]);
	await expect(hosted.activate()).rejects.toThrow(message);
});

test('blanks around a copied secret do not matter', async () => {
	await suite.engine.credentials.add(TYPE, { secret: ` ${SECRET}\n`, username: USER });
	const hosted = host.add({ provider: 'submail' }, [TYPE]);
	await expect(hosted.activate()).resolves.toBeUndefined();
});
