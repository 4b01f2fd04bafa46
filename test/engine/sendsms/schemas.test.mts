/** The output schema of Send SMS. */
import { useAsking } from '../../support/asking.mts';
import { rowsOf } from '../../support/clicksend.mts';
import { holdSchemas } from '../../support/schemas.mts';
import { number, SEND_SMS, sending } from '../../support/send.mts';
import { mainland } from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const host = useAsking(suite);
const item = { to: number(1), text: 'Disk full' };

/** With everything a message can have, with as little as possible, repeated, and through the second provider. */
async function send() {
	const options = { sendAt: '2035-01-01T00:00:00', reference: 'r' };
	const full = await suite.engine.run(sending(SEND_SMS, options), [item]);
	const plain = await suite.engine.run(sending(SEND_SMS), [{ ...item, to: number(2) }]);
	const once = sending(SEND_SMS, { suppressRepeats: { repeat: {} } });
	await suite.engine.run(once, [{ ...item, to: number(3) }]);
	const repeated = await suite.engine.run(once, [{ ...item, to: number(3) }]);
	suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 403 });
	const both = {
		...SEND_SMS,
		credentials: ['clickSendApi', 'submailApi'],
		parameters: { ...SEND_SMS.parameters, providers: ['clickSend', 'submail'] },
	};
	const second = await suite.engine.run(sending(both), [
		{ to: mainland(1), text: '【Sandbox】Disk full' },
	]);
	return [full, plain, repeated, second].flatMap(rowsOf);
}

/** Of messages that a carrier refused, that nobody lists, and whose provider reports the time. */
async function getStatus() {
	const items = await send();
	for (const { messageId, status } of items) {
		if (status === 'scheduled' || messageId === null) continue;
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

/** Of a question that was answered, and of one that was not. */
async function sendAndWait() {
	const parameters = {
		...SEND_SMS.parameters,
		operation: 'sendAndWait',
		to: `${number(4)}, nonsense`,
		message: 'Deploy?',
		responseType: 'approval',
		options: { reference: 'r' },
	};
	const [first, second] = [
		await host.ask({ ...SEND_SMS, parameters }),
		await host.ask({ ...SEND_SMS, parameters }),
	];
	await host.visit(host.links()[number(4)] ?? '', { answer: 'approve' });
	await first.expire();
	return [...first.items, ...second.items];
}

/** Of an answer with everything it can have, and of a STOP, which is not answered. */
async function reply() {
	const received = {
		...{ event: 'messageReceived', provider: 'clickSend', from: number(5), to: '+61448000111' },
		...{ reference: 'r', optOut: false },
	};
	const node = {
		...SEND_SMS,
		parameters: {
			...SEND_SMS.parameters,
			...{ operation: 'reply', message: 'Hi!', options: { sendAt: '2035-01-01T00:00:00' } },
		},
	};
	return rowsOf(await suite.engine.run(node, [received, { ...received, optOut: true }]));
}

holdSchemas(suite, 'SendSms', { outputs: { send, getStatus, sendAndWait, reply } });
