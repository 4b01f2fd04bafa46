/** The example workflow with all five providers, run unchanged (issue 4, "Done when"). */
import { type INode } from 'n8n-workflow';
import { findGreetingFaults, GREETINGS, GUEST } from '../../../demo/every-provider.mts';
import { EVERY_PROVIDER_EXAMPLE, readExample, withCredential } from '../../../demo/workflow.mts';
import { PROVIDERS } from '../../../nodes/providers';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();

test('one text through each provider of the pack', async () => {
	const types = Object.keys(accounts(suite.sandbox.url));
	const { connections, nodes } = types.reduce(
		(filled, type) => withCredential(filled, type, { id: type, name: type }),
		readExample(EVERY_PROVIDER_EXAMPLE),
	);
	const outcome = await suite.engine.runWorkflow(
		{ connections, nodes: nodes as unknown as INode[] },
		{ start: 'Say hello', watched: 'Text through EngageLab SMS' },
		[{ headers: {}, params: {}, query: {}, body: GUEST }],
	);
	expect(outcome.error).toBeUndefined();
	expect(findGreetingFaults(suite.sandbox.messages())).toEqual([]);
	const providers = PROVIDERS.map(({ provider }) => provider.id);
	expect(GREETINGS.map(({ provider }) => provider).sort()).toEqual(providers.sort());
});

test('a text that is missing or came another way is reported', () => {
	const arrived = GREETINGS.map((greeting) => ({ ...greeting }));
	expect(findGreetingFaults(arrived.slice(1))).toEqual([
		'did not arrive: +61411111111 “Hello Ada, from ClickSend”',
	]);
	const [first, ...others] = arrived;
	const astray = [{ ...(first ?? arrived[1]!), provider: 'submail' }, ...others];
	expect(findGreetingFaults(astray)).toEqual([
		'did not come through clickSend: the text to +61411111111',
	]);
});
