/** Pictures of received MMS and WhatsApp messages: their addresses, and the files on request. */
import { randomUUID } from 'node:crypto';
import { type IDataObject } from 'n8n-workflow';
import { until } from '../sandbox/receiver.mts';
import { specOf, WAYS } from '../support/inbox-ways.mts';
import { Poller } from '../support/poller.mts';
import { useSuite } from '../support/suite.mts';
import { type Hosted, useWebhooks } from '../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);
const SECRET = 'a webhook secret';

beforeAll(async () => {
	await suite.engine.credentials.add('smsWebhookApi', { secret: SECRET, username: 'me' });
});

const FROM = '+61455000001';
const TO = '+61448000111';
const STORED = 'https://clicksend-api-downloads.s3.ap-southeast-2.amazonaws.com/_private/a.jpg';
const picture = () => `${suite.sandbox.url}/clicksend-storage/_private/picture.gif`;
const opened = () => suite.sandbox.requests({ path: '/_private/' });

const options = (more: IDataObject) => ({
	options: { createPollRule: true, includeHistory: true, ...more },
});

describe.each(WAYS.filter(({ name }) => name.startsWith('ClickSend')))(
	'SMS Trigger, $name',
	(way) => {
		const poller = async (more: IDataObject = {}) => {
			const trigger = new Poller(suite.engine, specOf(way, options(more)));
			await trigger.activate();
			return trigger;
		};
		const receive = (text: string, media?: string) =>
			suite.sandbox.reply({ from: FROM, to: TO, text, ...(media && { media }) });

		test('the link that ClickSend made of an attachment is in media, and the text is whole', async () => {
			const trigger = await poller();
			receive('Look.', STORED);
			receive('', STORED);
			receive('See https://example.com/chart.gif');
			const rows = await trigger.poll();
			expect(rows).toMatchObject([
				{ text: `Look. ${STORED}`, channel: 'mms', media: [STORED] },
				{ text: STORED, channel: 'mms', media: [STORED] },
				{ text: 'See https://example.com/chart.gif' },
			]);
			// A link that the sender wrote is not an attachment.
			expect(rows[2]).not.toHaveProperty('media');
			expect(rows[2]).not.toHaveProperty('channel');
			expect(trigger.files).toEqual([undefined, undefined, undefined]);
			expect(opened()).toEqual([]);
		});

		test('Download Media gives the file, without the credential', async () => {
			suite.sandbox.configure({ clickSendInboundMedia: 'field' });
			const trigger = await poller({ downloadMedia: true });
			receive('Look', picture());
			receive('No picture');
			expect(await trigger.poll()).toMatchObject([
				{ text: 'Look', media: [picture()] },
				{ text: 'No picture' },
			]);
			expect(trigger.files).toMatchObject([
				{ media_0: { mimeType: 'image/gif', fileName: 'picture.gif' } },
				undefined,
			]);
			expect(opened()).toHaveLength(1);
			expect(Object.keys(opened()[0]?.headers ?? {})).not.toContain('authorization');
			// The test in the editor shows it too.
			await trigger.test();
		});

		test('a file that has expired is no reason to lose the message', async () => {
			suite.sandbox.configure({ clickSendInboundMedia: 'field' });
			const trigger = await poller({ downloadMedia: true });
			receive('Look', picture().replace('picture', 'expired'));
			expect(await trigger.poll()).toMatchObject([
				{
					text: 'Look',
					mediaError:
						'media_0 could not be downloaded: it answered with HTTP 403; addresses of files expire',
				},
			]);
			expect(trigger.files).toEqual([undefined]);
			expect(await trigger.poll()).toEqual([]);
		});

		test('a private address that is not the account’s own is not opened', async () => {
			suite.sandbox.configure({ clickSendInboundMedia: 'field' });
			const trigger = await poller({ downloadMedia: true });
			receive('Look', picture().replace('127.0.0.1', 'localhost'));
			expect(await trigger.poll()).toMatchObject([
				{ mediaError: 'media_0 could not be downloaded: it is a private address' },
			]);
			expect(opened()).toEqual([]);
		});
	},
);

test('ClickSend, Inbound SMS: Get Many has the media too', async () => {
	const way = WAYS[0]!;
	await new Poller(suite.engine, specOf(way, options({}))).activate();
	suite.sandbox.reply({ from: FROM, to: TO, text: 'Look', media: STORED });
	suite.sandbox.reply({ from: FROM, to: TO, text: 'No picture' });
	const { outputs } = await suite.engine.run({
		type: 'n8n-nodes-sms-suite.clickSend',
		credentials: ['clickSendApi'],
		parameters: {
			...{ authentication: 'clickSendApi', resource: 'inboundSms', operation: 'getAll' },
			returnAll: true,
		},
	});
	const rows = (outputs[0] ?? []).map(({ json }) => json);
	expect(rows).toMatchObject([{ media: [STORED] }, { body: 'No picture' }]);
	expect(rows[1]).not.toHaveProperty('media');
});

describe('SMS Webhook Trigger', () => {
	const settled = async (hosted: Hosted, count: number) => {
		await until(() => hosted.events.length >= count);
		await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
		expect(hosted.crashes).toEqual([]);
	};

	async function clickSend(more: IDataObject = {}): Promise<Hosted> {
		const parameters = { provider: 'clickSend', clickSendAuthentication: 'clickSendApi' };
		const hosted = host.addForBoth({ ...parameters, ...more }, ['clickSendApi']);
		await hosted.activate();
		return hosted;
	}

	async function smsMobile(more: IDataObject = {}): Promise<Hosted> {
		const parameters = { provider: 'smsMobileApi', smsMobileVersion: 'v2' };
		const hosted = host.addForBoth({ ...parameters, ...more }, ['smsWebhookApi'], {
			webhookId: randomUUID(),
		});
		await suite.sandbox.hook({ kind: 'smsMobileApiV2', url: hosted.url, secret: SECRET });
		return hosted;
	}

	test('ClickSend: the link of an attachment is in media', async () => {
		const hosted = await clickSend();
		suite.sandbox.reply({ from: FROM, to: TO, text: 'Look', media: STORED });
		await settled(hosted, 1);
		expect(hosted.events).toMatchObject([{ channel: 'mms', media: [STORED] }]);
	});

	test('ClickSend: Download Media gives the file once, and the call is answered', async () => {
		suite.sandbox.configure({ clickSendInboundMedia: 'field' });
		const hosted = await clickSend({ options: { downloadMedia: true } });
		suite.sandbox.reply({ from: FROM, to: TO, text: 'Look', media: picture() });
		await settled(hosted, 1);
		expect(hosted.events).toMatchObject([{ text: 'Look', media: [picture()] }]);
		expect(hosted.files).toMatchObject([{ media_0: { mimeType: 'image/gif' } }]);
		suite.sandbox.redeliver(suite.sandbox.deliveries()[0]?.id ?? '');
		await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
		expect(hosted.events).toHaveLength(1);
		expect(opened()).toHaveLength(1);
		expect(suite.sandbox.deliveries().every(({ delivered }) => delivered)).toBe(true);
	});

	test('SMSMobileAPI: media of a WhatsApp message, also without a text', async () => {
		const hosted = await smsMobile();
		const media = 'https://files.example.com/a.jpg';
		const reply = { from: FROM, to: '+61448000222', channel: 'whatsapp' as const, media };
		suite.sandbox.reply({ ...reply, text: 'Look' });
		await settled(hosted, 1);
		suite.sandbox.reply({ ...reply, text: '' });
		await settled(hosted, 2);
		expect(hosted.events).toMatchObject([
			{ text: 'Look', channel: 'whatsapp', media: [media] },
			{ text: '', channel: 'whatsapp', media: [media] },
		]);
	});

	test('SMSMobileAPI: without an account, no private address is opened', async () => {
		const hosted = await smsMobile({ options: { downloadMedia: true } });
		const reply = { from: FROM, to: '+61448000222', channel: 'whatsapp' as const };
		suite.sandbox.reply({ ...reply, text: 'Look', media: picture() });
		await settled(hosted, 1);
		expect(hosted.events).toMatchObject([
			{ mediaError: 'media_0 could not be downloaded: it is a private address' },
		]);
		expect(opened()).toEqual([]);
	});
});
