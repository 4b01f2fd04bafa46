import { useAsking } from '../../support/asking.mts';
import { number } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';
const suite = useSuite();
const host = useAsking(suite);
test('x', async () => {
	const spec = { type: 'n8n-nodes-sms-suite.sendSms', credentials: ['clickSendApi'], parameters: { operation: 'sendAndWait', providers: ['clickSend'], to: number(1), message: 'Deploy?', responseType: 'approval' } };
	const w = await host.ask(spec);
	await host.visit(host.links()[number(1)]!, { answer: 'approve' });
	const a = await host.askAgain(w);
	console.log(JSON.stringify(a.asked.run.data.resultData, null, 1).slice(0, 3000), a.asked.run.status, a.waitTill);
});
