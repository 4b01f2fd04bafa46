/** ClickSend's calls, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { seedMessages } from '../../support/clicksend-seed.mts';
import { errorOf, number, ON_ERROR, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const requests = (path: string) => suite.sandbox.requests({ path });
const called = (n: number, more: IDataObject = {}) => ({
	to: number(n),
	body: `No ${n}`,
	lang: 'en-au',
	voice: 'male',
	...more,
});

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);

	describe('Voice: Get Many', () => {
		const seed = async (count: number) =>
			await seedMessages(suite.sandbox.url, '/v3/voice/send', {
				messages: Array.from({ length: count }, (_, n) => called(n)),
			});

		test.each<[IDataObject, number, number]>([
			[{ returnAll: false, limit: 1 }, 1, 1],
			[{ returnAll: false, limit: 100 }, 100, 1],
			[{ returnAll: false, limit: 101 }, 101, 2],
			[{ returnAll: true }, 120, 2],
		])('%j returns %i rows and requests %i pages', async (parameters, rows, asked) => {
			await seed(120);
			const outcome = await suite.engine.run(operation('voice', 'getAll', parameters));
			expect(rowsOf(outcome)).toHaveLength(rows);
			expect(requests('/v3/voice/history')).toHaveLength(asked);
			expect(new Set(rowsOf(outcome).map(({ messageId }) => messageId)).size).toBe(rows);
		});

		test('the simplified columns, newest first', async () => {
			const [id] = await seedMessages(suite.sandbox.url, '/v3/voice/send', {
				messages: [called(1, { custom_string: 'r-1' })],
			});
			suite.sandbox.carrier(id ?? '', 'delivered');
			const outcome = await suite.engine.run(operation('voice', 'getAll', { returnAll: true }));
			expect(rowsOf(outcome)).toEqual([
				{
					messageId: id,
					to: number(1),
					from: expect.any(String) as string,
					body: 'No 1',
					status: 'Sent',
					deliveryStatus: 'delivered',
					errorCode: null,
					errorText: null,
					segments: 1,
					price: '0.0700',
					reference: 'r-1',
					date: expect.stringMatching(/^20\d\d-/) as string,
					scheduledAt: null,
					statusText: 'Success: Message received on handset.',
					language: 'en-au',
					voice: 'male',
					digits: null,
					machineDetected: null,
				},
			]);
			expect(requests('/v3/voice/history')[0]?.query.order_by).toBe('date_added:desc');
		});

		test('the date filters', async () => {
			await seed(2);
			const between = (dateFrom: string, dateTo: string) =>
				operation('voice', 'getAll', { returnAll: true, filters: { dateFrom, dateTo } });
			const found = await suite.engine.run(between('2026-01-01T00:00:00Z', '2036-01-01T00:00:00Z'));
			expect(rowsOf(found)).toHaveLength(2);
			const none = await suite.engine.run(between('2035-01-01T00:00:00Z', '2036-01-01T00:00:00Z'));
			expect(rowsOf(none)).toEqual([]);
			expect(requests('/v3/voice/history')[1]?.query).toMatchObject({
				date_from: String(Date.UTC(2035, 0) / 1000),
				date_to: String(Date.UTC(2036, 0) / 1000),
			});
		});
	});

	test('Voice: Cancel, once; a second time it fails', async () => {
		const schedule = Math.floor(Date.now() / 1000) + 600;
		const [messageId = ''] = await seedMessages(suite.sandbox.url, '/v3/voice/send', {
			messages: [called(1, { schedule })],
		});
		const cancel = operation('voice', 'cancel', { messageId }, ON_ERROR.errorOutput);
		const outcome = await suite.engine.run(cancel);
		expect(rowsOf(outcome)).toEqual([{ cancelled: true, messageId }]);
		expect(suite.sandbox.messages().map(({ state }) => state)).toEqual(['cancelled']);
		const again = await suite.engine.run(cancel);
		expect(again.outputs.map((output) => output.length)).toEqual([0, 1]);
	});

	describe('Voice: Get Price', () => {
		const price = (parameters: IDataObject = {}) =>
			operation('voice', 'getPrice', {
				to: `${number(1)}, ${number(2)}`,
				message: 'Hello',
				language: { __rl: true, mode: 'code', value: 'en-AU' },
				voice: 'male',
				...parameters,
			});

		test('sends language and voice, as a send would; one item per recipient', async () => {
			const outcome = await suite.engine.run(price());
			const message = (n: number) => ({
				to: number(n),
				body: 'Hello',
				lang: 'en-au',
				voice: 'male',
				source: 'n8n',
			});
			expect(requests('/v3/voice/price').map(({ body }) => body)).toEqual([
				{ messages: [message(1), message(2)] },
			]);
			expect(rowsOf(outcome)).toMatchObject([
				{ to: number(1), status: 'SUCCESS', price: { amount: '0.0700', currency: 'AUD' } },
				{ to: number(2), status: 'SUCCESS' },
			]);
			expect(suite.sandbox.messages()).toEqual([]);
		});

		test('a missing language is reported before any request', async () => {
			const language = { __rl: true, mode: 'code', value: '={{ "" }}' };
			const { error } = await suite.engine.run(price({ language }));
			expect(error?.message).toContain('Language is empty');
			expect(error?.context?.itemIndex).toBe(0);
			expect(suite.sandbox.requests()).toEqual([]);
		});
	});

	test('the list of languages with their voices', async () => {
		const node = suite.engine.registry.getByNameAndVersion(way.type);
		const context = suite.engine.loadOptions(operation('voice', 'send'));
		const search = node.methods?.listSearch?.searchVoiceLanguages;
		const found = await search?.call(context, 'portug');
		expect(found?.results).toEqual([
			{ name: 'Portuguese, Portugal (male)', value: 'pt-pt' },
			{ name: 'Portuguese, Brazil (female, male)', value: 'pt-br' },
		]);
	});

	describe('Voice: Send', () => {
		const send = (options: IDataObject = {}, parameters: IDataObject = {}, settings = {}) =>
			operation(
				'voice',
				'send',
				{ to: '={{ $json.to }}', message: '={{ $json.text ?? "Hello" }}', options, ...parameters },
				settings,
			);
		const messages = () =>
			requests('/v3/voice/send').flatMap(({ body }) => (body as IDataObject).messages);
		const language = (value: string) => ({ __rl: true, mode: 'code', value });

		test('English with a female voice, unless the node specifies otherwise', async () => {
			await suite.engine.run(send(), [{ to: number(1) }]);
			await suite.engine.run(
				send(
					{ requireInput: true, machineDetection: true, reference: 'r-1' },
					{ language: language(' PT-pt '), voice: 'male' },
				),
				[{ to: number(2) }],
			);
			expect(messages()).toEqual([
				{ to: number(1), body: 'Hello', source: 'n8n', lang: 'en-us', voice: 'female' },
				{
					to: number(2),
					body: 'Hello',
					source: 'n8n',
					custom_string: 'r-1',
					lang: 'pt-pt',
					voice: 'male',
					require_input: 1,
					machine_detection: 1,
				},
			]);
			expect(suite.sandbox.messages()).toHaveLength(2);
		});

		test.each([
			['tlh', 'female', 'INVALID_LANG'],
			['pt-pt', 'female', 'INVALID_VOICE'],
		])('%s, %s: rejected as %s', async (code, voice, word) => {
			const outcome = await suite.engine.run(
				send({}, { language: language(code), voice }, ON_ERROR.errorOutput),
				[{ to: number(1) }],
			);
			expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
				outcome: 'rejected',
				failure: { class: 'content', code: word },
			});
		});

		test('an item without a language fails before sending; the others are sent', async () => {
			const outcome = await suite.engine.run(
				send({}, { language: language('={{ $json.language }}') }, ON_ERROR.errorOutput),
				[
					{ to: number(1), language: '' },
					{ to: number(2), language: 'de-de' },
				],
			);
			expect(suite.sandbox.messages().map(({ to }) => to)).toEqual([number(2)]);
			expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {}).failure).toMatchObject({
				parameter: 'Language',
			});
		});

		test('equal texts in two languages, rows in any order: each item has its own outcome', async () => {
			suite.sandbox.fault({ kind: 'rows', rows: { shuffle: true } });
			const outcome = await suite.engine.run(
				send({}, { language: language('={{ $json.language }}') }, ON_ERROR.continue),
				[
					{ to: number(1), language: 'en-au' },
					{ to: number(1), language: 'tlh' },
				],
			);
			expect(stories(outcome).map(({ outcome: fate }) => fate)).toEqual(['accepted', 'rejected']);
			expect(suite.sandbox.requests()[0]).toHaveProperty('fault');
		});

		test.each([
			['x', 1200, 4],
			['ж', 600, 4],
			['x', 301, 2],
		])('"%s" repeated %i times makes %i parts', async (character, times, segments) => {
			const outcome = await suite.engine.run(send({ dryRun: true }), [
				{ to: number(1), text: character.repeat(times) },
			]);
			expect(rowsOf(outcome)[0]).toMatchObject({ segments, outcome: 'dryRun' });
		});

		test.each([
			['x', 1201, 1200],
			['ж', 601, 600],
		])(
			'"%s" repeated %i times would be cut off: reported before sending',
			async (character, times, most) => {
				const outcome = await suite.engine.run(send({}, {}, ON_ERROR.errorOutput), [
					{ to: number(1), text: character.repeat(times) },
				]);
				expect(suite.sandbox.requests()).toEqual([]);
				expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {}).message).toContain(
					`${times} characters, but ClickSend would cut it off after ${most}`,
				);
			},
		);
	});
});
