import { readFault } from '../../sandbox/fault-spec.mts';
import {
	CLICKSEND_DOWN,
	expectedTexts,
	findFailoverFaults,
	OUTAGE,
	tellAttempts,
} from '../../demo/failover.mts';
import { whereToLook } from '../../demo/where-to-look.mts';
import { N8nRest } from '../../demo/rest.mts';

const NUMBERS = ['+8613800138000'];
const expected = expectedTexts(OUTAGE, NUMBERS);
const [text = { to: '', text: '' }] = expected;

const broken = { class: 'unknownOutcome', code: 'ECONNRESET', message: 'The connection broke' };
const down = { provider: 'clickSend', outcome: 'unknown', failure: broken };
const sent = { provider: 'submail', outcome: 'accepted', messageId: 'abc' };
const item = { provider: 'submail', attempts: [down, sent] };
const arrived = { ...text, provider: 'submail' };

const faults = (messages: Array<typeof arrived>, items: object[] = [item]): string[] =>
	findFailoverFaults(expected, messages, items);

test('the text is signed, as SUBMAIL requires', () => {
	expect(expected).toEqual([
		{ to: '+8613800138000', text: '【Sandbox】DOWN db-1: No answer for 5 minutes' },
	]);
});

test('one text through SUBMAIL after an attempt at ClickSend: no faults', () => {
	expect(faults([arrived])).toEqual([]);
});

test('a text that is missing, or arrived twice, is reported', () => {
	expect(faults([])).toEqual([`did not arrive: ${text.to} “${text.text}”`]);
	expect(faults([arrived, arrived])).toEqual([`arrived more than once: ${text.to} “${text.text}”`]);
});

test('a text that was sent through ClickSend does not prove failover', () => {
	const story = { provider: 'clickSend', attempts: [{ ...sent, provider: 'clickSend' }] };
	expect(faults([{ ...arrived, provider: 'clickSend' }], [story])).toEqual([
		'not tried at ClickSend and then sent by SUBMAIL: clickSend: accepted (message abc)',
		'did not come through SUBMAIL: the text to +8613800138000',
	]);
});

test('skipping ClickSend without an attempt does not prove it either', () => {
	const story = { provider: 'submail', attempts: [{ ...down, skipped: true }, sent] };
	expect(faults([arrived], [story])).toHaveLength(1);
});

test('a broken connection that was not recognised is reported', () => {
	const vague = { ...down, failure: { ...broken, code: 'NO_ANSWER' } };
	expect(faults([arrived], [{ provider: 'submail', attempts: [vague, sent] }])).toEqual([
		'the broken connection is not told as ECONNRESET: clickSend: unknown (The connection broke [NO_ANSWER])',
	]);
});

test('an output without the message is reported', () => {
	expect(faults([arrived], [])).toEqual(['Send SMS tells of 0 messages instead of 1']);
	expect(faults([arrived], [{}])).toHaveLength(1);
});

test('the attempts of a message, one line each', () => {
	expect(tellAttempts(item)).toEqual([
		'clickSend: unknown (The connection broke [ECONNRESET])',
		'submail: accepted (message abc)',
	]);
	expect(tellAttempts(undefined)).toEqual([]);
});

test('the sandbox accepts the fault, for ClickSend only', () => {
	expect(readFault(CLICKSEND_DOWN)).toMatchObject({ wire: 'clicksend' });
});

test('where to look: all workflows, and commands to take ClickSend down and up again', () => {
	const live = (id: string) => ({
		id,
		name: `Workflow ${id}`,
		webhookUrl: `http://127.0.0.1:1/webhook/${id}`,
		header: { name: 'X-Alert-Token', value: 'a value' },
		numbers: NUMBERS,
	});
	const shown = whereToLook('http://127.0.0.1:1', 'http://127.0.0.1:2', {
		rest: new N8nRest('http://127.0.0.1:1'),
		alert: live('a'),
		failover: live('b'),
		delivered: live('g'),
		escalation: live('h'),
		everyProvider: live('c'),
		autoReply: live('d'),
		acknowledge: live('e'),
		reportLog: live('f'),
	});
	expect(shown.match(/-H 'X-Alert-Token: a value'/g)).toHaveLength(5);
	for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
		expect(shown).toContain(`http://127.0.0.1:1/workflow/${id}  Workflow ${id}`);
	}
	for (const id of ['a', 'b', 'c', 'g', 'h']) {
		expect(shown).toContain(`curl -X POST http://127.0.0.1:1/webhook/${id} `);
	}
	const [, fault = ''] =
		/__sandbox\/faults -H 'Content-Type: application\/json' -d '(.*)'/.exec(shown) ?? [];
	expect(JSON.parse(fault)).toEqual(CLICKSEND_DOWN);
	expect(shown).toContain('curl -X DELETE http://127.0.0.1:2/__sandbox/faults');
});
