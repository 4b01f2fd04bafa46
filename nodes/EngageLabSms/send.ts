/**
 * EngageLab's side of the provider contract (docs/providers/engagelab.md §2.4, §3.1). It sends
 * stored templates only, and a request with several recipients is answered by counts: one by one is
 * the rule, so that each message has its own fate.
 */
import { outcomeOf } from '../../core/failures';
import { chunk, groupBy, layers } from '../../core/grouping';
import { type OutboundMessage, recipientText } from '../../core/message';
import { type Failed, type Failure, failAll, type SendResult } from '../../core/outcome';
import type { Batch, Endpoint, SmsAccount, SmsProvider } from '../../core/provider';
import { AUTHENTICATIONS, type EngageLab } from './client';
import { requestFailure } from './errors';
import type { GenerationName } from './generations';
import { currentForm } from './sendCurrent';
import type { SendForm } from './sendForm';
import { legacyForm } from './sendLegacy';

const FORMS: Readonly<Record<GenerationName, SendForm>> = {
	current: currentForm,
	legacy: legacyForm,
};

/**
 * The documentation names no limit; the system that the legacy generation comes from takes 2000
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
		// That is the sign of the template.
		sender: false,
		shortCodes: false,
	},
};

/** The legacy generation has neither a time to send at nor a reference (docs/providers/engagelab.md §2.4). */
const LEGACY_FORM = {
	displayName: 'EngageLab SMS (legacy generation)',
	capabilities: { ...engageLabSms.capabilities, schedule: false, reference: false },
} as const;

/** What messages of one request must have in common. */
function commonKey({ content, sendAt, reference }: OutboundMessage): string {
	const variables =
		content.kind === 'template' ? Object.entries(content.variables).sort() : undefined;
	const templateId = content.kind === 'template' ? content.templateId : undefined;
	return JSON.stringify([templateId, variables, sendAt?.getTime(), reference]);
}

/** Equal messages in one request; a recipient never twice in the same, for it might be dropped. */
export function groupEqual(messages: readonly OutboundMessage[]): Batch[] {
	return [...groupBy(messages, commonKey).values()]
		.flatMap((group) => layers(group, ({ to }) => recipientText(to)))
		.flatMap((layer) => chunk(layer, RECIPIENTS_PER_REQUEST))
		.map((part) => ({ messages: part }));
}

const oneByOne = (messages: readonly OutboundMessage[]): Batch[] =>
	messages.map((message) => ({ messages: [message] }));

/** "Sending failed" of many: whether for all of them, it does not say. */
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
 * An account at EngageLab, as everything that sends sees it.
 *
 * @param asOneBatch equal messages travel in one request, whose fate is then the fate of each
 */
export function engageLabAccount(engageLab: EngageLab, asOneBatch = false): SmsAccount {
	const { name } = engageLab.generation;
	const form = FORMS[name];
	return {
		...(name === 'legacy' && { form: LEGACY_FORM }),
		prepare: (messages) => messages.map((message) => form.check(message) ?? message),
		group: asOneBatch ? groupEqual : oneByOne,
		send: async (batch) => await send(batch, engageLab),
	};
}

/** Everything that an account calls. */
export const ENGAGELAB_ENDPOINTS: readonly Endpoint[] = [
	{
		method: 'POST',
		path: currentForm.path,
		where: 'the account is of the current generation',
	},
	{ method: 'POST', path: legacyForm.path, where: 'the account is of the legacy generation' },
];
