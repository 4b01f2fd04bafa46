/** What happens to the words of a text on their way to the phone, through n8n's real engine. */
import { type IDataObject } from 'n8n-workflow';
import { segment } from '../../core/text/segments';
import { CURRENT, operation as engageLab } from '../support/engagelab.mts';
import { NODE, type NodeSpec, type Outcome } from '../support/engine.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS, stories } from '../support/send.mts';
import { byId, operationOf, rowsOf, WAYS as CLICKSEND_WAYS } from '../support/clicksend.mts';
import { mainland, operation as submail } from '../support/submail.mts';
import { useSuite } from '../support/suite.mts';
import { specOf, WAYS } from '../support/inbox-ways.mts';
import { Poller } from '../support/poller.mts';

const suite = useSuite();

const arrived = () => suite.sandbox.messages().map(({ text }) => text);
const hints = ({ run }: Outcome): string[] =>
	(run.data.resultData.runData[NODE] ?? [])
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
const failures = ({ outputs }: Outcome) =>
	outputs.flat().map(({ json }) => (json.failure ?? {}) as IDataObject);
const texts = (...all: unknown[]) =>
	all.map((text, n) => ({ to: number(n + 1), text }) as IDataObject);

describe.each(SETUPS)('$name', (setup) => {
	test('Clean Up Text: HTML, Markdown and escapes become plain text, counted in a hint', async () => {
		const written = [
			'<p><b>Disk</b> &gt; 90&nbsp;%</p><p>on db1</p>',
			'**Down**: db1\\nSee [wiki](https://a.example/x_y)',
			'2 * 3 < 7, C:\\new\\table',
		];
		const off = await suite.engine.run(sending(setup), texts(...written));
		expect(arrived()).toEqual(written);
		expect(hints(off)).toEqual([]);
		suite.sandbox.reset();
		const on = await suite.engine.run(sending(setup, { cleanUpText: true }), texts(...written));
		expect(arrived()).toEqual([
			'Disk > 90 %\non db1',
			'Down: db1\nSee wiki (https://a.example/x_y)',
			written[2],
		]);
		expect(hints(on)).toEqual([
			'Clean Up Text turned HTML, Markdown or escapes such as \\n into plain text in 2 items.',
		]);
	});

	test('an expression that gives nothing: sent anyway, told in one hint', async () => {
		const outcome = await suite.engine.run(
			sending(setup, {}, {}, { message: '=Hello {{ $json.name }}, disk is full' }),
			[
				{ to: number(1), name: 'Jane' },
				{ to: number(2) },
				{ to: number(3), name: null },
				{ to: number(4), name: '' },
				{ to: number(5), name: 'undefined' },
			],
		);
		expect(arrived()).toEqual([
			'Hello Jane, disk is full',
			...Array.from({ length: 3 }, () => 'Hello , disk is full'),
			'Hello undefined, disk is full',
		]);
		expect(hints(outcome)).toEqual(['Message of items 1, 2, 3: {{ $json.name }} gave nothing.']);
	});

	test('an expression that gives nothing: refused if the user wants that', async () => {
		const outcome = await suite.engine.run(
			sending(setup, { ifEmptyExpression: 'refuse' }, ON_ERROR.continue, {
				message: '={{ "Hello " + $json.name }}',
			}),
			[{ to: number(1), name: 'Jane' }, { to: number(2) }, { to: number(3), name: 'null' }],
		);
		expect(arrived()).toEqual(['Hello Jane', 'Hello null']);
		expect(stories(outcome)).toMatchObject([
			{ item: 0, outcome: 'accepted' },
			{ item: 1, to: number(2), outcome: 'notSent' },
			{ item: 2, outcome: 'accepted' },
		]);
		expect(failures(outcome)[1]).toMatchObject({
			class: 'content',
			message: 'Message: {{ $json.name }} gave nothing',
			hint: expect.stringContaining('Send Anyway') as string,
			parameter: 'Message',
		});
		expect(hints(outcome)).toEqual([]);
	});
});

describe('If an Expression Gives Nothing', () => {
	const GIVEN = {
		...{ name: 'Jane', empty: '', none: null, zero: 0, no: false, word: 'undefined' },
		alert: { a: 1 },
		list: ['x', { b: 2 }],
		names: ['Jane', 'Bob'],
		blank: '  ',
	};
	const gap = async (message: string, more: IDataObject = {}) => {
		const outcome = await suite.engine.run(
			sending(SEND_SMS, { ifEmptyExpression: 'refuse', ...more }, ON_ERROR.continue, { message }),
			[{ to: number(1), ...GIVEN }],
		);
		return outcome.outputs[0]?.[0]?.json.failure as IDataObject | undefined;
	};

	test.each([
		['=Hi {{ $json.nobody }}', '{{ $json.nobody }} gave nothing'],
		['={{ $json.nobody }}', '{{ $json.nobody }} gave nothing'],
		['=Hi {{ $json.name }} {{ $json.empty }}', '{{ $json.empty }} gave nothing'],
		['=Hi {{ $json["none"] }}', '{{ $json["none"] }} gave nothing'],
		['=Hi {{ $json.blank }}', '{{ $json.blank }} gave nothing'],
		['=Hi {{ $json.alert.deep.er }}', '{{ $json.alert.deep.er }} gave nothing'],
		['=Hi {{ $json.alert?.b?.c }}', '{{ $json.alert?.b?.c }} gave nothing'],
		['=Hi {{ $json.nobody.toUpperCase() }}', '{{ $json.nobody.toUpperCase() }} gave nothing'],
		['=Hi {{ $json.name * 2 }}', '{{ $json.name * 2 }} gave nothing'],
		['=Hi {{ $("Start").item.json.nobody }}', '{{ $("Start").item.json.nobody }} gave nothing'],
		[
			'={{ "Hi " + $("Start").item.json.nobody }}',
			'{{ $("Start").item.json.nobody }} gave nothing',
		],
		['={{ "Hi " + $json.nobody }}', '{{ $json.nobody }} gave nothing'],
		['={{ "Hi " + $json.empty }}', '{{ $json.empty }} gave nothing'],
		['={{ `Hi ${$json.nobody}` }}', '{{ $json.nobody }} gave nothing'],
		['={{ ("Hi " + $json.nobody).trim() }}', '{{ $json.nobody }} gave nothing'],
		['={{ "Hi ".concat($json.nobody) }}', '{{ $json.nobody }} gave nothing'],
		['={{ ["Hi", $json.nobody].join(" ") }}', '{{ $json.nobody }} gave nothing'],
		['={{ "Hi X".replace("X", $json.nobody) }}', '{{ $json.nobody }} gave nothing'],
		['={{ "Hi " + $json.nobody || "Hi you" }}', '{{ $json.nobody }} gave nothing'],
		['={{ $json.name ? "Hi " + $json.nobody : "Hi" }}', '{{ $json.nobody }} gave nothing'],
		['=Hi {{ $json.alert }}', '{{ $json.alert }} gave an object'],
		['={{ "Hi " + $json.alert }}', '{{ $json.alert }} gave an object'],
		['=Hi {{ $json.list }}', '{{ $json.list }} gave an object'],
	])('%s is refused', async (message, expected) => {
		expect(await gap(message)).toMatchObject({
			...{ class: 'content', parameter: 'Message', message: `Message: ${expected}` },
		});
		expect(arrived()).toEqual([]);
	});

	test('an object as the whole text is refused in any case', async () => {
		expect(await gap('={{ $json.alert }}')).toMatchObject({
			message: 'Message is an object, not a single value',
		});
	});

	test.each([
		['Hi undefined', 'Hi undefined'],
		['=Hi {{ $json.name }}: null, [object Object]', 'Hi Jane: null, [object Object]'],
		['={{ "undefined " + $json.word }}', 'undefined undefined'],
		['=Hi {{ $json.zero }} {{ $json.no }}', 'Hi 0 false'],
		['={{ "Hi " + $json.zero }}', 'Hi 0'],
		['=Hi {{ $json.names }}', 'Hi Jane,Bob'],
		['=Hi {{ $json.nobody ?? "you" }}', 'Hi you'],
		['=Hi {{ $json.empty || "you" }}', 'Hi you'],
		['={{ "Hi " + ($json.nobody || "you") }}', 'Hi you'],
		['=Hi{{ $json.nobody ?? "" }}', 'Hi'],
		['=Hi{{ $json.nobody ? ", " + $json.nobody : "" }}', 'Hi'],
		['=Hi {{ $if($json.nobody, $json.nobody, "you") }}', 'Hi you'],
		['=Hi {{ $ifEmpty($json.empty, "you") }}', 'Hi you'],
		['={{ "Hi " + $json.names.map((one) => one + "!").join(" ") }}', 'Hi Jane! Bob!'],
		['=Hi {{ $json.alert.a }}{{ "." }}', 'Hi 1.'],
		['={{ JSON.stringify($json.alert) }}', '{"a":1}'],
		['={{ typeof $json.nobody }}', 'undefined'],
	])('%s is sent', async (message, expected) => {
		expect(await gap(message)).toBeUndefined();
		expect(arrived()).toEqual([expected]);
	});

	test('a time is text', async () => {
		expect(await gap('=At {{ $now.toFormat("yyyy") }} {{ $now }}')).toBeUndefined();
		expect(arrived()).toHaveLength(1);
	});

	test('in stop mode the error names item, parameter, expression and the way out', async () => {
		const spec = sending(
			SEND_SMS,
			{ ifEmptyExpression: 'refuse' },
			{},
			{ message: '=Hi {{ $json.x }}' },
		);
		const { error } = await suite.engine.run(spec, [{ to: number(1) }]);
		expect(error?.message).toBe('+614******01: Message: {{ $json.x }} gave nothing');
		expect(error?.description).toContain('If an Expression Gives Nothing');
	});

	test('may differ by item, and one hint names the first expressions only', async () => {
		const options = { ifEmptyExpression: '={{ $json.mode }}' };
		const message = '=' + 'abcdefg'.replace(/./g, 'x {{ $json.$& }} ');
		const spec = sending(SEND_SMS, options, ON_ERROR.continue, { message });
		const outcome = await suite.engine.run(spec, [
			{ to: number(1), mode: 'send' },
			{ to: number(2), mode: 'refuse' },
		]);
		expect(stories(outcome).map((story) => story.outcome)).toEqual(['accepted', 'notSent']);
		expect(hints(outcome)).toEqual([
			[...'abcde'].map((name) => `Message of item 0: {{ $json.${name} }} gave nothing`).join('; ') +
				'; and 2 other expressions.',
		]);
	});

	test('a recipient that is missing among others is told, the others get the text', async () => {
		const spec = sending(
			SEND_SMS,
			{},
			{},
			{ to: `={{ $json.phone }}, ${number(1)}`, message: 'Hi' },
		);
		const outcome = await suite.engine.run(spec, [{}, { phone: number(2) }]);
		expect(suite.sandbox.messages().map(({ to }) => to)).toEqual([number(1), number(2), number(1)]);
		expect(hints(outcome)).toEqual([
			'To of item 0: {{ $json.phone }} gave nothing, so this recipient got no text.',
		]);
	});

	test('hidden parameters are not looked at', async () => {
		const variables = { variable: [{ name: 'a', value: '={{ $json.nobody }}' }] };
		const spec = sending(SEND_SMS, { ifEmptyExpression: 'refuse' }, {}, { variables });
		const outcome = await suite.engine.run(spec, texts('Hi'));
		expect(outcome.error).toBeUndefined();
	});
});

describe('template variables', () => {
	const node = (options: IDataObject, settings = {}): NodeSpec =>
		submail(
			'message',
			'sendTemplate',
			{
				...{ to: '={{ $json.to }}', template: byId('SbTpl1'), options },
				variables: { variable: [{ name: 'code', value: '={{ $json.code }}' }] },
			},
			settings,
		);

	test('SUBMAIL: cleaned up and watched like a text', async () => {
		const items = [{ to: mainland(1), code: '<b>7</b>&amp;8' }, { to: mainland(2) }];
		const outcome = await suite.engine.run(node({ cleanUpText: true }), items);
		expect(arrived()[0]).toContain('您的验证码是7&8，');
		expect(hints(outcome)).toEqual([
			'Variables of item 1: {{ $json.code }} gave nothing.',
			expect.stringContaining('in 1 item.') as string,
		]);
		suite.sandbox.reset();
		const refused = await suite.engine.run(
			node({ ifEmptyExpression: 'refuse' }, ON_ERROR.errorOutput),
			items,
		);
		expect(refused.outputs.map((output) => output.length)).toEqual([1, 1]);
		expect(errorOf(refused.outputs[1]?.[0]?.json ?? {}).failure).toMatchObject({
			message: 'Variables: {{ $json.code }} gave nothing',
		});
	});

	test('EngageLab and Send SMS: cleaned up', async () => {
		await suite.engine.credentials.add('engageLabSmsApi', CURRENT.credential(suite.sandbox.url));
		const variables = { variable: [{ name: 'text', value: 'one<br>*two*' }] };
		const options = { cleanUpText: true };
		await suite.engine.run(
			engageLab('message', 'send', {
				...{ to: number(1), template: byId(CURRENT.templateId), variables, options },
			}),
		);
		await suite.engine.run({
			type: SEND_SMS.type,
			credentials: ['engageLabSmsApi'],
			parameters: {
				...{ operation: 'send', providers: ['engageLabSms'], to: number(2), variables, options },
				contentType: 'template',
				templates: { template: [{ provider: 'engageLabSms', templateId: CURRENT.templateId }] },
			},
		});
		expect(arrived()).toEqual(['one\ntwo', 'one\ntwo']);
	});
});

describe.each(CLICKSEND_WAYS)('other channels, $authentication', (way) => {
	const operation = operationOf(way);

	test('the price is that of the cleaned text', async () => {
		const priced = async (options: IDataObject) =>
			rowsOf(
				await suite.engine.run(
					operation('sms', 'getPrice', {
						...{ to: number(1), message: `<b>${'a'.repeat(160)}</b>`, options },
					}),
				),
			)[0]?.segments;
		expect([await priced({}), await priced({ cleanUpText: true })]).toEqual([2, 1]);
	});

	test('MMS: the subject is watched like the text', async () => {
		const outcome = await suite.engine.run(
			operation('mms', 'send', {
				...{ to: number(1), subject: '=CPU {{ $json.host }}', message: '*Hi*' },
				...{ mediaUrl: 'https://example.com/a.gif', options: { cleanUpText: true } },
			}),
		);
		expect(outcome.error).toBeUndefined();
		expect(arrived().join()).toContain('Hi');
		expect(arrived().join()).not.toContain('*');
		expect(hints(outcome)[0]).toBe('Subject: {{ $json.host }} gave nothing.');
	});
});

describe('segments', () => {
	test('Smart Encoding composes letters first, and drops marks that nobody sees', async () => {
		const written = [
			`Gru\u0308ße ${'a'.repeat(150)}`,
			`\u202AServer\u202C is\u2060 down\uFE0F ${'b'.repeat(130)}`,
			`می\u200Cخواهم 👩\u200D💻 ${'c'.repeat(50)}`,
		];
		const outcome = await suite.engine.run(
			sending(SEND_SMS, { smartEncoding: true }),
			texts(...written),
		);
		expect(arrived()).toEqual([
			`Grüße ${'a'.repeat(150)}`,
			`Server is down ${'b'.repeat(130)}`,
			written[2],
		]);
		const rows = outcome.outputs[0]?.map(({ json }) => [json.encoding, json.segments]);
		expect(rows).toEqual([
			['GSM-7', 1],
			['GSM-7', 1],
			['UCS-2', 1],
		]);
	});

	test('Clean Up Text comes before Smart Encoding, and segments are those of the result', async () => {
		const text = `<p>${'a'.repeat(150)} &rarr; &ldquo;b&rdquo;</p>`;
		const outcome = await suite.engine.run(
			sending(SEND_SMS, { cleanUpText: true, smartEncoding: true, maxSegments: 1 }),
			texts(text),
		);
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ encoding: 'GSM-7', segments: 1 });
		expect(arrived()).toEqual([`${'a'.repeat(150)} -> "b"`]);
	});

	test('the provider counts an escape pair at a border as we do', async () => {
		const text = ']'.repeat(153);
		const outcome = await suite.engine.run(sending(SEND_SMS), texts(text));
		expect(segment(text).segments).toBe(3);
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ segments: 3 });
		expect(suite.sandbox.messages()[0]).toMatchObject({ segments: 3 });
	});
});

test('Send At in an hour that the clock shows twice is the first one', async () => {
	// Sydney sets its clocks back from 3:00 to 2:00 on 1 April 2035, and forward on 7 October.
	const outcome = await suite.engine.run(
		sending(SEND_SMS, { sendAt: '={{ $json.at }}' }),
		['2035-04-01T02:30:00', '2035-10-07T02:30:00'].map((at, n) => ({
			...texts('x')[0],
			to: number(n),
			at,
		})),
	);
	expect(outcome.outputs[0]?.map(({ json }) => json.scheduledAt)).toEqual([
		'2035-03-31T15:30:00.000Z',
		'2035-10-06T16:30:00.000Z',
	]);
});

describe.each(WAYS)('opt-outs through $name', (way) => {
	test('are recognized with marks, polite words and emoji', async () => {
		suite.sandbox.configure({ submailQueryMinuteMs: 0 });
		const trigger = new Poller(suite.engine, specOf(way, {}));
		await trigger.activate();
		const written = [
			'STOP ❤️',
			'退订❤️',
			'STOP - thanks',
			'Remove me',
			'TD退订',
			'R',
			"don't stop",
		];
		for (const text of written) suite.sandbox.reply({ from: way.from, to: way.to, text });
		const rows = await trigger.poll();
		const optOuts = rows.filter(({ optOut }) => optOut).map(({ text }) => text);
		expect(optOuts.sort()).toEqual(written.slice(0, way.wire === 'submail' ? 6 : 5).sort());
	});
});
