/** Send SMS → Get Status for EngageLab: the legacy generation is asked by ids, the current one has no API. */
import { type IDataObject, type INode } from 'n8n-workflow';
import { type Outcome } from '../../support/engine.mts';
import { CURRENT, LEGACY } from '../../support/engagelab.mts';
import { ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const TYPE = 'engageLabSmsApi';

beforeAll(
	async () => await suite.engine.credentials.add(TYPE, LEGACY.credential(suite.sandbox.url)),
);

const node = (operation: string, parameters: IDataObject, settings: Partial<INode> = {}) => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: [TYPE],
	settings,
	parameters: { operation, providers: ['engageLabSms'], ...parameters },
});

type Row = IDataObject & { messageId?: string };
const rows = ({ outputs }: Outcome): Row[] => (outputs[0] ?? []).map(({ json }) => json);
const hints = ({ run }: Outcome): string[] =>
	Object.values(run.data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);

const numbers = (count: number) =>
	Array.from({ length: count }, (_, at) => `+61${411_111_100 + at}`);

async function sent(count: number): Promise<Row[]> {
	const outcome = await suite.engine.run(
		{
			type: 'n8n-nodes-sms-suite.engageLabSms',
			credentials: [TYPE],
			parameters: {
				resource: 'message',
				operation: 'send',
				to: '={{ $json.to }}',
				template: { __rl: true, mode: 'id', value: LEGACY.templateId },
				variables: { variable: [{ name: 'text', value: 'Disk full' }] },
				options: { maxRate: 0 },
			},
		},
		numbers(count).map((to) => ({ to })),
	);
	expect(rows(outcome).every((row) => row.outcome === 'accepted' && row.messageId)).toBe(true);
	return rows(outcome);
}

const asked = () => suite.sandbox.requests({ wire: LEGACY.wire, path: '/v1/status' });
const ask = async (items: IDataObject[], parameters: IDataObject = {}, settings = {}) =>
	await suite.engine.run(node('getStatus', parameters, settings), items);

describe('Send SMS: Get Status, EngageLab legacy', () => {
	test('one question for up to ten messages, by id and day in China', async () => {
		const items = await sent(3);
		const [first, second, third] = items.map(({ messageId }) => String(messageId));
		suite.sandbox.carrier(first!, 'delivered');
		suite.sandbox.carrier(third!, 'undelivered', '12');
		const outcome = await ask(items);
		expect(rows(outcome)).toMatchObject([
			{ messageId: first, to: items[0]?.to, status: 'delivered', final: true },
			{ messageId: second, to: items[1]?.to, status: 'sent', final: false, reportedAt: null },
			{ messageId: third, to: items[2]?.to, status: 'failed', final: true },
		]);
		expect(asked().map(({ query }) => query)).toEqual([
			{
				send_date: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
				time_zone: '+8',
				sms_ids: [first, second, third].join(';'),
				offset: '0',
				limit: '100',
			},
		]);
		expect(hints(outcome).join()).toContain(
			'repeats its answer to the same question for 10 minutes',
		);
	});

	test('no hint once all are final', async () => {
		const [item] = await sent(1);
		suite.sandbox.carrier(String(item?.messageId), 'delivered');
		expect(hints(await ask([item!]))).toEqual([]);
	});

	test('200 messages take two pages of the day instead of 20 questions', async () => {
		const items = await sent(200);
		for (const { messageId } of items) suite.sandbox.carrier(String(messageId), 'delivered');
		const outcome = await ask(items);
		expect(rows(outcome).map(({ status }) => status)).toEqual(items.map(() => 'delivered'));
		expect(asked().map(({ query }) => query.offset)).toEqual(['0', '100']);
	});

	test('few messages of a busy day are asked for by id', async () => {
		const items = await sent(500);
		const wanted = items.slice(-15);
		for (const { messageId } of wanted) suite.sandbox.carrier(String(messageId), 'delivered');
		const outcome = await ask(wanted);
		expect(rows(outcome).map(({ status }) => status)).toEqual(wanted.map(() => 'delivered'));
		expect(asked().map(({ query }) => query.sms_ids?.split(';').length)).toEqual([
			undefined,
			10,
			5,
		]);
	});

	test('without Sent At: today, then yesterday; what is not listed is unknown', async () => {
		const [item] = await sent(1);
		suite.sandbox.carrier(String(item?.messageId), 'delivered');
		const outcome = await ask([
			{ ...item!, attempts: null },
			{ ...item!, messageId: '7', attempts: null },
		]);
		expect(rows(outcome)).toMatchObject([
			{ status: 'delivered' },
			{ messageId: '7', status: 'unknown', final: false },
		]);
		expect(asked()).toHaveLength(2);
		expect(new Set(asked().map(({ query }) => query.send_date)).size).toBe(2);
		expect(hints(outcome).join()).toContain('does not list 1 of the messages');
	});

	test('more than 50 questions are not asked, and say so', async () => {
		const items = Array.from({ length: 60 }, (_, day) => ({
			messageId: String(day),
			provider: 'engageLabSms',
			attempts: [{ at: new Date(Date.UTC(2026, 0, 1 + day, 3)).toISOString() }],
		}));
		const outcome = await ask(items, {}, ON_ERROR.continue);
		expect(asked()).toHaveLength(50);
		expect(rows(outcome)[59]).toMatchObject({ failure: { class: 'rateLimited' } });
		expect(JSON.stringify(rows(outcome)[59])).toContain('60 questions a minute');
	});

	test('a refused key, and an answer that is not EngageLab’s, are no statuses', async () => {
		const [item] = await sent(1);
		suite.sandbox.fault({ wire: LEGACY.wire, kind: 'status', status: 401, times: 9 });
		expect(rows(await ask([item!], {}, ON_ERROR.continue))).toMatchObject([
			{ failure: { class: 'auth' } },
		]);
		suite.sandbox.reset();
		suite.sandbox.fault({ wire: LEGACY.wire, kind: 'garbage', times: 9 });
		const outcome = await ask([item!], {}, ON_ERROR.continue);
		expect(rows(outcome)[0]).toHaveProperty('failure');
	});
});

test('the current generation has no API for it', async () => {
	await suite.engine.credentials.add(TYPE, CURRENT.credential(suite.sandbox.url));
	try {
		const item = { messageId: '1', provider: 'engageLabSms' };
		const outcome = await ask([item], {}, ON_ERROR.continue);
		expect(rows(outcome)).toMatchObject([{ failure: { code: 'NO_STATUS' } }]);
		expect(suite.sandbox.requests()).toEqual([]);
	} finally {
		await suite.engine.credentials.add(TYPE, LEGACY.credential(suite.sandbox.url));
	}
});
