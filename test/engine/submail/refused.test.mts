/** What SUBMAIL would refuse is reported before any request, with item, parameter and hint. */
import { type IDataObject, type INodePropertyCollection, type INodeProperties } from 'n8n-workflow';
import { type NodeSpec } from '../../support/engine.mts';
import { errorOf, ON_ERROR } from '../../support/send.mts';
import {
	arrived,
	INTERNATIONAL,
	mainland,
	type NamedForm,
	PLAIN,
	sendingTemplate,
	sendingText,
	SHA1_V2,
	useForm,
} from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

interface Case {
	name: string;
	item: IDataObject;
	from?: string;
	options?: IDataObject;
	template?: string;
	parameter: string;
	kind: string;
	says: RegExp;
	wayOut: RegExp;
}

const to = mainland(1);
const AT_HOME: Case[] = [
	{
		name: 'no signature',
		item: { to, text: 'Disk full' },
		parameter: 'Message',
		kind: 'content',
		says: /requires a signature at the beginning/,
		wayOut: /【your signature】.*From/,
	},
	{
		name: 'a signature after the text',
		item: { to, text: 'Disk full【Acme】' },
		parameter: 'Message',
		kind: 'content',
		says: /requires a signature at the beginning/,
		wayOut: /From/,
	},
	...['【A】Disk full', '【】Disk full', '【A name of eleven】Disk full'].map((text) => ({
		name: `the signature of ${text}`,
		item: { to, text },
		parameter: 'Message',
		kind: 'invalidSender',
		says: /signature at the beginning of Message does not have 2 to 10 characters/,
		wayOut: /approved for the app/,
	})),
	...['A', 'A name of eleven', '+61411111111'].map((from) => ({
		name: `From ${from}`,
		item: { to, text: 'Disk full' },
		from,
		parameter: 'From',
		kind: 'invalidSender',
		says: /From ".+" is not a signature of 2 to 10 characters/,
		wayOut: /brackets 【】/,
	})),
	{
		name: 'From with a template',
		item: { to, code: '1' },
		from: 'A name of eleven',
		template: 'SbTpl1',
		parameter: 'From',
		kind: 'invalidSender',
		says: /2 to 10 characters/,
		wayOut: /brackets 【】/,
	},
	{
		name: 'only a signature',
		item: { to, text: '【Sandbox】 ' },
		parameter: 'Message',
		kind: 'content',
		says: /contains only a signature/,
		wayOut: /text after it/,
	},
	{
		name: '1001 characters with the signature',
		item: { to, text: '【Sandbox】'.padEnd(1001, 'x') },
		parameter: 'Message',
		kind: 'content',
		says: /1001 characters with its signature, more than the 1000/,
		wayOut: /Shorten/,
	},
	{
		name: '1001 characters with the signature of From',
		item: { to, text: 'x'.repeat(995) },
		from: 'Acme',
		parameter: 'Message',
		kind: 'content',
		says: /1001 characters/,
		wayOut: /Shorten/,
	},
	{
		name: 'a reference of 33 characters',
		item: { to, text: '【Sandbox】x' },
		options: { reference: 'r'.repeat(33) },
		parameter: 'Reference',
		kind: 'content',
		says: /33 characters, more than the 32/,
		wayOut: /Shorten the reference/,
	},
	{
		name: 'a number of another country',
		item: { to: '+61411111111', text: '【Sandbox】x' },
		parameter: 'To',
		kind: 'countryBlocked',
		says: /domestic.*mainland China \(\+86\) only/,
		wayOut: /international app/,
	},
	{
		name: 'a number of another country, with a template',
		item: { to: '+61411111111', code: '1' },
		template: 'SbTpl1',
		parameter: 'To',
		kind: 'countryBlocked',
		says: /domestic/,
		wayOut: /international app/,
	},
	{
		name: 'a landline',
		item: { to: '+861065529988', text: '【Sandbox】x' },
		parameter: 'To',
		kind: 'invalidRecipient',
		says: /11 digits/,
		wayOut: /Check the number/,
	},
	{
		name: 'no template',
		item: { to, code: '1' },
		template: ' ',
		parameter: 'Template',
		kind: 'content',
		says: /Template is empty/,
		wayOut: /Choose a template/,
	},
	{
		name: 'a variable that is a list',
		item: { to, code: ['1'] },
		template: 'SbTpl1',
		parameter: 'Variables',
		kind: 'content',
		says: /Value in row 1 of Variables is a list/,
		wayOut: /expression/,
	},
];

const ABROAD: Case[] = [
	{
		name: 'a number of mainland China',
		item: { to, text: 'x' },
		parameter: 'To',
		kind: 'countryBlocked',
		says: /international.*mainland China/,
		wayOut: /domestic app/,
	},
	{
		name: '501 characters',
		item: { to: '+61411111111', text: 'x'.repeat(501) },
		parameter: 'Message',
		kind: 'content',
		says: /501 characters.*500/,
		wayOut: /Shorten/,
	},
	{
		name: 'From with a template',
		item: { to: '+61411111111', code: '1' },
		from: 'Acme',
		template: 'SbInt1',
		parameter: 'From',
		kind: 'invalidSender',
		says: /have no signature/,
		wayOut: /Leave From empty/,
	},
	{
		name: 'From that is a number',
		item: { to: '+61411111111', text: 'x' },
		from: '+61422222222',
		parameter: 'From',
		kind: 'invalidSender',
		says: /2 to 10 characters/,
		wayOut: /brackets/,
	},
];

function specOf({ from, options, template }: Case): NodeSpec {
	const parameters = { from: { __rl: true, mode: 'value', value: from ?? '' } };
	const settings = ON_ERROR.errorOutput;
	return template === undefined
		? sendingText(options, settings, parameters)
		: sendingTemplate(template, options, settings, parameters);
}

describe.each<[NamedForm, Case[]]>([
	[PLAIN, AT_HOME],
	[SHA1_V2, AT_HOME.slice(0, 1)],
	[INTERNATIONAL, ABROAD],
])('$name', (form, cases) => {
	useForm(suite, form);

	test.each(cases)('$name: reported before any request', async (one) => {
		const outcome = await suite.engine.run(specOf(one), [one.item]);
		expect(suite.sandbox.requests()).toEqual([]);
		expect(outcome.outputs.map((output) => output.length)).toEqual([0, 1]);
		const { failure, message } = errorOf(outcome.outputs[1]?.[0]?.json ?? {}) as {
			failure: IDataObject;
			message: string;
		};
		expect(failure).toMatchObject({ parameter: one.parameter, class: one.kind });
		expect(message).not.toMatch(/^Item/);
		expect(message).toMatch(one.says);
		expect(failure.hint).toMatch(one.wayOut);
	});
});

describe('at home', () => {
	useForm(suite, PLAIN);

	test('the others are sent, including those just within the limits', async () => {
		const longest = '【Sandbox】'.padEnd(1000, 'x');
		const outcome = await suite.engine.run(
			sendingText({ reference: '={{ $json.ref }}' }, ON_ERROR.errorOutput),
			[
				{ to, text: 'no signature' },
				{ to, text: longest, ref: '😀'.repeat(32) },
				{ to, text: '【十个字的短信签名呀呀】ok' },
			],
		);
		expect(outcome.outputs.map((output) => output.length)).toEqual([2, 1]);
		expect(outcome.outputs[1]?.[0]?.pairedItem).toMatchObject({ item: 0 });
		expect(arrived(suite).sort()).toEqual(
			[`${to} ${longest}`, `${to} 【十个字的短信签名呀呀】ok`].sort(),
		);
	});
});

describe('abroad', () => {
	useForm(suite, INTERNATIONAL);

	test('500 characters are within the limit', async () => {
		const text = 'x'.repeat(500);
		const outcome = await suite.engine.run(sendingText(), [{ to: '+61411111111', text }]);
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ outcome: 'accepted', segments: 4 });
	});
});

describe('Send At', () => {
	useForm(suite, PLAIN);
	const LATER = '2035-01-31T09:00:00';
	const items = [
		{ to, text: '【Sandbox】one' },
		{ to: mainland(2), text: '【Sandbox】two' },
	];

	const optionsOf = ({ displayOptions, options = [] }: INodeProperties) => ({
		operation: displayOptions?.show?.operation?.[0],
		names: (options as INodePropertyCollection[]).map(({ name }) => name),
	});

	test('is not offered', () => {
		const { description } = suite.engine.registry.getByNameAndVersion(
			'n8n-nodes-sms-suite.submail',
		);
		const offered = description.properties
			.filter(({ name, displayOptions }) => {
				const shown = displayOptions?.show?.operation?.map(String) ?? [];
				return name === 'options' && shown.some((operation) => operation.startsWith('send'));
			})
			.map(optionsOf);
		expect(offered).toHaveLength(2);
		for (const { names } of offered) {
			expect(names).toContain('reference');
			expect(names).not.toContain('sendAt');
		}
	});

	const sendSms: NodeSpec = {
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['submailApi'],
		parameters: {
			operation: 'send',
			providers: ['submail'],
			to: '={{ $json.to }}',
			message: '={{ $json.text }}',
			options: { sendAt: LATER },
		},
	};

	test('Send SMS: refused as a setting, before anything is sent', async () => {
		const stopped = await suite.engine.run(sendSms, items);
		expect(stopped.error?.message).toBe('SUBMAIL cannot send at a later time. Nothing was sent');
		expect(stopped.error?.description).toContain('Wait node');
		const spread = await suite.engine.run({ ...sendSms, settings: ON_ERROR.errorOutput }, items);
		expect(spread.outputs.map((output) => output.length)).toEqual([0, 2]);
		expect(errorOf(spread.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			failure: { class: 'configuration', parameter: 'Send At' },
		});
		expect(suite.sandbox.requests()).toEqual([]);
	});
});
