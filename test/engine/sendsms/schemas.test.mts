/** The output schema of Send SMS. */
import { rowsOf } from '../../support/clicksend.mts';
import { holdSchemas } from '../../support/schemas.mts';
import { number, SEND_SMS, sending } from '../../support/send.mts';
import { mainland } from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const item = { to: number(1), text: 'Disk full' };

/** With everything a message can have, with as little as possible, and through the second provider. */
async function send() {
	const options = { sendAt: '2035-01-01T00:00:00', reference: 'r' };
	const full = await suite.engine.run(sending(SEND_SMS, options), [item]);
	const plain = await suite.engine.run(sending(SEND_SMS), [{ ...item, to: number(2) }]);
	suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 403 });
	const both = {
		...SEND_SMS,
		credentials: ['clickSendApi', 'submailApi'],
		parameters: { ...SEND_SMS.parameters, providers: ['clickSend', 'submail'] },
	};
	const second = await suite.engine.run(sending(both), [
		{ to: mainland(1), text: '【Sandbox】Disk full' },
	]);
	return [full, plain, second].flatMap(rowsOf);
}

/** Of messages that a carrier refused, that nobody lists, and whose provider reports the time. */
async function getStatus() {
	const items = await send();
	for (const { messageId, status } of items) {
		if (status === 'scheduled') continue;
		suite.sandbox.carrier(messageId as string, 'undelivered', '12');
	}
	const node = {
		...SEND_SMS,
		parameters: { ...SEND_SMS.parameters, operation: 'getStatus' },
	};
	const asked = [...items, { provider: 'clickSend', messageId: 'A' }];
	const listed = asked.filter(({ provider }) => provider === 'clickSend');
	return rowsOf(await suite.engine.run(node, listed));
}

holdSchemas(suite, 'SendSms', { outputs: { send, getStatus } });
