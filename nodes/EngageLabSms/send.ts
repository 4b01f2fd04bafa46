/**
 * EngageLab's implementation of the provider contract (docs/providers/engagelab.md §2.4, §3.1). It
 * sends stored templates only. A request with several recipients is answered only with counts, so
 * each message is sent in its own request by default and gets its own outcome.
 */
import { outcomeOf } from '../../core/failures';
import { chunk, groupBy, layers } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText } from '../../core/message';
import { type Failed, type Failure, failAll, type SendResult } from '../../core/outcome';
import type { Batch, Endpoint, SmsAccount, SmsProvider } from '../../core/provider';
import type { RequestContext } from '../../n8n/http/request';
import { AUTHENTICATIONS, connectEngageLab, type EngageLab } from './client';
import { requestFailure } from './errors';
import type { GenerationName } from './generations';
import { currentForm } from './sendCurrent';
import type { SendForm } from './sendForm';
import { legacyForm } from './sendLegacy';
import { status } from './status';
import { checkTemplates } from './templateCheck';

const FORMS: Readonly<Record<GenerationName, SendForm>> = {
	current: currentForm,
	legacy: legacyForm,
};

/**
 * The documentation states no limit; the system that the legacy generation is based on accepts 2000
 * (docs/providers/engagelab.md §2.4).
 */
export const RECIPIENTS_PER_REQUEST = 1000;
const SINGLE_TIMEOUT_MS = 30_000;
const BULK_TIMEOUT_MS = 120_000;

export const engageLabSms: SmsProvider = {
	id: 'engageLabSms',
	displayName: 'EngageLab SMS',
	authentications: AUTHENTICATIONS,
	capabilities: {
		text: false,
		template: true,
		schedule: true,
		reference: true,
		// The sign of the template takes its place.
		sender: false,
		shortCodes: false,
	},
};

/** The legacy generation supports neither scheduling nor references (docs/providers/engagelab.md §2.4). */
const LEGACY_FORM = {
	displayName: 'EngageLab SMS (legacy generation)',
	capabilities: { ...engageLabSms.capabilities, schedule: false, reference: false },
} as const;

/** The values that all messages of one request must share. */
function commonKey({ content, sendAt, reference }: OutboundMessage): string {
	const variables =
		content.kind === 'template' ? Object.entries(content.variables).sort() : undefined;
	const templateId = content.kind === 'template' ? content.templateId : undefined;
	return JSON.stringify([templateId, variables, sendAt?.getTime(), reference]);
}

/** Puts equal messages into one request, but never a recipient twice: EngageLab might drop the second. */
export function groupEqual(messages: readonly OutboundMessage[]): Batch[] {
	return [...groupBy(messages, commonKey).values()]
		.flatMap((group) => layers(group, ({ to }) => recipientText(to)))
		.flatMap((layer) => chunk(layer, RECIPIENTS_PER_REQUEST))
		.map((part) => ({ messages: part }));
}

const oneByOne = (messages: readonly OutboundMessage[]): Batch[] =>
	messages.map((message) => ({ messages: [message] }));

/** "Sending failed" for several recipients does not say whether it failed for all of them. */
const outcomeFor = (failure: Failure, recipients: number): Failed['outcome'] =>
	failure.class === 'providerDown' && recipients > 1 ? 'unknown' : outcomeOf(failure);

async function send({ messages }: Batch, { api, generation }: EngageLab): Promise<SendResult[]> {
	const form = FORMS[generation.name];
	const outcome = await api.request({
		method: 'POST',
		path: form.path,
		body: form.toWire(messages),
		timeoutMs: messages.length > 1 ? BULK_TIMEOUT_MS : SINGLE_TIMEOUT_MS,
	});
	if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
	const failure = requestFailure(outcome);
	if (failure) return failAll(messages, outcomeFor(failure, messages.length), failure);
	return form.read(messages, outcome.body);
}

/**
 * An EngageLab account as the sending code uses it.
 *
 * @param asOneBatch send equal messages in one request, whose outcome then applies to each of them
 * @param isChecked  read templates before sending: variables without a value would reach the phone
 */
export function engageLabAccount(
	engageLab: EngageLab,
	asOneBatch = false,
	isChecked = true,
): SmsAccount {
	const { name } = engageLab.generation;
	const form = FORMS[name];
	return {
		...(name === 'legacy' && {
			form: LEGACY_FORM,
			status: async (wanted) => await status(wanted, engageLab.api),
		}),
		prepare: (messages) => messages.map((message) => form.check(message) ?? message),
		...(isChecked && {
			checkTemplates: async (templates) => await checkTemplates(templates, engageLab),
		}),
		group: asOneBatch ? groupEqual : oneByOne,
		send: async (batch) => await send(batch, engageLab),
	};
}

/** All endpoints that an account calls. */
export const ENGAGELAB_ENDPOINTS: readonly Endpoint[] = [
	{
		method: 'POST',
		path: currentForm.path,
		where: 'the account is of the current generation',
	},
	{ method: 'POST', path: legacyForm.path, where: 'the account is of the legacy generation' },
	{
		method: 'GET',
		path: '/v1/template-configs/{template}',
		where: 'the account is of the current generation, to check the template',
	},
	{
		method: 'GET',
		path: '/v1/templates/{template}',
		where: 'the account is of the legacy generation, to check the template',
	},
];

/** Opens the account of a credential. */
export const openEngageLab = async (ctx: RequestContext, timeoutMs?: number) =>
	engageLabAccount(await connectEngageLab(ctx, timeoutMs));
