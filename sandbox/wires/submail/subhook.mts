import { createHash, randomBytes } from 'node:crypto';
import { encodeForm, encodeMultipart } from '../../forms.mts';
import { type SubmailEvent } from '../../hook-spec.mts';
import { type Stage } from '../../stages.mts';
import { type PhoneMessage } from '../../types.mts';
import { type WebhookRequest } from '../../webhook-request.mts';
import { type World } from '../../world.mts';
import { home, operatorNameOf, reportOf } from './carrier.mts';
import { type MoRow, type SentRow } from './shapes.mts';

type Values = Record<string, string | number>;

/** The signature covers neither body nor time: md5(token + key) (docs/providers/submail.md §10). */
export const subhookSignature = (token: string, key: string): string =>
	createHash('md5').update(`${token}${key}`).digest('hex');

const texts = (values: Values): Record<string, string> =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** The four formats of a push; only JSON has numbers (docs/providers/submail.md §10). */
const requests = {
	form: (url: string, values: Values): WebhookRequest => ({
		method: 'POST',
		url,
		...encodeForm(texts(values)),
	}),
	json: (url: string, values: Values): WebhookRequest => ({
		method: 'POST',
		url,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(values),
	}),
	multipart: (url: string, values: Values): WebhookRequest => ({
		method: 'POST',
		url,
		...encodeMultipart(texts(values)),
	}),
	get: (url: string, values: Values): WebhookRequest => {
		const whole = new URL(url);
		for (const [name, value] of Object.entries(values)) {
			whole.searchParams.append(name, String(value));
		}
		return { method: 'GET', url: whole.href, headers: {}, body: '' };
	},
};

function announce(world: World, events: SubmailEvent, fields: Values): void {
	for (const hook of world.hooks.of('submail')) {
		if (hook.events && !hook.events.includes(events)) continue;
		const { submailClockSkewMs, webhookClockSkewMs } = world.settings;
		const now = Date.now() + submailClockSkewMs + webhookClockSkewMs;
		const token = randomBytes(16).toString('hex');
		const values = {
			events,
			...fields,
			timestamp: Math.floor(now / 1000),
			token,
			signature: subhookSignature(token, hook.key),
		};
		const request = requests[hook.format ?? 'form'](hook.url, values);
		world.webhooks.push({ ...request, wire: 'submail', event: events, success: [200] });
	}
}

const eventOf: Record<Stage, SubmailEvent> = {
	accepted: 'request',
	sent: 'sending',
	delivered: 'delivered',
	undelivered: 'dropped',
};

/** The fields that an event adds to the common ones (docs/providers/submail.md §10). */
function extraOf(world: World, row: SentRow, stage: Stage): Values {
	if (stage === 'accepted') return { content: row.signature + row.body };
	if (stage === 'sent') return {};
	const carrier = { operator: operatorNameOf(row.to), location: home.city };
	return stage === 'delivered' ? carrier : { ...carrier, report: reportOf(row, { world }).state };
}

/** Reports a stage of a message. */
export function announceSent(
	world: World,
	row: SentRow,
	stage: Stage,
	{ reference = '' }: Readonly<PhoneMessage>,
): void {
	announce(world, eventOf[stage], {
		address: row.to,
		app: Number(row.appid),
		send_id: row.sendId,
		tag: reference,
		...extraOf(world, row, stage),
	});
}

/** Reports a reply, without send_id and tag. */
export function announceReply(world: World, { from, content }: MoRow, appid: string): void {
	announce(world, 'mo', { address: from, app: Number(appid), content });
}
