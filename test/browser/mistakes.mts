/** Ten mistakes of new users, and the sentences that they see after Execute step. */
import { type FaultSpec } from '../../sandbox/server.mts';
import { type CredentialReference, type WorkflowNode } from '../../demo/workflow.mts';
import { nodeOf, type World } from './world.mts';

interface Mistake {
	/** As the title of the test, and as the name of the node. */
	name: string;
	type?: string;
	parameters: Record<string, unknown>;
	/** Credentials other than the accounts of the sandbox; null is none. */
	credentials?: Record<string, 'wrong' | null>;
	/** What the provider does meanwhile. */
	fault?: FaultSpec;
	/** Everything that the user must be able to read in the output. */
	sees: string[];
	/** How many texts reach phones. */
	texts: number;
}

const [A, B] = ['+61455100001', '+61455100002'];
const send = (parameters: Record<string, unknown>) => ({
	operation: 'send',
	providers: ['clickSend'],
	to: A,
	message: 'Server db1 is down',
	...parameters,
});

export const MISTAKES: readonly Mistake[] = [
	{
		name: 'no credential at all',
		parameters: send({}),
		credentials: { clickSendApi: null },
		sees: ['ClickSend has no credential', 'Choose one at the top of the node.'],
		texts: 0,
	},
	{
		name: 'a connection that breaks, with two providers',
		parameters: send({
			providers: ['clickSend', 'submail'],
			ifUnsure: 'neverTwice',
			to: '+8613800138000', // a number that both can reach
			message: '【Sandbox】never answered',
		}),
		fault: { kind: 'resetBefore', wire: 'clicksend', method: 'POST', path: '/v3/sms/send' },
		sees: [
			'broke before it answered',
			'SUBMAIL was not tried, because If Unsure is Never Send Twice. With Make Sure It Arrives the next provider sends the text, which may then arrive twice.',
		],
		texts: 0,
	},
	{
		name: 'Dry Run left on',
		parameters: send({ options: { dryRun: true } }),
		sees: ['Dry Run: nothing was sent. To send, turn off Dry Run under Options.'],
		texts: 0,
	},
	{
		name: 'a typo among several recipients',
		parameters: send({ to: `${A}, nobody` }),
		sees: [
			'accepted, 1 was not sent',
			'"nobody" is not a phone number. Enter a phone number such as +61411111111. Separate several numbers with commas, semicolons or new lines.',
			`not repeated by a Retry of this execution: ${A},`,
			'Execute Step would send to them again: take them out of the input first.',
		],
		texts: 1,
	},
	{
		name: 'a field that does not exist among recipients',
		parameters: send({ to: `={{ $json.phone }}, ${B}` }),
		sees: ['To: {{ $json.phone }} gave nothing, so this recipient got no text.'],
		texts: 1,
	},
	{
		name: 'a field that does not exist as the only recipient',
		parameters: send({ to: '={{ $json.phone }}' }),
		sees: [
			'To has no value: this item has no such field',
			'Check the name of the field in the expression, and the input of the node.',
		],
		texts: 0,
	},
	{
		name: 'a pasted column of numbers without a country',
		parameters: send({ to: '0411111111\n0422222222\n0433333333' }),
		sees: [
			'0 of 3 messages were accepted, 3 were not sent',
			'3 numbers have no country: 0411111111, 0422222222, 0433333333. Set Default Country under Options, or write + and the country code in front.',
		],
		texts: 0,
	},
	{
		name: 'two numbers with a blank between them',
		parameters: send({ to: '0411111111 0422222222', options: { defaultCountry: 'AU' } }),
		sees: [
			'To: "0411111111 0422222222" is too long',
			'Check the digits. Separate several numbers with commas, semicolons or new lines.',
		],
		texts: 0,
	},
	{
		name: 'a template without its variable',
		type: 'engageLabSms',
		parameters: {
			resource: 'message',
			operation: 'send',
			to: A,
			template: { __rl: true, mode: 'id', value: '1972488990548341001' },
		},
		sees: [
			'The template needs a value for text',
			'Add the missing values under Variables: EngageLab would deliver the placeholders unchanged.',
		],
		texts: 0,
	},
	{
		name: 'a timeout below zero',
		parameters: send({ options: { timeout: '={{ -5 }}' } }),
		sees: [
			'Timeout is not a whole number from 1 to 3600000: -5',
			'Enter a whole number from 1 to 3600000.',
		],
		texts: 0,
	},
	{
		name: 'a wrong key, and a second provider that cannot reach the number',
		parameters: send({ providers: ['clickSend', 'submail'] }),
		credentials: { clickSendApi: 'wrong' },
		sees: [
			`${A}: ClickSend refused the credential; then `,
			'ClickSend: Check the Username and API Key in the credential. SUBMAIL: Use a credential with an international app for these numbers.',
		],
		texts: 0,
	},
];

/** The credential that each provider of the sandbox has. */
const ACCOUNTS = ['clickSendApi', 'submailApi', 'engageLabSmsApi'] as const;

function nodesOf(world: World, wrong: CredentialReference): WorkflowNode[] {
	const all = Object.assign({}, ...ACCOUNTS.map((type) => world.place.credential(type))) as Record<
		string,
		CredentialReference
	>;
	return MISTAKES.map(({ name, type = 'sendSms', parameters, credentials = {} }, index) => {
		const own = Object.entries({ ...all, ...credentials }).flatMap(([account, reference]) => {
			if (reference === null) return [];
			return [[account, reference === 'wrong' ? wrong : reference] as const];
		});
		return nodeOf(`mistake${index}`, type, parameters, {
			name,
			credentials: Object.fromEntries(own),
			position: [300, index * 160],
		});
	});
}

/** One workflow with a node for each mistake: Execute step runs one of them only. */
async function openMistakes(world: World): Promise<void> {
	const { place, editor } = world;
	const wrong = await place.rest.createCredential('Wrong key', 'clickSendApi', {
		username: 'sandbox',
		apiKey: 'of-another-provider',
		baseUrl: `${place.sandbox.url}/clicksend`,
	});
	const nodes = nodesOf(world, wrong);
	const start = nodeOf('start', 'n8n-nodes-base.manualTrigger', {});
	const { id } = await place.rest.create({
		name: 'Mistakes',
		nodes: [start, ...nodes],
		connections: {
			start: { main: [nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		},
		settings: { executionOrder: 'v1' },
	});
	await editor.openWorkflow(id);
}

export function mistakes(world: World): void {
	test('a second provider without a credential: the first one sends, and a hint says so', async () => {
		const { editor, place } = world;
		const before = place.sandbox.messages().length;
		// In the panel that is still open.
		await editor.panel.getByTestId('parameter-input-providers').click();
		await editor.page.getByRole('option', { name: 'SUBMAIL' }).click();
		await editor.panel.getByText('Parameters', { exact: true }).click();
		await editor.panel.getByTestId('node-execute-button').first().click();
		await editor.sees(
			'SUBMAIL has no credential: choose one at the top of the node, or remove it from Providers.',
		);
		expect(place.sandbox.messages().slice(before)).toMatchObject([{ provider: 'clickSend' }]);
	});

	describe('in a workflow', () => {
		beforeAll(async () => {
			await world.place.addCredentials(...ACCOUNTS);
			await openMistakes(world);
		}, 120_000);

		test.each(MISTAKES.map((mistake, index) => [mistake.name, mistake, index] as const))(
			'%s',
			async (name, { fault, sees, texts }, index) =>
				world.step(async () => {
					const { editor, place } = world;
					const before = place.sandbox.messages().length;
					if (fault) place.sandbox.fault(fault);
					await editor.openNode(name, `mistake${index}`);
					await editor.execute();
					for (const sentence of sees) await editor.sees(sentence);
					const shown = await editor.outputText();
					expect(shown).not.toMatch(/undefined|\[object Object\]|Item 0\b/);
					place.sandbox.clearFaults();
					expect(place.sandbox.messages()).toHaveLength(before + texts);
				}),
		);
	});
}
