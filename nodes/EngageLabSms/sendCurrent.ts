/** POST /v1/messages of the current generation (docs/providers/engagelab.md §3.1). */
import type { IDataObject } from 'n8n-workflow';
import { fault, type Fault } from '../../core/planning/draft';
import { type OutboundMessage, recipientText } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import { isObject } from '../../core/values';
import { mayBeSent } from './errors';
import type { SendForm } from './sendForm';

const SOONEST_MS = 3 * 60_000;
const LATEST_MS = 30 * 24 * 3_600_000;

/** At least 3 minutes and at most 30 days ahead. */
function check({ sendAt }: OutboundMessage): Fault | undefined {
	const ahead = sendAt ? sendAt.getTime() - Date.now() : undefined;
	if (ahead === undefined || (ahead >= SOONEST_MS && ahead <= LATEST_MS)) return undefined;
	return fault(
		'Send At',
		'content',
		ahead < SOONEST_MS
			? 'Send At is less than 3 minutes ahead, which EngageLab does not accept'
			: 'Send At is more than 30 days ahead, which EngageLab does not accept',
		'Enter a time between 3 minutes and 30 days from now, or leave it empty to send now.',
	);
}

function toWire(messages: readonly OutboundMessage[]): IDataObject {
	const [first] = messages;
	const { content, sendAt, reference } = first ?? {};
	const { templateId = '', variables = {} } = content?.kind === 'template' ? content : {};
	return {
		to: messages.map(({ to }) => recipientText(to)),
		template: { id: templateId, params: { ...variables } },
		...(sendAt && { schedule_time: Math.floor(sendAt.getTime() / 1000) }),
		...(reference !== undefined && { custom_args: { reference } }),
	};
}

const NO_COUNT: Failure = mayBeSent(
	'NO_COUNT',
	'EngageLab’s answer does not say how many recipients it accepted',
);

const NONE_ACCEPTED: Failure = {
	class: 'invalidRecipient',
	code: 'ACCEPTED_0',
	message: 'EngageLab did not accept the recipient',
	hint: 'Check the number, and whether the template may be sent to its country.',
};

/** EngageLab returns only a count, so the recipients it left out are unknown. */
const partial = (accepted: number, of: number, plan: string): Failure => ({
	class: 'unknownOutcome',
	code: 'PARTIAL',
	message: `EngageLab accepted ${accepted} of ${of} recipients of the batch and does not say which`,
	hint: `Look at plan ${plan} in EngageLab’s console. Without Send as One Batch, each recipient gets its own answer.`,
});

const wholeNumber = (value: unknown): number | undefined =>
	Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;

function read(messages: readonly OutboundMessage[], body: unknown): SendResult[] {
	const raw = isObject(body) ? body : {};
	const accepted = wholeNumber(raw.accepted_count);
	const tell = (outcome: 'rejected' | 'unknown', failure: Failure) =>
		failAll(messages, outcome, failure).map((result) => ({ ...result, raw }));
	if (accepted === undefined) return failAll(messages, 'unknown', NO_COUNT);
	if (accepted === 0) return tell('rejected', NONE_ACCEPTED);
	if (accepted < messages.length) {
		return tell('unknown', partial(accepted, messages.length, String(raw.plan_id ?? '')));
	}
	const { message_id: id } = raw;
	return messages.map(({ index, sendAt }) => ({
		index,
		outcome: 'accepted',
		// Only a request with one recipient has a message ID.
		...(typeof id === 'string' && messages.length === 1 && { messageId: id }),
		...(sendAt && { scheduledAt: sendAt.toISOString() }),
		raw,
	}));
}

export const currentForm: SendForm = { path: '/v1/messages', check, toWire, read };
