/** GoTone's implementation of the provider contract (docs/providers/gotone.md §4, §5). */
import type { SendResult } from '../../core/outcome';
import type { Api, Batch, Endpoint, SmsAccount, SmsProvider } from '../../core/provider';
import type { RequestContext } from '../../n8n/http/request';
import { connectGoToneSms, CREDENTIAL } from './client';
import { group } from './grouping';
import { lookup } from './lookup';
import { withNote } from './notes';
import { prepare } from './prepare';
import { isSchedule, PROFILE, scheduleOf, unscheduled, type Zone, zoneReader } from './schedule';
import { readSend } from './sendAnswer';
import { status, STATUS_TERMS } from './status';
import { MESSAGES, toWire } from './wire';

const SEND = '/sms/send';

export const ZONE_ENDPOINT: Endpoint = {
	method: 'GET',
	path: PROFILE,
	where: 'Send At is set and Account Time Zone is empty',
};

/** All endpoints that a send may call. */
export const GOTONE_ENDPOINTS: readonly Endpoint[] = [
	{ method: 'POST', path: SEND },
	ZONE_ENDPOINT,
	{ method: 'GET', path: MESSAGES, where: 'an answer leaves the outcome of a message unclear' },
];

const SINGLE_TIMEOUT_MS = 30_000;
const BULK_TIMEOUT_MS = 120_000;

export const goToneSms: SmsProvider = {
	id: 'goToneSms',
	displayName: 'GoTone SMS',
	authentications: [{ name: 'GoTone SMS API', value: CREDENTIAL }],
	capabilities: {
		text: true,
		template: false,
		schedule: true,
		reference: false,
		sender: true,
		shortCodes: false,
	},
};

async function send(
	{ messages }: Batch,
	api: Api,
	readZone: () => Promise<Zone>,
): Promise<SendResult[]> {
	const [first] = messages;
	if (!first) return [];
	const schedule = await scheduleOf(first, readZone);
	if (!isSchedule(schedule)) return unscheduled(messages, schedule);
	const outcome = await api.request({
		method: 'POST',
		path: SEND,
		body: { ...toWire(messages, first), ...schedule },
		timeoutMs: messages.length > 1 ? BULK_TIMEOUT_MS : SINGLE_TIMEOUT_MS,
	});
	return readSend(outcome, messages).map((result) => withNote(result, first, messages.length));
}

/** A GoTone account as the sending code uses it. */
export function goToneSmsAccount(api: Api): SmsAccount {
	const readZone = zoneReader(api);
	return {
		prepare,
		group,
		send: async (batch) => await send(batch, api, readZone),
		lookup: async (wanted) => await lookup(wanted, api),
		status: async (wanted) => await status(wanted, api),
		statusTerms: STATUS_TERMS,
	};
}

/** Opens the account of a credential. */
export const openGoToneSms = async (ctx: RequestContext, timeoutMs?: number) =>
	goToneSmsAccount(await connectGoToneSms(ctx, timeoutMs));
